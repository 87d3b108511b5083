import { PLATFORM } from './actor.ts'
import type { Assignment, Fact, FactOf, Step } from './fact.ts'
import { NO_SUPPLIER, runningPause, type Promised, type WorkOrder } from './work-order.ts'

type Change = Partial<{ -readonly [Key in keyof WorkOrder]: WorkOrder[Key] | undefined }>
type Changes = { readonly [S in Exclude<Step, 'call-logged'>]: (order: WorkOrder, fact: FactOf<S>) => Change }

/**
 * The state after one more fact.
 *
 * It asks nothing: what is a fact has happened. Whether it may happen is `decide`'s part.
 *
 * @throws {RangeError} When the first fact is not the call, or a later one is.
 */
export function evolve(order: WorkOrder | undefined, fact: Fact): WorkOrder {
  if (order === undefined) {
    if (fact.step !== 'call-logged') throw new RangeError(`a work order begins with the call, not with ${fact.step}`)
    return opened(fact)
  }
  if (fact.step === 'call-logged') throw new RangeError(`${order.opening.workOrderId} was called in once already`)
  const change = changes[fact.step] as (order: WorkOrder, fact: Fact) => Change
  return without({
    ...order,
    ...change(order, fact),
    sequence: order.sequence + 1,
    version: fact.by.role === PLATFORM.role ? order.version : order.version + 1,
  })
}

/** The state all facts of one work order add up to, oldest first. */
export function replay(facts: readonly Fact[]): WorkOrder {
  const order = facts.reduce<WorkOrder | undefined>(evolve, undefined)
  if (order === undefined) throw new RangeError('a work order has at least one fact')
  return order
}

const opened = ({ opening, assignment, atMs }: FactOf<'call-logged'>): WorkOrder =>
  without({
    opening,
    openedAtMs: atMs,
    sequence: 1,
    version: 1,
    status: 'NEW',
    scannerState: opening.scannerState,
    priority: opening.priority,
    promises: [],
    pauses: [],
    handBacks: [],
    scopes: [],
    checks: [],
    escalated: { response: 0, repair: 0, release: 0 },
    reminded: { response: false, repair: false, release: false, choice: false },
    ...given(assignment, atMs),
    ...(assignment.terms.clockStarts === 'fault' && { repairStartedAtMs: opening.faultAtMs }),
  })

/** What begins anew when a supplier is given the work. */
const given = (assignment: Assignment, atMs: number) => ({
  assignment,
  assignedAtMs: atMs,
  needsSupplierSinceMs: assignment.supplierId === NO_SUPPLIER ? atMs : undefined,
  remote: false,
  travelling: false,
  accessGivenAtMs: undefined,
  arrivedAtMs: undefined,
  respondedAtMs: undefined,
  repairStartedAtMs: undefined,
  partsAwaited: [],
  // What another supplier found and did is in the facts of its own time.
  finding: undefined,
  workDone: undefined,
})

