import { address } from '../../lists/address.ts'
import { londonInstant } from '../../words/london-time.ts'
import { dateRangeWords, instantWords } from '../../words/time-words.ts'
import type { ReportQuestion } from './downtime-reader.ts'
import { questionValues } from './report-question.ts'

/** What figures are about and known by, in words. */
export interface KnownView {
  readonly period: string
  /** "As known at 8:15am on 20 November 2026". */
  readonly words: string
  /** Set where an earlier instant was asked for: the same page as known now. */
  readonly nowHref: string | undefined
  /** Where the period goes on after that instant, until when it is counted. */
  readonly countedTo: string | undefined
  /** Why there are no figures: nothing had been recorded by then. */
  readonly nothing: string | undefined
}

interface Known {
  readonly from: string
  readonly to: string
  readonly knownAt: string
}

const nothingWords = (knownAt: string, knownSince: string | undefined): string => {
  const first =
    knownSince === undefined
      ? 'Nothing has been recorded since, either.'
      : `The first record is of ${instantWords(Date.parse(knownSince))}.`
  return `Nothing had been recorded about these scanners by ${instantWords(Date.parse(knownAt))}, so there are no figures. ${first}`
}

/**
 * Says what was known when, and that nothing was where the first record came later.
 *
 * @param knownSince When anything was first recorded; only looked at where an earlier instant was asked for.
 * @param nowHref The same page as known now.
 */
export const knownView = (
  { from, to, knownAt }: Known,
  question: ReportQuestion,
  knownSince: string | undefined,
  nowHref = address('/reports/downtime', { ...questionValues(question), knownAt: undefined }),
): KnownView => {
  const isPast = question.knownAt !== undefined
  const isCut = Date.parse(to) < (londonInstant(question.to, '00:00') ?? 0)
  return {
    period: dateRangeWords(Date.parse(from), Date.parse(to)),
    words: `As known at ${instantWords(Date.parse(knownAt))}`,
    nowHref: isPast ? nowHref : undefined,
    countedTo: isCut ? instantWords(Date.parse(to)) : undefined,
    nothing: isPast && !(knownSince !== undefined && knownSince <= knownAt) ? nothingWords(knownAt, knownSince) : undefined,
  }
}
