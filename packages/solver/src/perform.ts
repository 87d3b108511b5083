import { createBestPlan, type BestPlan } from './best-plan.ts'
import { createChance } from './chance.ts'
import { createDraft, type Draft } from './draft.ts'
import { boundGroup, groupGaps } from './group-bound.ts'
import { localGroups } from './groups.ts'
import { createLagrangian, type Lagrangian } from './lagrangian.ts'
import { moveLimit, timeLimit, type Limit } from './limit.ts'
import type { MipSolver } from './mip.ts'
import type { Model } from './model.ts'
import { emptyPlan } from './plan.ts'
import { raiseBound } from './raise-bound.ts'
import { ruinAndRecreate } from './ruin-and-recreate.ts'
import { sweep } from './sweep.ts'
import { bestTariff } from './tariff-cost.ts'
import { tariffCeilings } from './tariff-bound.ts'
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
/** A group's program is solved to this share of what it can close. */
const GROUP_GAP = 0.01
/** A found plan is told at most this often. */
const TELL_EVERY_MS = 250
/** No plan is worth a larger program: HiGHS would not begin to branch. */
const WHOLE_COLUMNS_MAX = 20_000

/** Does tasks one after the other for one model; what they need is made once. */
export function createPerformer({ model, mipSolver, clockMs, say }: PerformDeps): (task: Task) => Promise<Outcome> {
  const lagrangian = createLagrangian(model)
  const draft = createDraft(model, lagrangian.price)
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
        draft.set(task.plan)
        best.offer(draft)
        const chance = createChance(task.seed)
        const { thresholdShare } = task
        if (thresholdShare > 0) thresholdMoves(model, draft, best, chance, limitOf(task.span, thresholdShare))
        ruinAndRecreate(model, draft, best, chance, limitOf(task.span, 1 - thresholdShare))
        return { kind: 'search', found: best.copy() }
      }
      case 'refine': {
        pricesAt = undefined
        return refine(model, lagrangian, draft, task, clockMs)
      }
      case 'group': {
        standAt(task.prices)
        const group = localGroups(model)[task.group]!
        const limits = { ...(task.timeLimitS === undefined ? {} : { timeLimitS: task.timeLimitS }), ...(task.nodesMax === undefined ? {} : { nodesMax: task.nodesMax }) }
        const { lift } = boundGroup(model, lagrangian, group, await mipSolver(), {
          ...limits,
          reach: task.reach,
          relativeGap: 1e-6,
          absoluteGap: Math.max(GROUP_GAP * task.reach, 1e-3),
        })
        return { kind: 'group', group: task.group, lift }
      }
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
  const isSigning = model.tariffs.some(({ rate }) => rate.length > 1)
  if (isSigning) signAsPlanned(model, draft, lagrangian.signed)
  const bound = isSigning ? raiseBound(lagrangian, { iterations, isOver, firstStep: WARM_STEP }) : lagrangian.evaluate()
  const enough = draft.cost() - bound + 1
  const margins = tariffCeilings(model, lagrangian, () => enough).map(({ group, margin }) => ({ units: group.units, margin }))
  lagrangian.evaluate()
  const gaps = groupGaps(model, lagrangian, draft.plan, localGroups(model))
  return { kind: 'refine', bound, prices: pricesOf(lagrangian), margins, gaps }
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
