import { Type, type Static } from 'typebox'
import { AssetState, Cause, ReportedBy } from '../asset-state.ts'
import { envelope } from '../envelope.ts'
import { AssetId, Code, EventId, Instant, Note } from '../identifiers.ts'

const DowntimeId = EventId

/** A scanner stopped being plainly in use. Named by the event that opened it. */
export const AvailabilityDowntimeOpenedV1 = envelope(
  'availability.downtime-opened.v1',
  Type.Object({
    downtimeId: DowntimeId,
    assetId: AssetId,
    state: AssetState,
    from: Instant,
    agreedEnd: Type.Optional(Instant),
    cause: Type.Optional(Cause),
    fault: Type.Optional(Code),
    canStill: Type.Optional(Type.Array(Code, { maxItems: 40 })),
    reportedBy: ReportedBy,
    note: Type.Optional(Note),
  }),
)
export type AvailabilityDowntimeOpenedV1 = Static<typeof AvailabilityDowntimeOpenedV1>

export const AvailabilityDowntimeClosedV1 = envelope(
  'availability.downtime-closed.v1',
  Type.Object({ downtimeId: DowntimeId, assetId: AssetId, from: Instant, to: Instant, endedByEventId: Type.Optional(EventId) }),
)
export type AvailabilityDowntimeClosedV1 = Static<typeof AvailabilityDowntimeClosedV1>

/** What was said about a period has changed. A merged downtime keeps its old name through `renamed`. */
export const AvailabilityRestatedV1 = envelope(
  'availability.restated.v1',
  Type.Object({
    assetId: AssetId,
    from: Instant,
    to: Type.Optional(Instant),
    renamed: Type.Array(Type.Object({ was: DowntimeId, is: DowntimeId }), { maxItems: 1000 }),
    voided: Type.Array(DowntimeId, { maxItems: 1000, description: 'Downtimes that never were' }),
    reopened: Type.Optional(Type.Array(DowntimeId, { maxItems: 1000, description: 'Downtimes that had an end and have none now' })),
    escalated: Type.Optional(
      Type.Array(Type.Object({ downtimeId: DowntimeId, at: Instant }), {
        maxItems: 1000,
        description: 'Limited use or planned work that became an unplanned downtime',
      }),
    ),
    becauseOfEventIds: Type.Array(EventId, { maxItems: 1000 }),
  }),
)
export type AvailabilityRestatedV1 = Static<typeof AvailabilityRestatedV1>
