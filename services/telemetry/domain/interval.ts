/** A stretch of time, half-open, in milliseconds since the Unix epoch. */
export interface Interval {
  readonly fromMs: number
  readonly toMs: number
}

/**
 * What is left of `intervals` once `removed` is taken away.
 *
 * @param intervals Disjoint and ascending, as is the result.
 * @param removed In any order, may overlap.
 */
export function without(intervals: readonly Interval[], removed: readonly Interval[]): readonly Interval[] {
  return removed.reduce((left, cut) => left.flatMap((interval) => rest(interval, cut)), intervals)
}

function rest(interval: Interval, cut: Interval): readonly Interval[] {
  const isApart = cut.fromMs >= cut.toMs || cut.toMs <= interval.fromMs || cut.fromMs >= interval.toMs
  if (isApart) return [interval]
  const pieces = [
    { fromMs: interval.fromMs, toMs: cut.fromMs },
    { fromMs: cut.toMs, toMs: interval.toMs },
  ]
  return pieces.filter(({ fromMs, toMs }) => fromMs < toMs)
}

/** How much of the intervals lies in [fromMs, toMs), in milliseconds. */
export function overlapMs(intervals: readonly Interval[], fromMs: number, toMs: number): number {
  return intervals.reduce((sumMs, each) => sumMs + Math.max(0, Math.min(each.toMs, toMs) - Math.max(each.fromMs, fromMs)), 0)
}
