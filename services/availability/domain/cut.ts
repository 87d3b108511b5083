import type { Interval, Intervals } from '@imaging/calendar'
import { firstEndingAfter } from '@imaging/calendar'

/**
 * Cuts stretches wherever another list starts or ends, and makes something of each part and whatever lies over it. One pass.
 *
 * @param unders Sorted and disjoint.
 * @param overs Sorted and disjoint; gaps are allowed.
 */
export function cut<Under extends Interval, Over extends Interval, Part>(
  unders: readonly Under[],
  overs: readonly Over[],
  make: (fromMs: number, toMs: number, under: Under, over: Over | undefined) => Part,
): Part[] {
  const parts: Part[] = []
  let index = 0
  for (const under of unders) {
    let fromMs = under.fromMs
    while (fromMs < under.toMs) {
      while (index < overs.length && (overs[index] as Over).toMs <= fromMs) index += 1
      const next = overs[index]
      const over = next !== undefined && next.fromMs <= fromMs ? next : undefined
      const toMs = Math.min(under.toMs, over?.toMs ?? next?.fromMs ?? under.toMs)
      parts.push(make(fromMs, toMs, under, over))
      fromMs = toMs
    }
  }
  return parts
}

/** Those of the stretches, sorted and disjoint, that overlap [fromMs, toMs), whole. */
export function overlapping<Stretch extends Interval>(stretches: readonly Stretch[], fromMs: number, toMs: number): Stretch[] {
  const first = firstStretchEndingAfter(stretches, fromMs)
  let end = first
  while (end < stretches.length && (stretches[end] as Stretch).fromMs < toMs) end += 1
  return stretches.slice(first, end)
}

/** Takes a stretch, the first and the last open moment looked at, and how much of the time between them is open. In milliseconds. */
type VisitOpen<Stretch> = (stretch: Stretch, fromMs: number, toMs: number, openMs: number) => void

/** A way through the open time of stretches: part by part, or stretch by stretch. */
export type OpenTimeWalk = <Stretch extends Interval>(stretches: readonly Stretch[], open: Intervals, visit: VisitOpen<Stretch>) => void

/**
 * Visits, in order, every part of the stretches that lies in open time. One pass, from the first stretch that matters.
 *
 * @param stretches Sorted and disjoint.
 */
export const eachOpenPart: OpenTimeWalk = (stretches, open, visit) => {
  eachWithOpenings(stretches, open, (stretch, first, end) => {
    for (let index = first; index < end; index += 2) {
      const fromMs = Math.max(stretch.fromMs, open[index] as number)
      const toMs = Math.min(stretch.toMs, open[index + 1] as number)
      visit(stretch, fromMs, toMs, toMs - fromMs)
    }
  })
}

/**
 * Visits, in order, every stretch that holds open time, once. What `eachOpenPart` would add up to, but a stretch of a year costs one
 * visit instead of hundreds.
 *
 * @param stretches Sorted and disjoint.
 */
export const eachOpenStretch: OpenTimeWalk = (stretches, open, visit) => {
  eachWithOpenings(stretches, open, (stretch, first, end) => {
    const opensMs = open[first] as number
    const closesMs = open[end - 1] as number
    const fromMs = Math.max(stretch.fromMs, opensMs)
    const toMs = Math.min(stretch.toMs, closesMs)
    let openMs = opensMs - fromMs + (toMs - closesMs)
    for (let index = first; index < end; index += 2) openMs += (open[index + 1] as number) - (open[index] as number)
    visit(stretch, fromMs, toMs, openMs)
  })
}

/** Finds for each stretch the openings it overlaps: those from index `first` to just before `end`. */
function eachWithOpenings<Stretch extends Interval>(
  stretches: readonly Stretch[],
  open: Intervals,
  visit: (stretch: Stretch, first: number, end: number) => void,
): void {
  const start = stretches[0]
  if (start === undefined || open.length === 0) return
  let first = firstEndingAfter(open, start.fromMs)
  for (let position = firstStretchEndingAfter(stretches, open[0] as number); position < stretches.length; position += 1) {
    const stretch = stretches[position] as Stretch
    while (first < open.length && (open[first + 1] as number) <= stretch.fromMs) first += 2
    if (first >= open.length) return
    let end = first
    while (end < open.length && (open[end] as number) < stretch.toMs) end += 2
    if (end > first) visit(stretch, first, end)
    if (end > first) first = end - 2
  }
}

function firstStretchEndingAfter(stretches: readonly Interval[], atMs: number): number {
  let low = 0
  let high = stretches.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((stretches[middle] as Interval).toMs > atMs) high = middle
    else low = middle + 1
  }
  return low
}
