import { accessBlocks } from './access-blocks.ts'
import { PLATFORM, type ActedBy, type Actor } from './actor.ts'
import { ACTIONS, type Action, type Command, type CommandNamed } from './command.ts'
import type { Assignment, Fact, Step, StepDetails } from './fact.ts'
import { forbidden } from './permissions.ts'
import { unready } from './readiness.ts'
import { releaseBlocks } from './release-blocks.ts'
import { accessChecks, releaseChecks, scopesOffered } from './return-to-use.ts'
import { isOpen, lastPromise, runningPause, type WorkOrder } from './work-order.ts'

/** What is known about a work order's surroundings when someone acts on it. */
export interface Surroundings {
  /** Who could be given the work: suppliers with a contract in force at the trust. */
  readonly suppliers: readonly (Assignment & { readonly name: string })[]
  /** Who takes over at once when the supplier declines; nobody when a person must choose. */
  readonly alternative?: Assignment
  /** What the scanner can do when whole; empty when the register does not say. */
  readonly capabilities: readonly string[]
  /** Whether another work order on the same scanner is open. */
  readonly hasAnotherOpen: boolean
}

/** What follows from an act: facts, or why not, as a sentence. */
export type Decision =
  | { readonly facts: readonly Fact[] }
  | { readonly refused: string; readonly because: 'not-yours' | 'not-now' | 'not-possible' }

/** A time promised may be this far ahead: a scanner part can take a quarter, a year is a slip of the keyboard. */
const PROMISE_AHEAD_MS_MAX = 366 * 86_400_000

/** A page is filled in over some minutes, and clocks differ: a promise just passed is forgiven. */
const PROMISE_BEHIND_MS_MAX = 15 * 60_000

/**
 * What follows when someone acts on a work order now: the facts, or a refusal that says why.
 *
 * First whether it is their part, then whether it is the time, then whether what they say can be.
 */
export function decide(command: Command, order: WorkOrder, actor: Actor, nowMs: number, around: Surroundings): Decision {
  const notYours = forbidden(command.action, actor, order)
  if (notYours !== undefined) return { refused: notYours, because: 'not-yours' }
  const notNow = unready(command.action, order)
  if (notNow !== undefined) return { refused: notNow, because: 'not-now' }
  const by: ActedBy = { role: actor.role, name: actor.name, organisation: actor.organisation }
  const act = acts[command.action] as Act<Action>
  const outcome = act(command, { order, actor, nowMs, around })
  if (typeof outcome === 'string') return { refused: outcome, because: 'not-possible' }
  return { facts: outcome.map((said) => ({ atMs: nowMs, by, ...said })) }
}

/** What someone may do now, in the order of the pages. A release or an access that is still blocked is not among them. */
export const allowedActions = (order: WorkOrder, actor: Actor): Action[] =>
  ACTIONS.filter(
    (action) =>
      forbidden(action, actor, order) === undefined &&
      unready(action, order) === undefined &&
      (action !== 'release' || releaseBlocks(order).length === 0) &&
      (action !== 'give-access' || accessBlocks(order).length === 0) &&
      (action !== 'record-check' || openChecks(order).some(({ by }) => by === actor.role)),
  )

interface Moment {
  readonly order: WorkOrder
  readonly actor: Actor
  readonly nowMs: number
  readonly around: Surroundings
}

type Said = { readonly [S in Step]: { readonly step: S; readonly by?: ActedBy } & StepDetails[S] }[Step]
/** Facts still without their stamp (by the actor, unless they say), or a sentence why not. */
type Act<A extends Action> = (command: CommandNamed<A>, moment: Moment) => readonly Said[] | string

