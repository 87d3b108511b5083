import { Type, type Static } from 'typebox'
import { Cause, ReportedBy, ReportedState } from '../asset-state.ts'
import { envelope } from '../envelope.ts'
import { AssetId, Code, EventId, Instant, Note } from '../identifiers.ts'

/** An asset entered a state. */
export const DowntimeStateChangedV1 = envelope(
  'downtime.state-changed.v1',
  Type.Object({
    assetId: AssetId,
    state: ReportedState,
    at: Instant,
    agreedEnd: Type.Optional(Instant),
    cause: Type.Optional(Cause),
    fault: Type.Optional(Code),
    canStill: Type.Optional(Type.Array(Code, { maxItems: 40, description: 'Capabilities left while DEGRADED' })),
    release: Type.Optional(Type.String({ minLength: 1, maxLength: 60, description: 'Id of the release to clinical use' })),
    reportedBy: ReportedBy,
    note: Type.Optional(Note),
  }),
)
export type DowntimeStateChangedV1 = Static<typeof DowntimeStateChangedV1>

/** A correction replaces the event it names, for good; a void one removes it without replacing. */
export const DowntimeStateCorrectedV1 = envelope(
  'downtime.state-corrected.v1',
  Type.Object({
    assetId: AssetId,
    correctsEventId: EventId,
    state: Type.Optional(ReportedState),
    at: Type.Optional(Instant),
    void: Type.Optional(Type.Boolean()),
    reason: Note,
    reportedBy: ReportedBy,
  }),
)
export type DowntimeStateCorrectedV1 = Static<typeof DowntimeStateCorrectedV1>

/** Planned session time lost although the scanner itself could work. */
export const DowntimeSessionLostV1 = envelope(
  'downtime.session-lost.v1',
  Type.Object({
    assetId: AssetId,
    from: Instant,
    to: Instant,
    cause: Type.Enum(['staff', 'injector-or-coil', 'it', 'other']),
    note: Type.Optional(Note),
  }),
)
export type DowntimeSessionLostV1 = Static<typeof DowntimeSessionLostV1>
