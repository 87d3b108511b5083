import type { Channel } from './channel.ts'
import type { ConditionRule } from './condition-rule.ts'

/** Everything the platform knows about the telemetry of one class of equipment. A new class is a new sheet and no new code. */
export interface ClassSheet {
  /** The class as the register names it, for example `mri`. */
  readonly classId: string
  readonly channels: readonly Channel[]
  readonly conditions: readonly ConditionRule[]
  /** How often an asset of this class is heard from, unless the register says otherwise. */
  readonly heardEveryMs: number
  /** Open hours without one exam after which a scanner marked working is doubted; absent where exams are not counted. */
  readonly examsExpectedWithinOpenMs?: number
}
