import { appendJoined, asIntervals, type Intervals } from './interval.ts'

/** All time that is in either. One pass over both. */
export function merged(left: Intervals, right: Intervals): Intervals {
  const bounds: number[] = []
  let l = 0
  let r = 0
  while (l < left.length || r < right.length) {
    const takeLeft = r >= right.length || (l < left.length && (left[l] as number) <= (right[r] as number))
    if (takeLeft) {
      appendJoined(bounds, left[l] as number, left[l + 1] as number)
      l += 2
    } else {
      appendJoined(bounds, right[r] as number, right[r + 1] as number)
      r += 2
    }
  }
  return asIntervals(Float64Array.from(bounds))
}

/** All time that is in both. One pass over both. */
export function intersected(left: Intervals, right: Intervals): Intervals {
  const bounds: number[] = []
  let l = 0
  let r = 0
  while (l < left.length && r < right.length) {
    const fromMs = Math.max(left[l] as number, right[r] as number)
    const toMs = Math.min(left[l + 1] as number, right[r + 1] as number)
    if (toMs > fromMs) bounds.push(fromMs, toMs)
    if ((left[l + 1] as number) < (right[r + 1] as number)) l += 2
    else r += 2
  }
  return asIntervals(Float64Array.from(bounds))
}

/** All time that is in `whole` and not in `removed`. One pass over both. */
export function subtracted(whole: Intervals, removed: Intervals): Intervals {
  const bounds: number[] = []
  let r = 0
  for (let w = 0; w < whole.length; w += 2) {
    let fromMs = whole[w] as number
    const toMs = whole[w + 1] as number
    while (r < removed.length && (removed[r + 1] as number) <= fromMs) r += 2
    for (let cut = r; cut < removed.length && (removed[cut] as number) < toMs; cut += 2) {
      if ((removed[cut] as number) > fromMs) bounds.push(fromMs, removed[cut] as number)
      fromMs = Math.max(fromMs, removed[cut + 1] as number)
    }
    if (toMs > fromMs) bounds.push(fromMs, toMs)
  }
  return asIntervals(Float64Array.from(bounds))
}

/** How much time there is, in milliseconds. */
export function totalMs(intervals: Intervals): number {
  let sumMs = 0
  for (let index = 0; index < intervals.length; index += 2) sumMs += (intervals[index + 1] as number) - (intervals[index] as number)
  return sumMs
}

/** How much time is in both, in milliseconds, without making the intersection. */
export function overlapMs(left: Intervals, right: Intervals): number {
  let sumMs = 0
  let l = 0
  let r = 0
  while (l < left.length && r < right.length) {
    const leftToMs = left[l + 1] as number
    const rightToMs = right[r + 1] as number
    const spanMs = Math.min(leftToMs, rightToMs) - Math.max(left[l] as number, right[r] as number)
    if (spanMs > 0) sumMs += spanMs
    if (leftToMs < rightToMs) l += 2
    else r += 2
  }
  return sumMs
}

/** The part of the time that lies within [fromMs, toMs). */
export function clipped(intervals: Intervals, fromMs: number, toMs: number): Intervals {
  if (!(toMs > fromMs)) return asIntervals(new Float64Array(0))
  const first = firstEndingAfter(intervals, fromMs)
  let end = first
  while (end < intervals.length && (intervals[end] as number) < toMs) end += 2
  const bounds = intervals.slice(first, end)
  if (bounds.length > 0) {
    bounds[0] = Math.max(bounds[0] as number, fromMs)
    bounds[bounds.length - 1] = Math.min(bounds[bounds.length - 1] as number, toMs)
  }
  return asIntervals(bounds)
}

/** The index of the first stretch that ends after the instant, by halving; the length when there is none. */
export function firstEndingAfter(intervals: Intervals, atMs: number): number {
  let low = 0
  let high = intervals.length / 2
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((intervals[middle * 2 + 1] as number) > atMs) high = middle
    else low = middle + 1
  }
  return low * 2
}
