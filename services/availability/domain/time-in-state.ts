import { type Interval, packed } from '@imaging/calendar'
import type { AssetHistory, Segment } from './asset-history.ts'
import { eachOpenPart } from './cut.ts'
import { emptyBuckets, requireWindow } from './figure.ts'
import { type AssetState, assetStates } from './ledger.ts'

/** A window is a question about elapsed time, whatever the hours of the day. */
export interface WindowQuestion {
  readonly history: AssetHistory
  readonly fromMs: number
  readonly toMs: number
}

/** Elapsed time in each state, in milliseconds: the totals beside a timeline. */
export interface TimeInState {
  readonly byStateMs: Readonly<Record<AssetState, number>>
  /** Of all states together. */
  readonly silentMs: number
  readonly unconfirmedMs: number
}

/** Elapsed time in each state over [fromMs, toMs). @throws {RangeError} When the window is reversed or reaches past the history. */
export function timeInState(question: WindowQuestion): TimeInState {
  const byStateMs = emptyBuckets(assetStates)
  let silentMs = 0
  let unconfirmedMs = 0
  eachSegmentPart(question, ({ state, silent, unconfirmed }, fromMs, toMs) => {
    byStateMs[state] += toMs - fromMs
    if (silent) silentMs += toMs - fromMs
    if (unconfirmed) unconfirmedMs += toMs - fromMs
  })
  return { byStateMs, silentMs, unconfirmedMs }
}

/** The segments within [fromMs, toMs), the first and the last cut to it: what a timeline draws. @throws {RangeError} As `timeInState`. */
export function segmentsWithin(question: WindowQuestion): Segment[] {
  const within: Segment[] = []
  eachSegmentPart(question, (segment, fromMs, toMs) => {
    within.push({ ...segment, fromMs, toMs })
  })
  return within
}

/** The segment the asset is in at an instant. @throws {RangeError} When the instant is past the history. */
export function segmentAt(history: AssetHistory, atMs: number): Segment | undefined {
  return segmentsWithin({ history, fromMs: atMs, toMs: atMs + 1 })[0]
}

function eachSegmentPart({ history, fromMs, toMs }: WindowQuestion, visit: (segment: Segment, fromMs: number, toMs: number) => void): void {
  requireWindow(history, fromMs, toMs)
  const window: readonly Interval[] = [{ fromMs, toMs }]
  eachOpenPart(history.segments, packed(window), visit)
}
