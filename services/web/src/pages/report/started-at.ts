import { isoDay, dateWords, timeWords } from '../../words/time-words.ts'
import { londonInstant } from '../../words/london-time.ts'

/** When a person says that a fault began; dates and times as form fields give them, in London time. */
export interface SaidSince {
  readonly since: string
  readonly sinceDate: string
  readonly sinceTime: string
}

/** When a fault began, or what must be mended in the answer. Undefined stands for now, which the ledger's own clock says. */
export type StartedAt = { readonly atMs: number | undefined } | { readonly href: string; readonly fault: string }

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** An older fault is no report but a correction of the record. */
const BEGAN_WITHIN_DAYS = 7

const wrong = (field: 'sinceDate' | 'sinceTime', fault: string): StartedAt => ({ href: `#${field}`, fault })

/**
 * When a fault began. Of an hour that comes twice the first counts, which `sinceWords` says; one that
 * is skipped counts as the hour after it. Not in the future, and at most seven days ago.
 */
export const startedAt = ({ since, sinceDate, sinceTime }: SaidSince, nowMs: number): StartedAt => {
  if (since !== 'earlier') return { atMs: undefined }
  if (sinceDate === '') return wrong('sinceDate', 'Enter the date when it started')
  if (sinceTime === '') return wrong('sinceTime', 'Enter the time when it started')
  const atMs = londonInstant(sinceDate, sinceTime)
  if (atMs === undefined) return wrong('sinceDate', `Enter a real date and time, such as ${dateWords(nowMs)} at ${timeWords(nowMs)}`)
  if (atMs > nowMs) return wrong(sinceDate > isoDay(nowMs) ? 'sinceDate' : 'sinceTime', 'The time it started must be in the past')
  if (atMs < nowMs - BEGAN_WITHIN_DAYS * DAY_MS)
    return wrong('sinceDate', `It must have started in the last ${BEGAN_WITHIN_DAYS} days. Ask your administrator to enter an older fault`)
  return { atMs }
}

/** The first and last date that can be chosen, for the form field. */
export const sinceDates = (nowMs: number): { readonly first: string; readonly last: string } => ({
  first: isoDay(nowMs - BEGAN_WITHIN_DAYS * DAY_MS),
  last: isoDay(nowMs),
})

const clock = (atMs: number): string => `${isoDay(atMs)} ${timeWords(atMs)}`

/** When a fault was taken to begin, in words: of an hour that comes twice, that it was the first. */
export const sinceWords = (atMs: number): string => {
  const words = `${timeWords(atMs)} on ${dateWords(atMs)}`
  return clock(atMs) === clock(atMs + HOUR_MS) ? `${words}, the first of the two times it was ${timeWords(atMs)} that night` : words
}