const acts: { readonly [A in Action]: Act<A> } = {
  accept: ({ arriveAtMs, remote }, { nowMs }) => {
    if (remote === true && arriveAtMs !== undefined) return 'Say when you arrive, or that you mend it from a distance, not both.'
    const wrong = arriveAtMs === undefined ? undefined : impossiblePromise(arriveAtMs, nowMs)
    return wrong ?? [{ step: 'accepted', ...(arriveAtMs !== undefined && { arriveAtMs }), ...(remote === true && { remote }) }]
  },
  decline: ({ reason }, { order, around }) => [
    ...endOfPause(order),
    { step: 'declined', reason },
    ...(around.alternative === undefined
      ? []
      : [{ ...reassigned(around.alternative, 'The next supplier with a contract takes over.'), by: PLATFORM }]),
  ],
  'change-promise': ({ promise, atMs, reason }, { order, nowMs }) => {
    if (promise === 'arrival' && order.status !== 'ACCEPTED' && order.status !== 'WAITING_FOR_PART') return 'You are here already.'
    if (promise === 'part' && order.partsAwaited.length === 0) return 'No part is awaited.'
    const was = lastPromise(order, promise)
    if (was?.atMs === atMs) return 'That is the time already promised.'
    return impossiblePromise(atMs, nowMs) ?? [{ step: 'promise-changed', promise, isMs: atMs, reason, ...(was && { wasMs: was.atMs }) }]
  },
  'start-travel': () => [{ step: 'travel-started' }],
  arrive: () => [{ step: 'arrived' }],
  diagnose: ({ finding }) => [{ step: 'diagnosed', finding }],
  'need-part': ({ part, expectedAtMs }, { nowMs }) => {
    const wrong = expectedAtMs === undefined ? undefined : impossiblePromise(expectedAtMs, nowMs)
    return wrong ?? [{ step: 'part-needed', part, ...(expectedAtMs !== undefined && { expectedAtMs }) }]
  },
  'part-arrived': ({ part }, { order }) =>
    order.partsAwaited.includes(part)
      ? [{ step: 'part-arrived', part }]
      : `“${part}” is not awaited. Awaited: ${order.partsAwaited.join(', ')}.`,
  pause: ({ reason, note }) => [{ step: 'paused', reason, ...(note !== undefined && { note }) }],
  resume: () => [{ step: 'resumed' }],
  'give-access': (_, { order }) => giveAccess(order),
  'hand-back': ({ scope, work }, { order }) => handBack(order, scope, work),
  'record-check': (command, moment) => recordCheck(command, moment),
  release: (command, moment) => release(command, moment),
  reassign: ({ supplierId, reason }, { order, around }) => {
    if (supplierId === order.assignment.supplierId && order.needsSupplierSinceMs === undefined) return 'It is with this supplier already.'
    const chosen = around.suppliers.find((supplier) => supplier.supplierId === supplierId)
    return chosen === undefined
      ? 'This supplier has no contract in force with the trust.'
      : [
          ...endOfPause(order),
          reassigned({ supplierId, terms: chosen.terms, ...(chosen.contractId && { contractId: chosen.contractId }) }, reason),
        ]
  },
  cancel: ({ reason, note }, { order, around }) => {
    if (reason === 'false-alarm' && order.status !== 'NEW' && order.status !== 'ACCEPTED') {
      return 'An engineer has begun. Have the scanner handed back: then it is checked and returned to use.'
    }
    if (reason === 'false-alarm' && order.handBacks.length > 0) return 'Work was done on this scanner. It is checked and returned to use.'
    if (reason === 'duplicate' && !around.hasAnotherOpen) return 'No other work order on this scanner is open, so this one is no duplicate.'
    return [...endOfPause(order), { step: 'cancelled', reason, ...(note !== undefined && { note }) }]
  },
}

function giveAccess(order: WorkOrder): readonly Said[] | string {
  const [block] = accessBlocks(order)
  if (block !== undefined) return `First record: ${block.label}.`
  return [{ step: 'access-given' }, ...(runningPause(order)?.reason === 'no-access' ? [{ step: 'resumed' } as const] : [])]
}

function handBack(order: WorkOrder, scope: readonly string[], work: string): readonly Said[] | string {
  if (!order.remote && order.accessGivenAtMs === undefined) return 'The customer has not handed the area over yet.'
  const offered = scopesOffered(order.opening.traits, order.remote)
  const strange = scope.find((code) => offered.every((one) => one.code !== code))
  if (strange !== undefined) return `“${strange}” is not a scope of work here. Choose from: ${offered.map(({ code }) => code).join(', ')}.`
  return [...endOfPause(order), { step: 'handed-back', scope: [...new Set(scope)], work }]
}

function recordCheck({ check, result, note }: CommandNamed<'record-check'>, { order, actor }: Moment): readonly Said[] | string {
  const rule = openChecks(order).find((one) => one.check === check)
  if (rule === undefined) return `“${check}” is not one of the checks awaited now.`
  if (rule.by !== actor.role) return `${rule.label}: recorded by a ${rule.by.replace('-', ' ')}.`
  if (result === 'not-needed' && !rule.mayBeNotNeeded) return `${rule.label}: this check is always needed.`
  if (result !== 'pass' && note === undefined)
    return `${rule.label}: say in a note why it ${result === 'fail' ? 'failed' : 'is not needed'}.`
  return [{ step: 'check-recorded', check, result, ...(note !== undefined && { note }) }]
}

function release({ limits, canStill, followUp = true }: CommandNamed<'release'>, { order, around }: Moment): readonly Said[] | string {
  const [block] = releaseBlocks(order)
  if (block !== undefined) return block
  if (limits !== undefined && (canStill ?? []).length === 0) return 'Say what the scanner can still do.'
  if (limits === undefined && canStill !== undefined) return 'Say what the limits are, or release it without any.'
  const strange = canStill?.find((code) => around.capabilities.length > 0 && !around.capabilities.includes(code))
  if (strange !== undefined) return `“${strange}” is not something this scanner can do. Choose from: ${around.capabilities.join(', ')}.`
  // The last hand-back names the release: there is one release for each.
  const releaseId = `${order.opening.workOrderId}-R${order.handBacks.length}`
  if (limits === undefined) return [{ step: 'released', releaseId }]
  return [{ step: 'released', releaseId, limits, ...(canStill !== undefined && { canStill }), ...(followUp && { followUp }) }]
}

/** The checks somebody may record now. */
const openChecks = (order: WorkOrder) =>
  order.status === 'AWAITING_CHECKS'
    ? releaseChecks(order.scopes)
    : order.accessGivenAtMs === undefined && isOpen(order)
      ? accessChecks(order.opening.traits, order.remote)
      : []

const reassigned = (assignment: Assignment, reason: string): Said => ({ step: 'reassigned', assignment, reason })

/** A pause ends before the work changes hands, so that no clock rests for ever. */
const endOfPause = (order: WorkOrder): readonly Said[] => (runningPause(order) === undefined ? [] : [{ step: 'resumed' }])

function impossiblePromise(atMs: number, nowMs: number): string | undefined {
  if (atMs < nowMs - PROMISE_BEHIND_MS_MAX) return 'A promised time cannot be in the past.'
  return atMs > nowMs + PROMISE_AHEAD_MS_MAX ? 'A promised time cannot be more than a year ahead.' : undefined
}
