import { createBestPlan, type BestPlan } from './best-plan.ts'
import { createChance } from './chance.ts'
import { createDraft, type Draft } from './draft.ts'
import { groupJobs, liftOf } from './group-jobs.ts'
import { localGroups } from './groups.ts'
import { createLagrangian, type Lagrangian } from './lagrangian.ts'
import { moveLimit, timeLimit, type Limit } from './limit.ts'
import type { MipSolver } from './mip.ts'
import type { Model } from './model.ts'
import { emptyPlan } from './plan.ts'
import { balanceWays, weighFamilies } from './signed-ways.ts'
import { familiesOf, type Family } from './signing.ts'
import { raiseBound } from './raise-bound.ts'
import { ruinAndRecreate } from './ruin-and-recreate.ts'
import { sweep } from './sweep.ts'
import { bestTariff } from './tariff-cost.ts'
import type { Message, Outcome, Prices, Span, Task } from './tasks.ts'
import { thresholdMoves } from './threshold-moves.ts'
import { walkProgram } from './walk-program.ts'

export interface PerformDeps {
  readonly model: Model
  readonly mipSolver: () => Promise<MipSolver>
  readonly clockMs: () => number
  readonly say: (message: Message) => void
}

/** Rounds of bound and plan by which the tariffs to sign are found. */
const SIGNING_ROUNDS = 3
/** First step of a climb that starts from good prices. */
const WARM_STEP = 0.02
/** Rounds of balancing the ways of signing, each with the ways that then count. */
const BALANCING_ROUNDS = 3
const BALANCING_ITERATIONS = 150
/** A found plan is told at most this often. */
const TELL_EVERY_MS = 250
/** No plan is worth a larger program: HiGHS would not begin to branch. */
const WHOLE_COLUMNS_MAX = 20_000

/** Does tasks one after the other for one model; what they need is made once. */
export function createPerformer({ model, mipSolver, clockMs, say }: PerformDeps): (task: Task) => Promise<Outcome> {
  const lagrangian = createLagrangian(model)
  const draft = createDraft(model, lagrangian.price)
  const groups = localGroups(model)
  let pricesAt: Prices | undefined
  const standAt = (prices: Prices): void => {
    if (pricesAt?.variables === prices.variables) return
    lagrangian.variables.set(prices.variables)
    lagrangian.signed.set(prices.signed)
    lagrangian.evaluate()
    pricesAt = prices
  }
  const told = (): BestPlan => {
    let lastMs = Number.NEGATIVE_INFINITY
    return createBestPlan(model, (found) => {
      if (clockMs() - lastMs < TELL_EVERY_MS) return
      lastMs = clockMs()
      say({ better: found() })
    })
  }
  const limitOf = (span: Span, share: number): Limit =>
    'moves' in span ? moveLimit(Math.round(span.moves * share)) : timeLimit(span.durationMs * share, clockMs)

  return async (task) => {
    switch (task.kind) {
      case 'begin':
        pricesAt = undefined
        return begin(model, lagrangian, draft, told(), task, clockMs, say)
      case 'search': {
        standAt(task.prices)
        const best = told()
        const chance = createChance(task.seed)
        if (task.plan === undefined) {
          draft.set(lagrangian.walks)
          sweep(draft, best, chance, model.units.count, () => false)
          draft.set(best.plan)
        } else {
          draft.set(task.plan)
          best.offer(draft)
        }
        const { thresholdShare } = task
        if (thresholdShare > 0) thresholdMoves(model, draft, best, chance, limitOf(task.span, thresholdShare))
        ruinAndRecreate(model, draft, best, chance, limitOf(task.span, 1 - thresholdShare))
        return { kind: 'search', found: best.copy() }
      }
      case 'refine': {
        pricesAt = undefined
        return refine(model, lagrangian, draft, task, clockMs)
      }
      case 'group':
        standAt(task.prices)
        pricesAt = undefined
        return { kind: 'group', lift: liftOf(model, lagrangian, groups[task.job.group]!, await mipSolver(), task) }
      case 'whole':
        return whole(model, draft, await mipSolver(), task)
    }
  }
}

const pricesOf = ({ variables, signed }: Lagrangian): Prices => ({ variables: variables.slice(), signed: signed.slice() })

function signAsPlanned(model: Model, draft: Draft, signed: Int32Array): boolean {
  let isChanged = false
  for (const [choice, tariff] of model.tariffs.entries()) {
    const best = bestTariff(tariff, draft.use.value[choice]!, draft.use.volume[choice]!)
    isChanged ||= signed[choice] !== best
    signed[choice] = best
  }
  return isChanged
}

