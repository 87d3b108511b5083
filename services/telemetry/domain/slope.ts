import { hourMs } from './duration.ts'
import { median } from './median.ts'

/** Points kept of one window: 32 give a median of 496 slopes, steady against wild readings and cheap to compute. */
const POINTS_MAX = 32

/** Five points withstand one wild reading; fewer withstand none. */
export const SLOPE_POINTS_MIN = 5

/** Recent points of a channel, oldest first, each [instant in milliseconds, value]. */
export interface SlopeWindow {
  readonly points: readonly (readonly [atMs: number, value: number])[]
  /** The slope of these points, or null while they are too few or too close together. */
  readonly perHour: number | null
}

export const emptyWindow: SlopeWindow = { points: [], perHour: null }

/**
 * The window after one more reading.
 *
 * Readings closer together than a 32nd of the window are passed over, so that memory and work stay bounded. The slope is known once
 * there are five points over at least half of the window.
 *
 * @param overMs Length of the window.
 * @param atMs Later than every point of the window.
 */
export function stepSlope(window: SlopeWindow, overMs: number, atMs: number, value: number): SlopeWindow {
  const points = stepPoints(window.points, overMs, atMs, value)
  return points === window.points ? window : { points, perHour: slopeOf(points, overMs) }
}

/** The points of the window after one more reading; the very same where it is passed over. */
export function stepPoints(points: SlopeWindow['points'], overMs: number, atMs: number, value: number): SlopeWindow['points'] {
  const last = points.at(-1)
  if (last !== undefined && atMs - last[0] < overMs / POINTS_MAX) return points
  return [...points.filter(([pointMs]) => atMs - pointMs <= overMs), [atMs, value] as const].slice(-POINTS_MAX)
}

/** The slope of the points of a window of that length, or null while they are too few or too close together. */
export function slopeOf(points: SlopeWindow['points'], overMs: number): number | null {
  const spanMs = (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0)
  return points.length >= SLOPE_POINTS_MIN && spanMs >= overMs / 2 ? medianSlope(points) : null
}

/**
 * Median of the slopes between all pairs of points: up to 29 % of wild readings leave it in place.
 *
 * @returns Change of the value per hour.
 * @source Sen 1968, "Estimates of the regression coefficient based on Kendall's tau".
 */
function medianSlope(points: SlopeWindow['points']): number {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2)
  let pairs = 0
  for (let i = 0; i < points.length; i += 1) {
    const [fromMs, from] = points[i] as SlopeWindow['points'][number]
    for (let j = i + 1; j < points.length; j += 1) {
      const [toMs, to] = points[j] as SlopeWindow['points'][number]
      slopes[pairs] = ((to - from) / (toMs - fromMs)) * hourMs
      pairs += 1
    }
  }
  return median(slopes)
}
