import { createChance, createDraft, createHighsSolver, createLagrangian, emptyPlan, mpsLines, walkProgram } from '@imaging/solver'
import { describe, expect, it, vi } from 'vitest'
import { generateProblem, type GenerateOptions } from '../domain/generate-problem.ts'
import { evaluatePlan } from '../domain/evaluate-plan.ts'
import { greedyPlan } from '../domain/greedy-plan.ts'
import type { Framework, Problem } from '../domain/problem.ts'
import { decisionsOf, plan, type PlanOptions } from './planner.ts'
import { allPlans, keepsLimits } from './oracle/all-plans.ts'
import { costFromRules } from './oracle/cost-from-rules.ts'

/** A run starts threads and an integer solver in each: a second of CPU, and more of the clock where others share the machine. */
vi.setConfig({ testTimeout: 120_000 })

const generated = (options: GenerateOptions): Problem => generateProblem(options, createChance(options.seed))
/** Small enough to try every plan, tight enough that the rules bite: coverage lowered so that rental is not everything. */
const tiny = (seed: number, framework: GenerateOptions['framework'] = 'commitment'): Problem => {
  const problem = generated({ assets: 3, years: 6, seed, framework })
  return { ...problem, coverage: problem.coverage.map((floor) => ({ ...floor, scannerEquivalents: floor.scannerEquivalents * 0.85 })) }
}
const repeatable: PlanOptions = { timeLimitMs: 60_000, gap: 1e-7, threads: 1, seed: 1, moves: 300 }
const planned = async (problem: Problem, options: Partial<PlanOptions> = {}) =>
  (await plan(problem, { ...repeatable, ...options })).solution
const pounds = 100

function cheapest(problem: Problem): number {
  let least = Number.POSITIVE_INFINITY
  for (const decisions of allPlans(problem)) if (keepsLimits(problem, decisions)) least = Math.min(least, costFromRules(problem, decisions))
  return least
}

describe('a tiny fleet', () => {
  it.each([
    [101, 'commitment'],
    [102, 'commitment'],
    [103, 'annual'],
    [104, 'annual'],
    [105, 'none'],
  ] as const)('has the plan that trying every plan finds, and a proof of it (seed %i, %s)', async (seed, framework) => {
    const problem = tiny(seed, framework)
    const optimum = cheapest(problem)
    const { costPence, boundPence, isProvenOptimal } = await planned(problem)
    expect(costPence / optimum).toBeCloseTo(1, 7)
    expect(boundPence).toBeLessThanOrEqual(optimum + pounds)
    expect(isProvenOptimal).toBe(true)
  })

  it('costs the same under other names and in another order', async () => {
    const problem = tiny(102)
    const renamed: Problem = {
      ...problem,
      assets: problem.assets.map((asset) => ({ ...asset, assetId: `X${asset.assetId}` })).toReversed(),
      trusts: problem.trusts.toReversed(),
      sites: problem.sites.toReversed(),
      classes: problem.classes.toReversed(),
      placements: problem.placements.toReversed(),
    }
    expect((await planned(renamed)).costPence).toBe((await planned(problem)).costPence)
  })

  it('is planned alike in another money', async () => {
    const problem = tiny(103, 'annual')
    const once = await planned(problem)
    const tenfold = await planned(scaled(problem, 10))
    expect(tenfold.costPence / once.costPence).toBeCloseTo(10, 7)
    expect(tenfold.decisions).toEqual(once.decisions)
  })

  it('never costs more for a higher discount', async () => {
    const problem = tiny(104, 'annual')
    const better = withDiscount(problem, (discount) => discount * 2)
    expect((await planned(better)).costPence).toBeLessThanOrEqual((await planned(problem)).costPence)
  })

  it('obeys what has been decided', async () => {
    const problem = tiny(101)
    const { assetId } = problem.assets.find(({ ageMonths }) => ageMonths > 12 && ageMonths < 96) ?? problem.assets[0]!
    const by = { assetId, fromPeriod: 2, toPeriod: 2, author: 'Board', reason: 'example', decidedOn: '2026-11-01' }
    const forced = await planned({ ...problem, choices: [{ ...by, kind: 'forced', action: 'replace' }] })
    const ofAsset = (solution: Awaited<ReturnType<typeof planned>>) => solution.decisions.filter((one) => one.assetId === assetId)
    expect(ofAsset(forced).find(({ action }) => action === 'replace')?.period).toBe(2)
    const forbidden = await planned({ ...problem, choices: [{ ...by, kind: 'forbidden', action: 'replace', fromPeriod: 0, toPeriod: 5 }] })
    expect(ofAsset(forbidden).filter(({ action }) => action === 'replace')).toEqual([])
  })

  it('keeps the plan in force where a change is dearer than it is worth', async () => {
    const problem = tiny(102)
    const current = greedyPlan(problem)
    const changed = await planned({ ...problem, current: { decisions: current, changePence: 0 } })
    const kept = await planned({ ...problem, current: { decisions: current, changePence: 1e11 } })
    expect(
      kept.decisions.filter(
        ({ assetId, action, period }) => !current.some((one) => one.assetId === assetId && one.action === action && one.period === period),
      ).length,
    ).toBeLessThanOrEqual(changed.decisions.length)
    expect(kept.parts['change']).toBe(0)
  })
})

