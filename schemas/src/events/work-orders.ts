import { Type, type Static, type TProperties } from 'typebox'
import { envelope } from '../envelope.ts'
import { AssetId, Code, ContractId, EventId, Instant, Note, SupplierId, WorkOrderId } from '../identifiers.ts'

/** Who acted, by role; a name only of someone who acts. */
export const ActedBy = Type.Object({
  role: Type.String({ minLength: 1, maxLength: 60 }),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
  organisation: Type.String({ minLength: 1, maxLength: 60 }),
})
export type ActedBy = Static<typeof ActedBy>

export const Priority = Type.Enum(['P1', 'P2', 'P3'])

const workOrderFact = <const Step extends string, Extra extends TProperties>(step: Step, extra: Extra) =>
  envelope(
    `work-order.${step}.v1`,
    Type.Object({ workOrderId: WorkOrderId, assetId: AssetId, downtimeId: Type.Optional(EventId), at: Instant, by: ActedBy, ...extra }),
  )

export const WorkOrderCallLoggedV1 = workOrderFact('call-logged', {
  supplierId: SupplierId,
  contractId: Type.Optional(ContractId),
  priority: Priority,
  respondBy: Type.Optional(Instant),
  repairBy: Type.Optional(Instant),
  summary: Note,
})
export const WorkOrderAcceptedV1 = workOrderFact('accepted', { arriveAt: Type.Optional(Instant), remote: Type.Optional(Type.Boolean()) })
export const WorkOrderDeclinedV1 = workOrderFact('declined', { reason: Note })
export const WorkOrderReassignedV1 = workOrderFact('reassigned', { supplierId: SupplierId, reason: Note })
export const WorkOrderPromiseChangedV1 = workOrderFact('promise-changed', {
  promise: Type.Enum(['arrival', 'part', 'repair']),
  was: Type.Optional(Instant),
  is: Instant,
  reason: Note,
})
export const WorkOrderAccessGivenV1 = workOrderFact('access-given', {})
export const WorkOrderTravelStartedV1 = workOrderFact('travel-started', {})
export const WorkOrderArrivedV1 = workOrderFact('arrived', {})
export const WorkOrderDiagnosedV1 = workOrderFact('diagnosed', { finding: Note })
export const WorkOrderPartNeededV1 = workOrderFact('part-needed', {
  part: Type.String({ minLength: 1, maxLength: 120 }),
  expectedAt: Type.Optional(Instant),
})
export const WorkOrderPartArrivedV1 = workOrderFact('part-arrived', { part: Type.String({ minLength: 1, maxLength: 120 }) })
export const WorkOrderPausedV1 = workOrderFact('paused', {
  reason: Type.Enum(['no-access', 'awaiting-customer-checks']),
  note: Type.Optional(Note),
})
export const WorkOrderResumedV1 = workOrderFact('resumed', {})
export const WorkOrderHandedBackV1 = workOrderFact('handed-back', { scope: Type.Array(Code, { minItems: 1, maxItems: 20 }), work: Note })
export const WorkOrderCheckRecordedV1 = workOrderFact('check-recorded', {
  check: Code,
  result: Type.Enum(['pass', 'fail', 'not-needed']),
  note: Type.Optional(Note),
})
export const WorkOrderReleasedV1 = workOrderFact('released', {
  releaseId: Type.String({ minLength: 1, maxLength: 60 }),
  limits: Type.Optional(Note),
  canStill: Type.Optional(Type.Array(Code, { maxItems: 40 })),
})
export const WorkOrderEscalatedV1 = workOrderFact('escalated', {
  clock: Type.Enum(['response', 'repair', 'release']),
  level: Type.Integer({ minimum: 1, maximum: 9 }),
})
export const WorkOrderCancelledV1 = workOrderFact('cancelled', {
  reason: Type.Enum(['false-alarm', 'duplicate', 'voided']),
  note: Type.Optional(Note),
})

export const workOrderFacts = [
  WorkOrderCallLoggedV1,
  WorkOrderAcceptedV1,
  WorkOrderDeclinedV1,
  WorkOrderReassignedV1,
  WorkOrderPromiseChangedV1,
  WorkOrderAccessGivenV1,
  WorkOrderTravelStartedV1,
  WorkOrderArrivedV1,
  WorkOrderDiagnosedV1,
  WorkOrderPartNeededV1,
  WorkOrderPartArrivedV1,
  WorkOrderPausedV1,
  WorkOrderResumedV1,
  WorkOrderHandedBackV1,
  WorkOrderCheckRecordedV1,
  WorkOrderReleasedV1,
  WorkOrderEscalatedV1,
  WorkOrderCancelledV1,
] as const

export type WorkOrderFact = Static<(typeof workOrderFacts)[number]>
