import type { Segment } from './asset-history.ts'
import { eachOpenPart, eachOpenStretch, type OpenTimeWalk } from './cut.ts'
import {
  type AvailabilityFigure,
  bucketsTotalMs,
  complement,
  emptyBuckets,
  type ExplainedInterval,
  explainedState,
  type HoursQuestion,
  openHoursOf,
  share,
} from './figure.ts'

/** Where an operating hour goes. */
export const technicalBuckets = ['operating', 'restoring', 'plannedWork', 'building', 'otherChecks', 'retired', 'unconfirmed'] as const
export type TechnicalBucket = (typeof technicalBuckets)[number]

export type TechnicalFigure = AvailabilityFigure<TechnicalBucket>

const rules: Record<TechnicalBucket, string> = {
  operating: 'confirmed, working or limited: operating time',
  restoring: 'down after a failure, or in the checks after it: time to restore',
  plannedWork: 'planned work within its agreed end: not counted',
  building: 'down through power, cooling or building: not counted',
  otherChecks: 'checks that follow no failure: not counted',
  retired: 'retired: not counted',
  unconfirmed: 'not confirmed: only in the bounds',
}

/**
 * Technical availability, the second form of EN 13306: operating time / (operating time + time to restore), in operating hours.
 *
 * Operating time is confirmed time in `UP` or `DEGRADED`; time to restore is `DOWN_UNPLANNED` and the `IN_QA` that follows it.
 * Planned work, building faults and unconfirmed time are in neither.
 *
 * @throws {RangeError} When the window is reversed or reaches past the history.
 * @source design, section 6, "Technical"
 */
export function technicalAvailability(question: HoursQuestion): TechnicalFigure {
  const bucketsMs = emptyBuckets(technicalBuckets)
  eachOpenStretch(question.history.segments, openHoursOf(question), (segment, _fromMs, _toMs, openMs) => {
    bucketsMs[technicalBucket(segment)] += openMs
  })
  const { operating, restoring, unconfirmed } = bucketsMs
  return {
    fromMs: question.fromMs,
    toMs: question.toMs,
    knownAtMs: question.history.knownAtMs,
    headline: share(operating, operating + restoring),
    lower: share(operating, operating + restoring + unconfirmed),
    upper: share(operating + unconfirmed, operating + restoring + unconfirmed),
    confirmedShare: complement(share(unconfirmed, bucketsTotalMs(bucketsMs))),
    bucketsMs,
  }
}

/**
 * The operating hours behind the technical figure, in order.
 *
 * @param eachOpen Whether each opening of the hours is explained by itself, or each state once.
 * @throws {RangeError} As `technicalAvailability`.
 */
export function explainTechnical(question: HoursQuestion, eachOpen: OpenTimeWalk = eachOpenPart): ExplainedInterval<TechnicalBucket>[] {
  const explained: ExplainedInterval<TechnicalBucket>[] = []
  eachOpen(question.history.segments, openHoursOf(question), (segment, fromMs, toMs, openMs) => {
    const bucket = technicalBucket(segment)
    const weight = bucket === 'restoring' ? 1 : 0
    explained.push({ fromMs, toMs, openMs, bucket, weight, ...explainedState(segment), rule: rules[bucket] })
  })
  return explained
}

/** Which bucket an operating hour in a segment belongs to. */
function technicalBucket({ state, unconfirmed, followsFailure }: Segment): TechnicalBucket {
  if (unconfirmed) return 'unconfirmed'
  switch (state) {
    case 'UP':
    case 'DEGRADED':
      return 'operating'
    case 'DOWN_UNPLANNED':
      return 'restoring'
    case 'IN_QA':
      return followsFailure ? 'restoring' : 'otherChecks'
    case 'DOWN_PLANNED':
      return 'plannedWork'
    case 'DOWN_EXTERNAL':
      return 'building'
    case 'RETIRED':
      return 'retired'
    case 'UNKNOWN':
      return 'unconfirmed'
  }
}