describe('a fleet without shared limits', () => {
  it('costs what its units cost one by one, and that is proven at once', async () => {
    const problem = alone(generated({ assets: 60, years: 12, seed: 5, framework: 'none' }))
    const { costPence, gap } = await planned(problem)
    expect(gap).toBeLessThan(1e-9)
    const oneByOne = await Promise.all(problem.assets.slice(0, 3).map((asset) => planned({ ...problem, assets: [asset] })))
    const together = await planned({ ...problem, assets: problem.assets.slice(0, 3) })
    expect(together.costPence / oneByOne.reduce((sum, one) => sum + one.costPence, 0)).toBeCloseTo(1, 9)
    expect(costPence).toBeGreaterThan(together.costPence)
  })
})

describe.each([
  { assets: 24, years: 10, seed: 16, framework: 'annual' },
  { assets: 24, years: 10, seed: 16, framework: 'commitment' },
  { assets: 20, years: 5, periodsPerYear: 4, seed: 3, framework: 'commitment' },
] as const)('a plan for $assets assets over $years years, $framework', (options) => {
  const problem = generated(options)
  const solved = plan(problem, { ...repeatable, threads: 2, gap: 0.5 })

  it('costs by the raw rules what it says', async () => {
    const { solution } = await solved
    expect(solution.costPence / costFromRules(problem, solution.decisions)).toBeCloseTo(1, 9)
    expect(solution.fits).toBe(true)
  })

  it('costs no less than its bound', async () => {
    const { solution } = await solved
    expect(solution.boundPence).toBeLessThanOrEqual(solution.costPence)
  })

  it('is a solution of the exported program, at the same cost and with no row violated', async () => {
    const { inSolver, found, solution } = await solved
    const { model, money } = inSolver
    const program = walkProgram(model, 1e6)
    const draft = createDraft(model, createLagrangian(model).price)
    draft.set(found.plan)
    const values = program.valuesOf(draft.plan, draft.use)
    const { costs, violated } = checkMps([...mpsLines(program.mip, 'TEST')], values)
    expect(violated).toEqual([])
    expect((costs * money.pencePerUnit) / solution.costPence).toBeCloseTo(1, 8)
    const lower = program.mip.lower.slice()
    const upper = program.mip.upper.slice()
    for (const [column, name] of program.columnNames.entries()) if (name.startsWith('life')) lower[column] = upper[column] = values[column]!
    const again = (await createHighsSolver()).solve({ ...program.mip, lower, upper }, { relativeGap: 1e-9 })
    expect(((again.objective ?? 0) * money.pencePerUnit) / solution.costPence).toBeCloseTo(1, 7)
    const decoded = emptyPlan(model)
    program.planOf(again.values!, decoded)
    expect(evaluatePlan(problem, decisionsOf(problem, inSolver, decoded)).costPence / solution.costPence).toBeCloseTo(1, 7)
  })
})

