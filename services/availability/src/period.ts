import { instantOf } from '@imaging/calendar'
import { invalid } from '@imaging/http'
import type { Window } from './asset-figures.ts'

/** No report looks further than the life of a scanner and a half. */
const LONGEST_MS = 25 * 366 * 86_400_000
const DATE = /^\d{4}-\d{2}-\d{2}$/

/** An instant as asked for: RFC 3339, or a date, which is the start of that day in London. */
function instantAsked(name: string, text: string): number {
  const ms = DATE.test(text) ? dateMs(text) : Date.parse(text)
  if (!Number.isFinite(ms))
    throw invalid([{ pointer: `/query/${name}`, message: `${text} is not a date like 2026-04-01 or an instant like 2026-04-01T08:00:00Z` }])
  return ms
}

function dateMs(text: string): number {
  try {
    return instantOf(text)
  } catch {
    return Number.NaN
  }
}

/** A period and the instant its figures are known at. */
export interface KnownWindow extends Window {
  readonly knownAtMs: number
}

/**
 * The window asked about, cut to the instant it is known at, which is now unless an earlier one is asked for: nothing is said of
 * what was the future then, so that a figure comes out as it did on that day.
 *
 * @throws {ProblemError} 422 with place and remedy.
 */
export function windowAsked(
  { from, to, knownAt }: { readonly from: string; readonly to: string; readonly knownAt?: string | undefined },
  nowMs: number,
): KnownWindow {
  const fromMs = instantAsked('from', from)
  const askedToMs = instantAsked('to', to)
  const knownAtMs = knownAt === undefined ? nowMs : Math.min(instantAsked('knownAt', knownAt), nowMs)
  const toMs = Math.min(askedToMs, knownAtMs)
  if (fromMs >= askedToMs) throw invalid([{ pointer: '/query/to', message: `must be after from, ${from}` }])
  if (fromMs >= nowMs) throw invalid([{ pointer: '/query/from', message: 'must be in the past: nothing is known of the future' }])
  if (fromMs >= knownAtMs)
    throw invalid([{ pointer: '/query/knownAt', message: `must be after from, ${from}: the period was still to come` }])
  if (toMs - fromMs > LONGEST_MS) throw invalid([{ pointer: '/query/from', message: 'must be at most 25 years before to' }])
  return { fromMs, toMs, knownAtMs }
}
