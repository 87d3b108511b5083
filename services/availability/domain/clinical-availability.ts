import type { Interval } from '@imaging/calendar'
import type { Segment } from './asset-history.ts'
import { cut, eachOpenPart, eachOpenStretch, type OpenTimeWalk, overlapping } from './cut.ts'
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
import type { SessionLossCause } from './ledger.ts'
import type { LossSpan } from './session-losses.ts'

/** Where a planned session hour goes. */
export const clinicalBuckets = [
  'usable',
  'machine',
  'plannedWork',
  'building',
  'checks',
  'staff',
  'injectorOrCoil',
  'it',
  'other',
  'unconfirmed',
] as const
export type ClinicalBucket = (typeof clinicalBuckets)[number]

export type ClinicalFigure = AvailabilityFigure<ClinicalBucket>

/** A stretch of one state with at most one reported loss. */
interface SessionPart extends Interval {
  readonly segment: Segment
  readonly loss: LossSpan | undefined
  readonly bucket: ClinicalBucket
}

const bucketOfLoss: Record<SessionLossCause, ClinicalBucket> = {
  staff: 'staff',
  'injector-or-coil': 'injectorOrCoil',
  it: 'it',
  other: 'other',
}

const rules: Record<ClinicalBucket, string> = {
  usable: 'a planned session on a scanner that works or works with limits',
  machine: 'lost: the scanner was down, or had been retired',
  plannedWork: 'lost to planned work',
  building: 'lost to power, cooling or building',
  checks: 'lost to checks before use',
  staff: 'lost for want of staff',
  injectorOrCoil: 'lost for want of an injector or a coil',
  it: 'lost to IT',
  other: 'lost for another reason',
  unconfirmed: 'not confirmed: only in the bounds',
}

/**
 * Clinical availability: usable planned session hours / planned session hours, with the losses by cause.
 *
 * Where the scanner's state takes the hour the state is the cause; else a reported loss is. A reported loss is certain even while
 * nobody can say whether the scanner would have worked, so that it never makes the denominator smaller.
 *
 * @throws {RangeError} When the window is reversed or reaches past the history.
 * @source design, section 6, "Clinical"
 */
export function clinicalAvailability(question: HoursQuestion): ClinicalFigure {
  const bucketsMs = emptyBuckets(clinicalBuckets)
  eachOpenStretch(sessionParts(question), openHoursOf(question), ({ bucket }, _fromMs, _toMs, openMs) => {
    bucketsMs[bucket] += openMs
  })
  const plannedMs = bucketsTotalMs(bucketsMs)
  const { usable, unconfirmed } = bucketsMs
  return {
    fromMs: question.fromMs,
    toMs: question.toMs,
    knownAtMs: question.history.knownAtMs,
    headline: share(usable, plannedMs - unconfirmed),
    lower: share(usable, plannedMs),
    upper: share(usable + unconfirmed, plannedMs),
    confirmedShare: complement(share(unconfirmed, plannedMs)),
    bucketsMs,
  }
}

/**
 * The planned session hours behind the clinical figure, in order.
 *
 * @param eachOpen Whether each session is explained by itself, or each state and loss once.
 * @throws {RangeError} As `clinicalAvailability`.
 */
export function explainClinical(question: HoursQuestion, eachOpen: OpenTimeWalk = eachOpenPart): ExplainedInterval<ClinicalBucket>[] {
  const explained: ExplainedInterval<ClinicalBucket>[] = []
  eachOpen(sessionParts(question), openHoursOf(question), ({ segment, loss, bucket }, fromMs, toMs, openMs) => {
    const isLost = bucket !== 'usable' && bucket !== 'unconfirmed'
    explained.push({
      fromMs,
      toMs,
      openMs,
      bucket,
      weight: isLost ? 1 : 0,
      ...explainedState(segment),
      rule: rules[bucket],
      ...(loss !== undefined && bucket === bucketOfLoss[loss.cause] ? { decidedByEventId: loss.eventId } : {}),
    })
  })
  return explained
}

const sessionParts = ({ history, fromMs, toMs }: HoursQuestion): SessionPart[] =>
  cut(overlapping(history.segments, fromMs, toMs), overlapping(history.losses, fromMs, toMs), sessionPart)

const sessionPart = (fromMs: number, toMs: number, segment: Segment, loss: LossSpan | undefined): SessionPart => ({
  fromMs,
  toMs,
  segment,
  loss,
  bucket: clinicalBucket(segment, loss),
})

function clinicalBucket({ state, unconfirmed }: Segment, loss: LossSpan | undefined): ClinicalBucket {
  switch (state) {
    case 'DOWN_UNPLANNED':
    case 'RETIRED':
      return 'machine'
    case 'DOWN_PLANNED':
      return 'plannedWork'
    case 'DOWN_EXTERNAL':
      return 'building'
    case 'IN_QA':
      return 'checks'
    case 'UP':
    case 'DEGRADED':
    case 'UNKNOWN':
      if (loss !== undefined) return bucketOfLoss[loss.cause]
      return unconfirmed ? 'unconfirmed' : 'usable'
  }
}