describe('a run', () => {
  const problem = generated({ assets: 60, years: 10, seed: 9 })

  it('gives the same plan again for a seed and a number of moves', async () => {
    const options = { ...repeatable, threads: 2, moves: 200, gap: 0.01 }
    const [one, other] = [await plan(problem, options), await plan(problem, options)]
    expect(other.solution.decisions).toEqual(one.solution.decisions)
    expect(other.solution.boundPence).toBe(one.solution.boundPence)
  })

  it('is cancelled with the last good plan', async () => {
    const cancel = new AbortController()
    const { solution } = await plan(problem, {
      timeLimitMs: 60_000,
      gap: 1e-9,
      threads: 2,
      seed: 1,
      signal: cancel.signal,
      onProgress: ({ cost }) => cost !== undefined && cancel.abort(),
    })
    expect(solution.ended).toBe('cancelled')
    expect(solution.fits).toBe(true)
  })

  it('says what is missing where no money can be had beyond the budgets', async () => {
    const { overspendPremium: _, ...money } = problem.money
    const poor: Problem = {
      ...problem,
      money,
      trusts: problem.trusts.map((trust) => ({ ...trust, budgetPence: trust.budgetPence.map(() => 0) })),
    }
    const solution = await planned(
      {
        ...poor,
        choices: [
          {
            assetId: 'A00001',
            kind: 'committed',
            action: 'replace',
            fromPeriod: 0,
            toPeriod: 0,
            author: 'Board',
            reason: 'example',
            decidedOn: '2026-11-01',
          },
        ],
      },
      { threads: 2, moves: 50 },
    )
    expect(solution.fits).toBe(false)
    expect(solution.gap).toBeNull()
    expect(solution.years.reduce((sum, { missingPence }) => sum + missingPence, 0)).toBeGreaterThan(0)
  })
})

function scaled(problem: Problem, factor: number): Problem {
  const text = JSON.stringify(problem, (key, value: unknown) => {
    if (!/Pence|pence/.test(key)) return value
    return Array.isArray(value) ? value.map((pence: number) => pence * factor) : (value as number) * factor
  })
  return JSON.parse(text) as Problem
}

function withDiscount(problem: Problem, change: (discount: number) => number): Problem {
  const framework = problem.framework as Extract<Framework, { form: 'annual' }>
  const classes = framework.classes.map((offer) => ({
    ...offer,
    bands: offer.bands.map((band) => ({ ...band, discount: change(band.discount) })),
  }))
  return { ...problem, framework: { ...framework, classes } }
}

function alone(problem: Problem): Problem {
  const { ageRules: _, ...rest } = problem
  return {
    ...rest,
    coverage: [],
    classLimits: [],
    sites: problem.sites.map((site) => ({ ...site, installsPerPeriodMax: 1000 })),
    trusts: problem.trusts.map((trust) => ({ ...trust, budgetPence: trust.budgetPence.map(() => 1e13) })),
  }
}

/** Reads MPS as any solver would, and checks values against every row and bound. */
function checkMps(lines: readonly string[], values: Float64Array): { readonly costs: number; readonly violated: readonly string[] } {
  const type = new Map<string, string>()
  const activity = new Map<string, number>()
  const side = new Map<string, number>()
  const violated: string[] = []
  let section = ''
  for (const line of lines) {
    const words = line.trim().split(/\s+/)
    const [first = '', second = '', third = '', fourth = ''] = words
    if (!line.startsWith(' ')) section = first
    else if (section === 'ROWS') type.set(second, first)
    else if (section === 'COLUMNS' && second !== "'MARKER'")
      activity.set(second, (activity.get(second) ?? 0) + Number(third) * values[Number(first.slice(1))]!)
    else if (section === 'RHS') side.set(second, Number(third))
    else if (section === 'BOUNDS' && first === 'UP' && values[Number(third.slice(1))]! > Number(fourth) + 1e-6) violated.push(line)
  }
  for (const [row, kind] of type) {
    const [is, should] = [activity.get(row) ?? 0, side.get(row) ?? 0]
    const tolerance = 1e-6 * Math.max(1, Math.abs(should))
    if ((kind === 'E' || kind === 'L') && is > should + tolerance) violated.push(row)
    if ((kind === 'E' || kind === 'G') && is < should - tolerance) violated.push(row)
  }
  return { costs: activity.get('COST') ?? 0, violated }
}
