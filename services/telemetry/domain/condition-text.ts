/** What a condition tells a radiology manager. */
export interface ConditionText {
  /** Lower case with hyphens, at most 35 characters, for example `helium-falling`. */
  readonly kind: string
  /** One plain sentence. `{value}` and `{limit}` carry the channel's unit; `{valuePerDay}` and `{limitPerDay}` are for changes per hour. */
  readonly message: string
  /** What to do, one or two plain sentences. */
  readonly action: string
  /** Danger to people or to a magnet: never held back by a flood. */
  readonly isSafety?: true
}
