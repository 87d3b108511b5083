import { type Calendar, type Intervals, openIntervals } from '@imaging/calendar'
import type { AssetHistory, Segment } from './asset-history.ts'
import type { AssetState } from './ledger.ts'
import type { StateRule } from './state-timeline.ts'

/** What an empty denominator gives: a value to show, never 100 %. */
export const notDefined = 'not defined'

/** A share between nothing and one, or no share at all. */
export type Share = number | typeof notDefined

/** One availability with all that must be shown beside it. All times in milliseconds. */
export interface AvailabilityFigure<Bucket extends string> {
  readonly fromMs: number
  readonly toMs: number
  readonly knownAtMs: number
  /** Over confirmed time. */
  readonly headline: Share
  /** With all unconfirmed time unavailable. */
  readonly lower: Share
  /** With all unconfirmed time available. */
  readonly upper: Share
  /** The share of the hours asked about that is confirmed. */
  readonly confirmedShare: Share
  /** The hours asked about, divided: every moment is in exactly one bucket. */
  readonly bucketsMs: Readonly<Record<Bucket, number>>
}

/** A stretch of time that went into a figure, with the event and the rule that put it there. */
export interface ExplainedInterval<Bucket extends string> {
  readonly fromMs: number
  readonly toMs: number
  /** How much of the stretch lies in the hours asked about: all of it when explained part by part. */
  readonly openMs: number
  readonly bucket: Bucket
  /** How much of its open time counts as lost: 0 to 1. */
  readonly weight: number
  readonly state: AssetState
  readonly silent: boolean
  /** The event that made the state; none before the first. */
  readonly eventId: string | undefined
  readonly cause: string | undefined
  /** Why the asset was in the state. */
  readonly stateRule: StateRule
  /** Why the stretch is in its bucket, in words. */
  readonly rule: string
  /** The work-order step or session loss that decided the bucket, where one did. */
  readonly decidedByEventId?: string
}

/** A history, the hours that matter and the window asked about, [fromMs, toMs). */
export interface HoursQuestion {
  readonly history: AssetHistory
  readonly hours: Calendar
  readonly fromMs: number
  readonly toMs: number
}

/** Divides, or says that there is nothing to divide by. */
export const share = (partMs: number, wholeMs: number): Share => (wholeMs === 0 ? notDefined : partMs / wholeMs)

/** One, less a share; no share stays none. */
export const complement = (part: Share): Share => (part === notDefined ? notDefined : 1 - part)

/** Every bucket at nothing. */
export function emptyBuckets<Bucket extends string>(buckets: readonly Bucket[]): Record<Bucket, number> {
  return Object.fromEntries(buckets.map((bucket) => [bucket, 0])) as Record<Bucket, number>
}

/** Adds all buckets up, in milliseconds. */
export const bucketsTotalMs = (bucketsMs: Readonly<Record<string, number>>): number =>
  Object.values(bucketsMs).reduce((sumMs, partMs) => sumMs + partMs, 0)

/**
 * Refuses a window that the history cannot answer for.
 *
 * @throws {RangeError} When the window is reversed, unbounded, or reaches past the end of the history.
 */
export function requireWindow(history: AssetHistory, fromMs: number, toMs: number): void {
  if (!(Number.isFinite(fromMs) && fromMs <= toMs)) throw new RangeError(`the window from ${fromMs} to ${toMs} is not a stretch of time`)
  if (toMs > history.toMs) throw new RangeError(`the window ends at ${toMs}, after the history, which was read to ${history.toMs}`)
}

/** The hours a question is about, in UTC. @throws {RangeError} When the window is reversed or reaches past the history. */
export function openHoursOf({ history, hours, fromMs, toMs }: HoursQuestion): Intervals {
  requireWindow(history, fromMs, toMs)
  return openIntervals(hours, fromMs, toMs)
}

/** What a segment says of itself in every explanation. */
export const explainedState = ({
  state,
  silent,
  source,
}: Segment): Pick<ExplainedInterval<string>, 'state' | 'silent' | 'eventId' | 'cause' | 'stateRule'> => ({
  state,
  silent,
  eventId: source.change?.eventId,
  cause: source.change?.cause,
  stateRule: source.rule,
})
