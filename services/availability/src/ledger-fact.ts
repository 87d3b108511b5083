import type {
  DataHealthChange,
  Ledger,
  SessionLoss,
  StateChange,
  StateCorrection,
  WorkOrderFact,
  WorkOrderStep,
} from '@imaging/availability/domain'
import type {
  DowntimeSessionLostV1,
  DowntimeStateChangedV1,
  DowntimeStateCorrectedV1,
  EventOn,
  TelemetryDataHealthChangedV1,
  WorkOrderFact as WorkOrderEvent,
} from '@imaging/schemas'

/** The events that the ledger keeps. */
export type LedgerEventV1 =
  | DowntimeStateChangedV1
  | DowntimeStateCorrectedV1
  | DowntimeSessionLostV1
  | TelemetryDataHealthChangedV1
  | WorkOrderEvent

export type LedgerKind = 'state' | 'correction' | 'session-loss' | 'health' | 'work-order'

const TYPE = 'uk.nhs.imaging.'

const stepOf: Readonly<Partial<Record<WorkOrderEvent['type'], WorkOrderStep>>> = {
  'uk.nhs.imaging.work-order.call-logged.v1': 'call-logged',
  'uk.nhs.imaging.work-order.access-given.v1': 'access-given',
  'uk.nhs.imaging.work-order.accepted.v1': 'accepted',
  'uk.nhs.imaging.work-order.arrived.v1': 'arrived',
  'uk.nhs.imaging.work-order.part-needed.v1': 'part-awaited',
  'uk.nhs.imaging.work-order.part-arrived.v1': 'part-arrived',
  'uk.nhs.imaging.work-order.paused.v1': 'paused',
  'uk.nhs.imaging.work-order.resumed.v1': 'resumed',
  'uk.nhs.imaging.work-order.handed-back.v1': 'handed-back',
  'uk.nhs.imaging.work-order.released.v1': 'released',
  'uk.nhs.imaging.work-order.cancelled.v1': 'cancelled',
}

/** Which kind of entry an event is, or nothing when the ledger does not need it. */
export function kindOf(event: EventOn<'imaging.downtime' | 'imaging.conditions' | 'imaging.work-orders'>): LedgerKind | undefined {
  switch (event.type) {
    case `${TYPE}downtime.state-changed.v1`:
      return 'state'
    case `${TYPE}downtime.state-corrected.v1`:
      return 'correction'
    case `${TYPE}downtime.session-lost.v1`:
      return 'session-loss'
    case `${TYPE}telemetry.data-health-changed.v1`:
      return 'health'
    case `${TYPE}work-order.check-recorded.v1`:
      return event.data.result === 'fail' ? 'work-order' : undefined
    default:
      return event.type in stepOf ? 'work-order' : undefined
  }
}

/** What is wrong with an event beyond what its schema can say: a sentence with place and remedy, or nothing. */
export function factFault(event: LedgerEventV1): string | undefined {
  if (event.type === `${TYPE}downtime.state-changed.v1`) {
    const { agreedEnd, at, state } = event.data
    if (state === 'DOWN_PLANNED' && agreedEnd === undefined)
      return 'data.agreedEnd: planned work needs its agreed end, so that an overrun shows.'
    if (agreedEnd !== undefined && Date.parse(agreedEnd) <= Date.parse(at))
      return `data.agreedEnd: ${agreedEnd} is not after data.at, ${at}. A downtime cannot end before it starts.`
  }
  if (event.type === `${TYPE}downtime.session-lost.v1`) {
    const { from, to } = event.data
    if (Date.parse(to) <= Date.parse(from))
      return `data.to: ${to} is not after data.from, ${from}. A lost session cannot end before it starts.`
  }
  if (event.type === `${TYPE}downtime.state-corrected.v1`) {
    const { state, at, correctsEventId } = event.data
    if (event.data.void !== true && state === undefined && at === undefined)
      return 'data: the correction changes nothing. Give state or at, or set void.'
    if (correctsEventId === event.id) return 'data.correctsEventId: an event cannot correct itself.'
  }
  return undefined
}

/** Adds a told event to a ledger, as the domain reads it. */
export function addToLedger(ledger: MutableLedger, event: LedgerEventV1): void {
  const told = { eventId: event.id, recordedMs: Date.parse(event.recordedtime ?? event.time) }
  switch (event.type) {
    case `${TYPE}downtime.state-changed.v1`:
      ledger.stateChanges.push(stateChange(told, event))
      return
    case `${TYPE}downtime.state-corrected.v1`:
      ledger.corrections.push(correction(told, event))
      return
    case `${TYPE}downtime.session-lost.v1`:
      ledger.sessionLosses.push({ ...told, fromMs: Date.parse(event.data.from), toMs: Date.parse(event.data.to), cause: event.data.cause })
      return
    case `${TYPE}telemetry.data-health-changed.v1`:
      ledger.healthChanges.push({ ...told, atMs: Date.parse(event.data.at), health: event.data.health })
      return
    default:
      ledger.workOrderFacts.push(workOrderFact(told, event))
  }
}

/** A ledger while it is being read. */
export interface MutableLedger extends Ledger {
  readonly stateChanges: StateChange[]
  readonly corrections: StateCorrection[]
  readonly sessionLosses: SessionLoss[]
  readonly healthChanges: DataHealthChange[]
  readonly workOrderFacts: WorkOrderFact[]
}

export const newLedger = (): MutableLedger => ({
  stateChanges: [],
  corrections: [],
  sessionLosses: [],
  healthChanges: [],
  workOrderFacts: [],
})

interface Told {
  readonly eventId: string
  readonly recordedMs: number
}

function stateChange(told: Told, { data }: DowntimeStateChangedV1): StateChange {
  return {
    ...told,
    atMs: Date.parse(data.at),
    state: data.state,
    reportedBy: data.reportedBy,
    ...(data.agreedEnd === undefined ? {} : { agreedEndMs: Date.parse(data.agreedEnd) }),
    ...(data.cause === undefined ? {} : { cause: data.cause }),
    ...(data.fault === undefined ? {} : { fault: data.fault }),
    ...(data.canStill === undefined ? {} : { canStill: data.canStill }),
    ...(data.release === undefined ? {} : { releaseId: data.release }),
    ...(data.note === undefined ? {} : { note: data.note }),
  }
}

function correction(told: Told, { data }: DowntimeStateCorrectedV1): StateCorrection {
  return {
    ...told,
    correctsEventId: data.correctsEventId,
    reason: data.reason,
    reportedBy: data.reportedBy,
    ...(data.state === undefined ? {} : { state: data.state }),
    ...(data.at === undefined ? {} : { atMs: Date.parse(data.at) }),
    ...(data.void === undefined ? {} : { void: data.void }),
  }
}

function workOrderFact(told: Told, event: WorkOrderEvent): WorkOrderFact {
  const { workOrderId, at } = event.data
  // A check that failed hands the work back to the supplier: the clock runs again.
  const step = stepOf[event.type] ?? 'reopened'
  return {
    ...told,
    atMs: Date.parse(at),
    workOrderId,
    step,
    ...(event.type === `${TYPE}work-order.paused.v1` ? { reason: event.data.reason } : {}),
  }
}
