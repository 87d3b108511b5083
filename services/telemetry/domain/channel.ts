/** How to bring a value in another unit into the channel's own: value × times + plus. */
export interface Conversion {
  readonly times: number
  readonly plus: number
}

/** One thing a class of equipment reports, as data. */
export interface Channel {
  /** Lower case with hyphens, for example `helium-level`. */
  readonly channel: string
  /** What pages call it. */
  readonly label: string
  /** UCUM code of the unit that values are stored in; `1` for counts, ratios and flags. */
  readonly unit: string
  /** What pages write after a value; empty for counts and flags. */
  readonly unitLabel: string
  /** A value outside is impossible and is refused, not judged. Both ends are possible. */
  readonly possible: { readonly from: number; readonly to: number }
  /** Whole numbers only: counts, and flags that are 0 or 1. */
  readonly isWhole?: true
  /** Usual time between two readings, in milliseconds. */
  readonly everyMs: number
  /** Other units this channel may be sent in. A unit not listed is refused. */
  readonly alsoIn?: Readonly<Record<string, Conversion>>
}

/** One value of one channel, as sent or, once checked, in the channel's own unit. */
export interface Reading {
  readonly channel: string
  readonly value: number
  readonly unit: string
}
