import { type LocalDate, localDays } from '@imaging/calendar'
import { emptyBuckets, type HoursQuestion, requireWindow, type Share, share } from './figure.ts'
import { explainTechnical, type TechnicalBucket, technicalBuckets } from './technical-availability.ts'

/** One local day of operating hours. Times in milliseconds. */
export interface DayLost {
  readonly date: LocalDate
  readonly operatingHoursMs: number
  /** Operating hours out of use for any reason: failure and its checks, planned work, building, other checks. */
  readonly lostMs: number
  /** Lost / operating hours; none on a day without operating hours. */
  readonly lostShare: Share
  readonly bucketsMs: Readonly<Record<TechnicalBucket, number>>
}

const lostBuckets: readonly TechnicalBucket[] = ['restoring', 'plannedWork', 'building', 'otherChecks']

/**
 * The share of each local day's operating hours that was lost, for every day [fromMs, toMs) touches.
 *
 * @throws {RangeError} When the window is reversed, reaches past the history or holds more than 10,000 days.
 */
export function dailyShareLost(question: HoursQuestion): DayLost[] {
  requireWindow(question.history, question.fromMs, question.toMs)
  const days = localDays(question.fromMs, question.toMs, question.hours.timeZone).map((day) => ({
    ...day,
    bucketsMs: emptyBuckets(technicalBuckets),
  }))
  let index = 0
  for (const { fromMs, toMs, bucket } of explainTechnical(question)) {
    while (index < days.length - 1 && (days[index]?.toMs ?? Infinity) <= fromMs) index += 1
    for (let at = index; at < days.length; at += 1) {
      const day = days[at] as (typeof days)[number]
      if (day.fromMs >= toMs) break
      day.bucketsMs[bucket] += Math.min(toMs, day.toMs) - Math.max(fromMs, day.fromMs)
    }
  }
  return days.map(({ date, bucketsMs }) => {
    const operatingHoursMs = technicalBuckets.reduce((sumMs, bucket) => sumMs + bucketsMs[bucket], 0)
    const lostMs = lostBuckets.reduce((sumMs, bucket) => sumMs + bucketsMs[bucket], 0)
    return { date, operatingHoursMs, lostMs, lostShare: share(lostMs, operatingHoursMs), bucketsMs }
  })
}
