import { Type, type Static } from 'typebox'
import { envelope } from '../envelope.ts'
import { AssetId, Code, Instant } from '../identifiers.ts'

/** More channels than any scanner has; a larger message is a fault of its sender. */
export const READINGS_MAX = 200

export const Reading = Type.Object({
  channel: Code,
  value: Type.Number(),
  unit: Type.String({ minLength: 1, maxLength: 20, description: 'UCUM code' }),
})
export type Reading = Static<typeof Reading>

/** What a scanner's sensors said at one instant. */
export const TelemetryReadingV1 = envelope(
  'telemetry.reading.v1',
  Type.Object({
    assetId: AssetId,
    observedAt: Instant,
    readings: Type.Array(Reading, { minItems: 1, maxItems: READINGS_MAX }),
  }),
)
export type TelemetryReadingV1 = Static<typeof TelemetryReadingV1>

/** How many examinations a RIS or PACS saw on a scanner in a period: an aggregate, never about a patient. */
export const TelemetryExamsCountedV1 = envelope(
  'telemetry.exams-counted.v1',
  Type.Object({
    assetId: AssetId,
    from: Instant,
    to: Instant,
    exams: Type.Integer({ minimum: 0, maximum: 10_000 }),
    lastExamAt: Type.Optional(Instant),
  }),
)
export type TelemetryExamsCountedV1 = Static<typeof TelemetryExamsCountedV1>
