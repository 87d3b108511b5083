import type { ConditionText } from './condition-text.ts'
import type { Severity } from './severity.ts'

/** What became of one condition of one asset. */
export interface ConditionChange<Condition extends ConditionText = ConditionText> {
  /** `eased` and `escalated` keep the condition and change its severity. */
  readonly change: 'raised' | 'escalated' | 'eased' | 'cleared'
  readonly condition: Condition
  /** When it was first raised: with the asset and the kind it names the condition for good. */
  readonly raisedAtMs: number
  readonly atMs: number
  /** Absent when cleared. */
  readonly severity?: Severity
  /** The score that did it: a value, a change per hour, a drift index. Absent when it cannot be known. */
  readonly score?: number
  /** The limit that was reached. */
  readonly limit?: number
}

/** The name of one condition of one asset, the same however often it is worked out. */
export const conditionId = (assetId: string, { condition, raisedAtMs }: Pick<ConditionChange, 'condition' | 'raisedAtMs'>): string =>
  `${assetId}/${condition.kind}/${raisedAtMs}`
