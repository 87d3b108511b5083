import { Type, type Static } from 'typebox'

/** States of an asset. `UNKNOWN` only before the first event. */
export const AssetState = Type.Enum(['UP', 'DEGRADED', 'DOWN_UNPLANNED', 'DOWN_PLANNED', 'DOWN_EXTERNAL', 'IN_QA', 'RETIRED', 'UNKNOWN'])
export type AssetState = Static<typeof AssetState>

/** The states someone can report. Nobody reports that nothing is known. */
export const ReportedState = Type.Enum(['UP', 'DEGRADED', 'DOWN_UNPLANNED', 'DOWN_PLANNED', 'DOWN_EXTERNAL', 'IN_QA', 'RETIRED'])
export type ReportedState = Static<typeof ReportedState>

/** Whether the signal we rely on still comes. A flag of its own, never a state. */
export const DataHealth = Type.Enum(['LIVE', 'SILENT', 'NOT_CONNECTED'])
export type DataHealth = Static<typeof DataHealth>

/** What went wrong, for the report of hours by cause. */
export const Cause = Type.Enum([
  'cryogenics',
  'rf-or-coil',
  'gradient',
  'tube-or-high-voltage',
  'detector',
  'gantry-or-rotation',
  'cooling',
  'computer-or-software',
  'table',
  'probe',
  'power',
  'chilled-water',
  'building',
  'network',
  'user-caused',
  'planned-service',
  'upgrade',
  'quality-assurance',
  'other',
])
export type Cause = Static<typeof Cause>

/** Who or what reported it. What a person reported stands until a person or the return-to-use gate changes it. */
export const ReportedBy = Type.Object({
  kind: Type.Enum(['device', 'person', 'supplier', 'schedule']),
  role: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
})
export type ReportedBy = Static<typeof ReportedBy>
