import { Type, type Static } from 'typebox'
import { AssetId, Code, Instant } from '../identifiers.ts'

const Optional = Type.Optional

export const ConditionNow = Type.Object({
  conditionId: Type.String(),
  assetId: AssetId,
  kind: Code,
  severity: Type.Enum(['watch', 'warning', 'alarm']),
  raisedAt: Instant,
  clearedAt: Optional(Instant),
  message: Type.String(),
  action: Optional(Type.String()),
})
export type ConditionNow = Static<typeof ConditionNow>

export const ChannelNow = Type.Object({
  channel: Code,
  label: Type.String(),
  unit: Type.String(),
  last: Optional(Type.Object({ at: Instant, value: Type.Number() })),
  low: Optional(Type.Number({ description: 'Below this is a condition' })),
  high: Optional(Type.Number({ description: 'Above this is a condition' })),
})
export type ChannelNow = Static<typeof ChannelNow>

/** A channel over time; `min` and `max` differ from `mean` where hours were rolled up. */
export const ChannelSeries = Type.Object({
  assetId: AssetId,
  channel: Code,
  label: Type.String(),
  unit: Type.String(),
  low: Optional(Type.Number()),
  high: Optional(Type.Number()),
  points: Type.Array(Type.Object({ at: Instant, mean: Type.Number(), min: Type.Number(), max: Type.Number(), count: Type.Integer() })),
})
export type ChannelSeries = Static<typeof ChannelSeries>

export const ExamActivity = Type.Object({
  assetId: AssetId,
  lastExamAt: Optional(Instant),
  examsToday: Type.Integer(),
  exams7Days: Type.Integer(),
})
export type ExamActivity = Static<typeof ExamActivity>
