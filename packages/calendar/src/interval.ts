/** A stretch of time, half-open: it holds `fromMs` and ends just before `toMs`. */
export interface Interval {
  /** Inclusive, milliseconds since the Unix epoch, UTC. */
  readonly fromMs: number
  /** Exclusive, milliseconds since the Unix epoch, UTC. */
  readonly toMs: number
}

declare const sortedAndDisjoint: unique symbol

/**
 * Many stretches of time, sorted, disjoint and not touching, packed as `[from, to, from, to, …]` in milliseconds.
 *
 * Packed, because sums over a fleet and a decade walk millions of them. Only the functions of this package make one,
 * so that whoever receives one need not check the order again.
 */
export type Intervals = Float64Array & { readonly [sortedAndDisjoint]: true }

/** Marks bounds as sorted and disjoint; for the functions of this package, which have made them so. */
export const asIntervals = (bounds: Float64Array): Intervals => bounds as Intervals

/** No time at all. */
export const noTime: Intervals = asIntervals(new Float64Array(0))

/**
 * Packs stretches given in any order, which may overlap; empty and reversed ones hold no time and are dropped.
 *
 * @throws {RangeError} When a bound is not a number.
 */
export function packed(intervals: readonly Interval[]): Intervals {
  const bounds: number[] = []
  for (const { fromMs, toMs } of intervals.toSorted((left, right) => left.fromMs - right.fromMs)) {
    if (Number.isNaN(fromMs) || Number.isNaN(toMs)) throw new RangeError(`an interval from ${fromMs} to ${toMs} is not a stretch of time`)
    if (toMs > fromMs) appendJoined(bounds, fromMs, toMs)
  }
  return asIntervals(Float64Array.from(bounds))
}

/** The stretches as objects, for reading and for display. */
export function unpacked(intervals: Intervals): Interval[] {
  const list: Interval[] = []
  for (let index = 0; index < intervals.length; index += 2) {
    list.push({ fromMs: intervals[index] as number, toMs: intervals[index + 1] as number })
  }
  return list
}

/** Appends a stretch that starts no earlier than the last one did, joining the two where they touch or overlap. */
export function appendJoined(bounds: number[], fromMs: number, toMs: number): void {
  const last = bounds.length - 1
  if (last < 0 || fromMs > (bounds[last] as number)) bounds.push(fromMs, toMs)
  else if (toMs > (bounds[last] as number)) bounds[last] = toMs
}
