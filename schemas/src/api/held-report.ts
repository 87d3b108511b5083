import { Type, type Static } from 'typebox'
import { AssetState, Cause } from '../asset-state.ts'
import { AssetId, Code, EventId, Instant, Note, OdsCode } from '../identifiers.ts'

const Optional = Type.Optional

/** What a label tells anybody who scans it: enough to know that it is the right scanner, and whether its fault is known. */
export const LabelledScanner = Type.Object({
  assetId: AssetId,
  name: Type.String(),
  siteCode: OdsCode,
  siteName: Type.String(),
  trust: OdsCode,
  state: AssetState,
  since: Optional(Instant),
  capabilities: Type.Array(Code),
  heldSince: Optional({ ...Instant, description: 'When a report from the label came that still waits' }),
})
export type LabelledScanner = Static<typeof LabelledScanner>

/** What somebody who is not signed in reports from a scanner's label. Only a failure can be reported so. */
export const LabelReport = Type.Object({
  assetId: AssetId,
  state: Type.Enum(['DOWN_UNPLANNED', 'DEGRADED']),
  at: Optional({ ...Instant, description: 'When it began: at most seven days ago. Now, when left out' }),
  cause: Optional(Cause),
  fault: Optional(Code),
  canStill: Optional(Type.Array(Code, { maxItems: 40 })),
  note: Optional(Note),
})
export type LabelReport = Static<typeof LabelReport>

/** A report from a label that radiology has not decided on. Confirmed, it becomes the event of the same id. */
export const HeldReport = Type.Object({
  ...LabelReport.properties,
  heldReportId: EventId,
  at: Instant,
  reportedAt: Instant,
})
export type HeldReport = Static<typeof HeldReport>

export const Held = Type.Object({ heldReportId: EventId })
export type Held = Static<typeof Held>

/** Why a report from a label is not believed. */
export const Dismissal = Type.Object({ reason: Note })
export type Dismissal = Static<typeof Dismissal>
