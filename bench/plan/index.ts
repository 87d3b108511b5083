import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { table } from '@imaging/cli'
import { evaluatePlan, generateProblem, greedyPlan, type Problem } from '@imaging/planning/domain'
import type { PlanSolutionFile } from '@imaging/schemas'
import { createChance } from '@imaging/solver'
import type { BenchOptions, BenchResult } from '../benchmark.ts'
import { median } from '../spread.ts'
import { rowName, rows, type Row } from './rows.ts'
import { runChild } from './run-child.ts'

const CLI = join(import.meta.dirname, '../../infra/cli/main.ts')
const HIGHS = join(import.meta.dirname, 'highs-alone.ts')
/** The peer's memory ends at 2 GB: a larger program does not fit. */
const HIGHS_ASSETS_MAX = 1000
const HIGHS_COLUMNS_MAX = 300_000
const THREADS = 2
/** A gap below this is called proven optimal. */
const PROVEN_GAP = 1e-4

interface Measured {
  readonly gap: number | null
  readonly wallS: number
  readonly cpuS: number
  readonly rssMb: number
  readonly firstPlanS: number
  readonly highsGap: number | null
  readonly highsCpuS: number | null
  /** What the ranked plan costs more, as a share, and how many hours more it loses. */
  readonly greedyExtraCost: number
  readonly greedyExtraDownH: number
}

/**
 * Measures the planner on made-up fleets: proven gap, time, CPU and memory of a run by itself, beside HiGHS alone on the same program
 * for the same time, and beside the plan a team makes by ranking on age and risk.
 *
 * BENCH_PLAN_ROWS names the rows to measure, such as `120x15y.commitment,24x10y.tiers`; all are measured otherwise.
 */
export async function runPlan({ env, say, seed }: BenchOptions): Promise<BenchResult> {
  const wanted = (env['BENCH_PLAN_ROWS'] ?? '').split(',').filter((name) => name !== '')
  const all = rows(seed)
  const unknown = wanted.filter((name) => !all.some((row) => rowName(row) === name))
  if (unknown.length > 0) throw new RangeError(`There is no row ${unknown.join(', ')}. Rows: ${all.map(rowName).join(', ')}`)
  const figures: Record<string, number | null> = {}
  const spread: Record<string, readonly number[]> = {}
  const lines: string[][] = []
  for (const row of all.filter((one) => wanted.length === 0 || wanted.includes(rowName(one)))) {
    const measured: Measured[] = []
    for (const drawn of row.seeds) {
      say(`${rowName(row)}, seed ${drawn}`)
      measured.push(await measure(row, drawn))
    }
    const name = `plan.${rowName(row)}`
    for (const figure of Object.keys(measured[0] ?? {}) as (keyof Measured)[]) {
      const values = measured.flatMap((one) => one[figure] ?? [])
      figures[`${name}.${figure}`] = values.length < measured.length ? null : median(values)
      spread[`${name}.${figure}`] = values
    }
    lines.push(lineOf(row, figures))
  }
  return { table: tableOf(lines), figures, spread }
}

async function measure(row: Row, seed: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'imaging-plan-'))
  const file = join(folder, 'problem.json')
  try {
    const problem = generateProblem({ ...row, seed }, createChance(seed))
    writeFileSync(file, JSON.stringify(problem))
    const printed = await runChild(
      [
        CLI,
        'plan',
        '--problem',
        file,
        '--time-limit',
        String(row.limitS),
        '--gap',
        String(PROVEN_GAP),
        '--threads',
        String(THREADS),
        '--json',
      ],
      row.limitS,
    )
    if (printed === undefined) throw new Error(`the planner failed on ${rowName(row)}, seed ${seed}`)
    const solution = JSON.parse(printed) as PlanSolutionFile
    const { wallS, cpuS, memoryMb, firstPlanS, gap } = solution
    return { gap, wallS, cpuS, rssMb: memoryMb, firstPlanS, ...(await peer(row, file, wallS)), ...besideGreedy(problem, solution) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function peer({ assets }: Row, file: string, limitS: number): Promise<Pick<Measured, 'highsGap' | 'highsCpuS'>> {
  if (assets > HIGHS_ASSETS_MAX) return { highsGap: null, highsCpuS: null }
  const printed = await runChild([HIGHS, file, String(limitS), String(HIGHS_COLUMNS_MAX)], limitS)
  if (printed === undefined) return { highsGap: null, highsCpuS: null }
  const { gap, cpuS } = JSON.parse(printed) as { gap: number | null; cpuS: number }
  return { highsGap: gap, highsCpuS: cpuS }
}

function besideGreedy(
  problem: Problem,
  { costPence, hoursDown }: PlanSolutionFile,
): Pick<Measured, 'greedyExtraCost' | 'greedyExtraDownH'> {
  const greedy = evaluatePlan(problem, greedyPlan(problem))
  return { greedyExtraCost: greedy.costPence / costPence - 1, greedyExtraDownH: greedy.hoursDown - hoursDown }
}

function lineOf(row: Row, figures: Readonly<Record<string, number | null>>): string[] {
  const figure = (name: keyof Measured): number | null => figures[`plan.${rowName(row)}.${name}`] ?? null
  const number = (value: number | null, digits: number): string => (value === null ? 'none' : value.toFixed(digits))
  const percent = (value: number | null): string => (value === null ? 'none' : `${(value * 100).toFixed(3)} %`)
  const gap = figure('gap')
  return [
    rowName(row),
    percent(gap),
    percent(row.goal),
    gap !== null && gap <= row.goal ? 'reached' : 'not reached',
    number(figure('wallS'), 1),
    number(figure('cpuS'), 1),
    number(figure('rssMb'), 0),
    number(figure('firstPlanS'), 2),
    percent(figure('highsGap')),
    percent(figure('greedyExtraCost')),
    number(figure('greedyExtraDownH'), 0),
  ]
}

const TITLES = [
  'Problem',
  'Gap',
  'Goal',
  '',
  'Wall s',
  'CPU s',
  'MB',
  'First plan s',
  'HiGHS alone',
  'Greedy costs more',
  'Greedy hours more',
]

const tableOf = (lines: readonly string[][]): string =>
  table(
    lines,
    TITLES.map((title, column) => ({
      title,
      value: (line: string[]) => line[column] ?? '',
      ...(column === 0 ? {} : { align: 'right' as const }),
    })),
  )
