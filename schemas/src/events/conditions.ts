import { Type, type Static } from 'typebox'
import { DataHealth } from '../asset-state.ts'
import { envelope } from '../envelope.ts'
import { AssetId, Code, Instant } from '../identifiers.ts'

const ConditionId = Type.String({ minLength: 1, maxLength: 80 })

/** Something about a scanner's readings that a person should know. */
export const ConditionRaisedV1 = envelope(
  'condition.raised.v1',
  Type.Object({
    conditionId: ConditionId,
    assetId: AssetId,
    kind: Code,
    severity: Type.Enum(['watch', 'warning', 'alarm']),
    at: Instant,
    message: Type.String({ minLength: 1, maxLength: 500, description: 'One plain sentence' }),
    action: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'What to do about it' })),
    channel: Type.Optional(Code),
    value: Type.Optional(Type.Number()),
    limit: Type.Optional(Type.Number()),
    suppressed: Type.Optional(Type.Integer({ minimum: 0, description: 'How many like it a flood held back' })),
  }),
)
export type ConditionRaisedV1 = Static<typeof ConditionRaisedV1>

export const ConditionClearedV1 = envelope(
  'condition.cleared.v1',
  Type.Object({ conditionId: ConditionId, assetId: AssetId, kind: Code, at: Instant }),
)
export type ConditionClearedV1 = Static<typeof ConditionClearedV1>

/** A signal that was expected stopped, or came back. */
export const TelemetryDataHealthChangedV1 = envelope(
  'telemetry.data-health-changed.v1',
  Type.Object({ assetId: AssetId, health: DataHealth, at: Instant }),
)
export type TelemetryDataHealthChangedV1 = Static<typeof TelemetryDataHealthChangedV1>