/** Prices, a plan at them, the tariffs that suit the plan, and prices again. */
function begin(
  model: Model,
  lagrangian: Lagrangian,
  draft: Draft,
  best: BestPlan,
  { iterations, seed, start, durationMs }: Extract<Task, { kind: 'begin' }>,
  clockMs: () => number,
  say: (message: Message) => void,
): Outcome {
  const startedAtMs = clockMs()
  const isOver = (): boolean => durationMs !== undefined && clockMs() - startedAtMs > durationMs
  const isSigning = model.tariffs.some(({ rate }) => rate.length > 1)
  const chance = createChance(seed)
  for (const [choice, { rate }] of model.tariffs.entries()) lagrangian.signed[choice] = Math.min(1, rate.length - 1)
  if (start !== undefined) {
    draft.set(start)
    best.offer(draft)
    signAsPlanned(model, draft, lagrangian.signed)
  }
  let bound = Number.NEGATIVE_INFINITY
  for (let round = 0; round < (isSigning ? SIGNING_ROUNDS : 1); round += 1) {
    const climb = { iterations: isSigning ? Math.ceil(iterations / SIGNING_ROUNDS) : iterations, isOver }
    bound = raiseBound(lagrangian, round === 0 ? climb : { ...climb, firstStep: WARM_STEP })
    if (!isSigning) say({ proven: bound })
    draft.set(lagrangian.walks)
    sweep(draft, best, chance, model.units.count, isOver)
    draft.set(best.plan)
    if (!isSigning || !signAsPlanned(model, draft, lagrangian.signed) || isOver()) break
  }
  return { kind: 'begin', bound, prices: pricesOf(lagrangian), found: best.copy() }
}

/**
 * Prices fitted to the plan's tariffs, then balanced between these and all other ways of signing that could be cheaper, and what the
 * groups' programs can still prove.
 */
function refine(
  model: Model,
  lagrangian: Lagrangian,
  draft: Draft,
  { prices, plan, iterations, durationMs }: Extract<Task, { kind: 'refine' }>,
  clockMs: () => number,
): Outcome {
  const startedAtMs = clockMs()
  const isOver = (): boolean => durationMs !== undefined && clockMs() - startedAtMs > durationMs
  lagrangian.variables.set(prices.variables)
  lagrangian.signed.set(prices.signed)
  draft.set(plan)
  const families = familiesOf(model)
  if (families.length > 0) {
    signAsPlanned(model, draft, lagrangian.signed)
    raiseBound(lagrangian, { iterations: Math.ceil(iterations / SIGNING_ROUNDS), isOver, firstStep: WARM_STEP })
  }
  let best = weighAt(model, lagrangian, draft, families, isOver)
  for (let round = 0; round < BALANCING_ROUNDS && families.length > 0 && !isOver(); round += 1) {
    balanceWays(model, lagrangian, best.weighed, { iterations: BALANCING_ITERATIONS, firstStep: WARM_STEP / (round + 1), isOver })
    const next = weighAt(model, lagrangian, draft, families, isOver)
    if (next.bound > best.bound) best = next
  }
  lagrangian.variables.set(best.prices.variables)
  lagrangian.signed.set(best.prices.signed)
  lagrangian.evaluate()
  return {
    kind: 'refine',
    rest: best.rest,
    prices: best.prices,
    families: best.weighed.map(({ ways, beyond }) => ({ values: ways.map(({ value }) => value), beyond })),
    jobs: groupJobs(model, lagrangian, draft.plan, best.weighed),
  }
}

/** The bound at the lagrangian's prices, over all ways of signing. */
function weighAt(model: Model, lagrangian: Lagrangian, draft: Draft, families: readonly Family[], isOver: () => boolean) {
  const value = lagrangian.evaluate()
  const prices = pricesOf(lagrangian)
  const weighed = weighFamilies(model, lagrangian, families, Math.max(0, draft.cost() - value) + 1, isOver)
  const standing = weighed.reduce((sum, { standing }) => sum + standing, 0)
  const least = weighed.reduce((sum, { ways, beyond }) => sum + Math.min(beyond, ...ways.map((way) => way.value)), 0)
  return { weighed, prices, rest: value - standing, bound: value - standing + least }
}

function whole(
  model: Model,
  draft: Draft,
  solver: MipSolver,
  { plan, gap, timeLimitS, nodesMax }: Extract<Task, { kind: 'whole' }>,
): Outcome {
  const program = walkProgram(model, WHOLE_COLUMNS_MAX)
  draft.set(plan)
  const { bound, values } = solver.solve(program.mip, {
    relativeGap: gap,
    start: program.valuesOf(draft.plan, draft.use),
    ...(timeLimitS === undefined ? {} : { timeLimitS }),
    ...(nodesMax === undefined ? {} : { nodesMax }),
  })
  if (values === undefined) return { kind: 'whole', bound, found: undefined }
  const found = emptyPlan(model)
  program.planOf(values, found)
  draft.set(found)
  return { kind: 'whole', bound, found: { plan: found, cost: draft.recount(), excess: draft.use.excess() } }
}
