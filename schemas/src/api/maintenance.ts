import { Type, type Static } from 'typebox'
import { ActedBy, Priority } from '../events/work-orders.ts'
import { AssetId, ClassId, Code, ContractId, EventId, Instant, Note, OdsCode, SupplierId, WorkOrderId } from '../identifiers.ts'

const Optional = Type.Optional

/** Where a work order stands. On screen: New, Accepted, On site, Waiting for part, Fixed – needs checks, Closed, Cancelled. */
export const WorkOrderStatus = Type.Enum(['NEW', 'ACCEPTED', 'ON_SITE', 'WAITING_FOR_PART', 'AWAITING_CHECKS', 'CLOSED', 'CANCELLED'])
export type WorkOrderStatus = Static<typeof WorkOrderStatus>

/** A contract's clock. `dueAt` moves while it is paused. */
export const Clock = Type.Object({
  name: Type.Enum(['response', 'repair', 'release']),
  startedAt: Instant,
  dueAt: Optional(Instant),
  stoppedAt: Optional(Instant),
  breached: Type.Boolean(),
  paused: Type.Boolean(),
})
export type Clock = Static<typeof Clock>

/** A time someone promised, and what became of it. The newest stands last. */
export const Promised = Type.Object({
  promise: Type.Enum(['arrival', 'part', 'repair']),
  at: Instant,
  toldAt: Instant,
  reason: Optional(Type.String()),
})

/** One thing that must be settled before a scanner is used again, by the scope of the work done. */
export const Check = Type.Object({
  check: Code,
  label: Type.String(),
  by: Type.Enum(['radiology-lead', 'medical-physicist', 'radiology-manager']),
  required: Type.Boolean(),
  before: Optional(
    Type.Enum(['access', 'release'], { description: 'Settled before the engineer comes in, or before the scanner is used again' }),
  ),
  result: Optional(Type.Enum(['pass', 'fail', 'not-needed'])),
  note: Optional(Type.String()),
  recordedAt: Optional(Instant),
  recordedBy: Optional(Type.String({ description: 'Told to the trust alone' })),
})
export type Check = Static<typeof Check>

export const WorkOrderStep = Type.Object({
  step: Type.String(),
  at: Instant,
  by: Type.Object({ role: Type.String(), name: Optional(Type.String()), organisation: Type.String() }),
  text: Type.String({ description: 'What happened, as a sentence' }),
})
export type WorkOrderStep = Static<typeof WorkOrderStep>

/** The acts a person may do to a work order. */
export const WorkOrderAction = Type.Enum([
  'accept',
  'decline',
  'change-promise',
  'start-travel',
  'arrive',
  'diagnose',
  'need-part',
  'part-arrived',
  'pause',
  'resume',
  'hand-back',
  'give-access',
  'record-check',
  'release',
  'reassign',
  'cancel',
])
export type WorkOrderAction = Static<typeof WorkOrderAction>

export const WorkOrderSummary = Type.Object({
  workOrderId: WorkOrderId,
  version: Type.Integer(),
  assetId: AssetId,
  assetName: Type.String(),
  classId: ClassId,
  siteCode: OdsCode,
  siteName: Type.String(),
  trust: OdsCode,
  downtimeId: Optional(EventId),
  supplierId: SupplierId,
  supplierName: Type.String(),
  priority: Priority,
  status: WorkOrderStatus,
  summary: Type.String(),
  openedAt: Instant,
  closedAt: Optional(Instant),
  nextStep: Type.String({ description: 'What is awaited, as a sentence' }),
  clocks: Type.Array(Clock),
  promises: Type.Array(Promised),
  example: Type.Boolean(),
})
export type WorkOrderSummary = Static<typeof WorkOrderSummary>

export const WorkOrder = Type.Interface([WorkOrderSummary], {
  steps: Type.Array(WorkOrderStep),
  checks: Type.Array(Check),
  scopesOffered: Type.Array(Type.Object({ code: Code, label: Type.String() })),
  scopes: Type.Array(Code),
  workDone: Optional(Type.String()),
  accessGiven: Type.Boolean(),
  remote: Optional(Type.Boolean({ description: 'Mended from a distance: nobody comes' })),
  partsAwaited: Optional(Type.Array(Type.String())),
  follows: Optional(WorkOrderId),
  followedBy: Optional(WorkOrderId),
  suppliersOffered: Optional(
    Type.Array(Type.Object({ supplierId: SupplierId, name: Type.String() }), { description: 'Who else could be given the work' }),
  ),
  actions: Type.Array(WorkOrderAction, { description: 'What the one who asks may do now' }),
  releaseBlockedBy: Type.Array(Type.String(), { description: 'Why it cannot be released yet, a sentence each' }),
})
export type WorkOrder = Static<typeof WorkOrder>