const changes: Changes = {
  accepted: (order, { atMs, arriveAtMs, remote = false }) => ({
    status: 'ACCEPTED',
    remote,
    // Work from a distance begins with the connection; there is no door to open.
    ...(remote && { respondedAtMs: order.respondedAtMs ?? atMs, repairStartedAtMs: order.repairStartedAtMs ?? order.assignedAtMs }),
    ...(arriveAtMs !== undefined && { promises: promised(order, { promise: 'arrival', atMs: arriveAtMs, toldAtMs: atMs }) }),
  }),
  declined: (order, { atMs }) => ({
    status: 'NEW',
    needsSupplierSinceMs: atMs,
    travelling: false,
    partsAwaited: [],
    reminded: { ...order.reminded, choice: false },
  }),
  reassigned: (order, { atMs, assignment }) => ({
    ...given(assignment, atMs),
    status: 'NEW',
    checks: [],
    escalated: { ...order.escalated, response: 0, repair: 0 },
    reminded: { ...order.reminded, response: false, repair: false, choice: false },
    ...(assignment.terms.clockStarts === 'fault' && { repairStartedAtMs: atMs }),
  }),
  'promise-changed': (order, { atMs, promise, isMs, reason }) => ({
    promises: promised(order, { promise, atMs: isMs, toldAtMs: atMs, reason }),
  }),
  'access-given': (order, { atMs }) => ({ accessGivenAtMs: atMs, repairStartedAtMs: order.repairStartedAtMs ?? atMs }),
  'travel-started': () => ({ travelling: true, remote: false }),
  arrived: (order, { atMs }) => ({
    status: 'ON_SITE',
    remote: false,
    travelling: false,
    arrivedAtMs: atMs,
    respondedAtMs: order.respondedAtMs ?? atMs,
  }),
  diagnosed: (_, { finding }) => ({ finding }),
  'part-needed': (order, { part, expectedAtMs, atMs }) => ({
    status: 'WAITING_FOR_PART',
    partsAwaited: [...order.partsAwaited.filter((awaited) => awaited !== part), part],
    ...(expectedAtMs !== undefined && {
      promises: promised(order, { promise: 'part', atMs: expectedAtMs, toldAtMs: atMs, reason: part }),
    }),
  }),
  'part-arrived': (order, { part }) => {
    const partsAwaited = order.partsAwaited.filter((awaited) => awaited !== part)
    const resumed = order.arrivedAtMs === undefined ? 'ACCEPTED' : 'ON_SITE'
    return { partsAwaited, status: order.status === 'WAITING_FOR_PART' && partsAwaited.length === 0 ? resumed : order.status }
  },
  paused: (order, { reason, atMs }) => ({ pauses: [...order.pauses, { reason, fromMs: atMs }] }),
  resumed: (order, { atMs }) => ({ pauses: endPause(order, atMs) }),
  'handed-back': (order, { scope, work, atMs }) => ({
    status: 'AWAITING_CHECKS',
    scopes: scope,
    workDone: work,
    partsAwaited: [],
    handBacks: [...order.handBacks, { atMs }],
    escalated: { ...order.escalated, release: 0 },
    reminded: { ...order.reminded, release: false },
  }),
  'check-recorded': (order, { check, result, note, atMs, by }) => {
    const record = { check, result, atMs, recordedBy: by.name ?? by.role, ...(note !== undefined && { note }) }
    const checks = [...order.checks.filter((earlier) => earlier.check !== check), record]
    return result === 'fail' && order.status === 'AWAITING_CHECKS' ? reopened(order, atMs) : { checks }
  },
  released: (_, { releaseId, limits, canStill, followUp, atMs }) => ({
    status: 'CLOSED',
    closedAtMs: atMs,
    release: {
      releaseId,
      atMs,
      ...(limits !== undefined && { limits }),
      ...(canStill !== undefined && { canStill }),
      ...(followUp === true && { followUp }),
    },
  }),
  escalated: (order, { clock, level }) => ({ escalated: { ...order.escalated, [clock]: Math.max(level, order.escalated[clock]) } }),
  reminded: (order, { about }) => ({ reminded: { ...order.reminded, [about]: true } }),
  worsened: (_, { priority }) => ({ scannerState: 'DOWN_UNPLANNED', priority }),
  cancelled: (order, { reason, note, atMs }) => ({
    status: 'CANCELLED',
    closedAtMs: atMs,
    pauses: endPause(order, atMs),
    cancelled: { reason, ...(note !== undefined && { note }) },
  }),
}

/** A failed check re-opens the work: the area is the customer's again, so the handover begins from its first stage. */
const reopened = (order: WorkOrder, atMs: number): Change => ({
  status: 'ACCEPTED',
  accessGivenAtMs: undefined,
  arrivedAtMs: undefined,
  travelling: false,
  checks: [],
  scopes: [],
  handBacks: [...order.handBacks.slice(0, -1), ...order.handBacks.slice(-1).map((last) => ({ ...last, failedAtMs: atMs }))],
})

const promised = ({ promises, assignment }: WorkOrder, told: Omit<Promised, 'supplierId'>): WorkOrder['promises'] => [
  ...promises,
  { supplierId: assignment.supplierId, ...told },
]

const endPause = (order: WorkOrder, toMs: number): WorkOrder['pauses'] => {
  const running = runningPause(order)
  return running === undefined ? order.pauses : [...order.pauses.slice(0, -1), { ...running, toMs }]
}

/** Leaves out what is not known, so that a state read back from JSON equals the one written. */
const without = (order: Readonly<Record<keyof WorkOrder, unknown>> | Change): WorkOrder =>
  Object.fromEntries(Object.entries(order).filter(([, value]) => value !== undefined)) as unknown as WorkOrder