/** One act on a work order, sent with the version it was decided on (`If-Match`). */
export const WorkOrderCommand = Type.Union([
  Type.Object({ action: Type.Literal('accept'), arriveAt: Optional(Instant), remote: Optional(Type.Boolean()) }),
  Type.Object({ action: Type.Literal('decline'), reason: Note }),
  Type.Object({ action: Type.Literal('change-promise'), promise: Type.Enum(['arrival', 'part', 'repair']), at: Instant, reason: Note }),
  Type.Object({ action: Type.Literal('start-travel') }),
  Type.Object({ action: Type.Literal('arrive') }),
  Type.Object({ action: Type.Literal('diagnose'), finding: Note }),
  Type.Object({ action: Type.Literal('need-part'), part: Type.String({ minLength: 1, maxLength: 120 }), expectedAt: Optional(Instant) }),
  Type.Object({ action: Type.Literal('part-arrived'), part: Type.String({ minLength: 1, maxLength: 120 }) }),
  Type.Object({ action: Type.Literal('pause'), reason: Type.Enum(['no-access', 'awaiting-customer-checks']), note: Optional(Note) }),
  Type.Object({ action: Type.Literal('resume') }),
  Type.Object({ action: Type.Literal('hand-back'), scope: Type.Array(Code, { minItems: 1, maxItems: 20 }), work: Note }),
  Type.Object({ action: Type.Literal('give-access') }),
  Type.Object({
    action: Type.Literal('record-check'),
    check: Code,
    result: Type.Enum(['pass', 'fail', 'not-needed']),
    note: Optional(Note),
  }),
  Type.Object({
    action: Type.Literal('release'),
    limits: Optional(Note),
    canStill: Optional(Type.Array(Code, { maxItems: 40 })),
    followUp: Optional(
      Type.Boolean({ description: 'Whether what the limits leave is to be mended under a further work order; it is, unless told' }),
    ),
  }),
  Type.Object({ action: Type.Literal('reassign'), supplierId: SupplierId, reason: Note }),
  Type.Object({ action: Type.Literal('cancel'), reason: Type.Enum(['false-alarm', 'duplicate']), note: Optional(Note) }),
])
export type WorkOrderCommand = Static<typeof WorkOrderCommand>

/** A closed work order from an older system or an example back-fill: taken as it was, starting nothing. */
export const HistoricWorkOrder = Type.Object({
  reference: Type.String({ minLength: 1, maxLength: 60, description: 'Its number where it comes from; sending it again changes nothing' }),
  assetId: AssetId,
  downtimeId: Optional(EventId),
  supplierId: SupplierId,
  contractId: Optional(ContractId),
  priority: Priority,
  scannerState: Optional(Type.Enum(['DOWN_UNPLANNED', 'DEGRADED'])),
  faultAt: Optional(Instant),
  summary: Note,
  example: Optional(Type.Boolean()),
  facts: Type.Array(
    Type.Object(
      { step: Type.String({ minLength: 1, maxLength: 60 }), at: Instant, by: ActedBy },
      { description: 'As in the events of imaging.work-orders: what a step says stands beside `step`, `at` and `by`' },
    ),
    { minItems: 2, maxItems: 200 },
  ),
})
export type HistoricWorkOrder = Static<typeof HistoricWorkOrder>

export const WorkOrderHistory = Type.Object({ workOrders: Type.Array(HistoricWorkOrder, { minItems: 1, maxItems: 200 }) })
export type WorkOrderHistory = Static<typeof WorkOrderHistory>

export const WorkOrderHistoryOutcome = Type.Object({
  workOrders: Type.Array(Type.Object({ reference: Type.String(), workOrderId: WorkOrderId, created: Type.Boolean() })),
})
export type WorkOrderHistoryOutcome = Static<typeof WorkOrderHistoryOutcome>
