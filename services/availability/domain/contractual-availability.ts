import { type Interval, type Intervals, openIntervals, packed } from '@imaging/calendar'
import type { AssetHistory, Segment } from './asset-history.ts'
import { type ClockSpan, contractClock } from './contract-clock.ts'
import { type ContractTerms, termsInOrder } from './contract-terms.ts'
import { cut, eachOpenPart, eachOpenStretch, type OpenTimeWalk, overlapping } from './cut.ts'
import {
  type AvailabilityFigure,
  bucketsTotalMs,
  complement,
  emptyBuckets,
  type ExplainedInterval,
  explainedState,
  requireWindow,
  share,
} from './figure.ts'

/** Where a cover hour goes. Only the first two can count against the supplier. */
export const contractualBuckets = [
  'qualifyingDown',
  'qualifyingLimited',
  'working',
  'notCalled',
  'noAccess',
  'paused',
  'handedBack',
  'excludedCause',
  'plannedWork',
  'building',
  'checks',
  'retired',
  'unconfirmed',
] as const
export type ContractualBucket = (typeof contractualBuckets)[number]

/** A contractual figure. Its buckets divide the cover hours; its parts are what the formula took. */
export interface ContractualFigure extends AvailabilityFigure<ContractualBucket> {
  /** C: cover hours, with or without agreed planned work as the terms say. */
  readonly coverMs: number
  /** Q: lost hours that qualify, weighed; by the elapsed hour where the terms say so. */
  readonly qualifyingMs: number
}

/** A history, the terms in force over time and the window asked about. Time without terms is under no contract and not counted. */
export interface ContractualQuestion {
  readonly history: AssetHistory
  readonly terms: readonly ContractTerms[]
  readonly fromMs: number
  readonly toMs: number
}

/** A stretch of one state with one reading of the clock. */
interface ContractPart extends Interval {
  readonly segment: Segment
  readonly clock: ClockSpan | undefined
  readonly bucket: ContractualBucket
}

const rules: Record<ContractualBucket, string> = {
  qualifyingDown: 'out of use while the clock runs: counts as lost',
  qualifyingLimited: 'limited while the clock runs: counts at the weight of the contract',
  working: 'working',
  notCalled: 'out of use before the call was logged: does not count',
  noAccess: 'out of use, called, but no access given yet: does not count',
  paused: 'out of use while the clock is paused for a reason of the contract: does not count',
  handedBack: 'out of use after the supplier handed back: does not count',
  excludedCause: 'out of use for a cause the contract excludes: does not count',
  plannedWork: 'agreed planned work: does not count as lost',
  building: 'down through power, cooling or building: does not count',
  checks: 'checks before use: do not count under these terms',
  retired: 'retired: does not count',
  unconfirmed: 'not confirmed: counts only in the lower bound',
}

/**
 * Contractual availability: (C − Q) / C, cover hours less qualifying hours over cover hours, by the terms in force at each moment.
 *
 * Unconfirmed time does not qualify, so that the headline is the upper bound too. Where lost hours count by the elapsed hour, more
 * can be lost than is covered and the figure falls below nought.
 *
 * @throws {RangeError} When the window is reversed or reaches past the history, or two terms hold at once.
 * @source design, section 6, "Contractual"
 */
export function contractualAvailability(question: ContractualQuestion): ContractualFigure {
  const bucketsMs = emptyBuckets(contractualBuckets)
  let qualifyingMs = 0
  let unconfirmedMs = 0
  let coverMs = 0
  eachTermsPeriod(question, (terms, parts, cover, counted) => {
    eachOpenStretch(parts, cover, ({ bucket }, _fromMs, _toMs, openMs) => {
      bucketsMs[bucket] += openMs
      if (bucket !== 'plannedWork' || terms.coverIncludesPlannedWork) coverMs += openMs
    })
    eachOpenStretch(parts, counted, ({ bucket }, _fromMs, _toMs, countedMs) => {
      qualifyingMs += countedMs * weightOf(bucket, terms)
      if (bucket === 'unconfirmed') unconfirmedMs += countedMs
    })
  })
  const headline = share(coverMs - qualifyingMs, coverMs)
  return {
    fromMs: question.fromMs,
    toMs: question.toMs,
    knownAtMs: question.history.knownAtMs,
    headline,
    lower: share(coverMs - qualifyingMs - unconfirmedMs, coverMs),
    upper: headline,
    confirmedShare: complement(share(bucketsMs.unconfirmed, bucketsTotalMs(bucketsMs))),
    bucketsMs,
    coverMs,
    qualifyingMs,
  }
}

/**
 * The time behind the contractual figure, in order: cover hours, and where the terms count elapsed hours all hours.
 *
 * @param eachOpen Whether each opening of the cover is explained by itself, or each state and reading of the clock once.
 * @throws {RangeError} As `contractualAvailability`.
 */
export function explainContractual(
  question: ContractualQuestion,
  eachOpen: OpenTimeWalk = eachOpenPart,
): ExplainedInterval<ContractualBucket>[] {
  const explained: ExplainedInterval<ContractualBucket>[] = []
  eachTermsPeriod(question, (terms, parts, _cover, counted) => {
    eachOpen(parts, counted, ({ segment, clock, bucket }, fromMs, toMs, openMs) => {
      explained.push({
        fromMs,
        toMs,
        openMs,
        bucket,
        weight: weightOf(bucket, terms),
        ...explainedState(segment),
        rule: rules[bucket],
        ...(clock?.eventId === undefined ? {} : { decidedByEventId: clock.eventId }),
      })
    })
  })
  return explained
}

type VisitTerms = (terms: ContractTerms, parts: readonly ContractPart[], cover: Intervals, counted: Intervals) => void

function eachTermsPeriod({ history, terms, fromMs, toMs }: ContractualQuestion, visit: VisitTerms): void {
  requireWindow(history, fromMs, toMs)
  for (const version of termsInOrder(terms)) {
    const startMs = Math.max(fromMs, version.fromMs)
    const endMs = Math.min(toMs, version.toMs ?? toMs)
    if (endMs <= startMs) continue
    const cover = openIntervals(version.cover, startMs, endMs)
    const counted = version.lostHours === 'cover' ? cover : packed([{ fromMs: startMs, toMs: endMs }])
    const clock = contractClock(history, version, startMs, endMs)
    const part = (partFromMs: number, partToMs: number, segment: Segment, span: ClockSpan | undefined): ContractPart => ({
      fromMs: partFromMs,
      toMs: partToMs,
      segment,
      clock: span,
      bucket: contractualBucket(segment, span, version),
    })
    visit(version, cut(overlapping(history.segments, startMs, endMs), clock, part), cover, counted)
  }
}

function contractualBucket(segment: Segment, clock: ClockSpan | undefined, terms: ContractTerms): ContractualBucket {
  if (segment.unconfirmed) return 'unconfirmed'
  switch (segment.state) {
    case 'DOWN_UNPLANNED':
      return failureBucket(segment, clock, terms) ?? 'qualifyingDown'
    case 'IN_QA':
      if (terms.clockStops === 'hand-back' || !segment.followsFailure) return 'checks'
      return failureBucket(segment, clock, terms) ?? 'qualifyingDown'
    case 'DEGRADED':
      return clock?.reading === 'running' && !isExcluded(segment, terms) ? 'qualifyingLimited' : 'working'
    case 'DOWN_PLANNED':
      return 'plannedWork'
    case 'DOWN_EXTERNAL':
      return 'building'
    case 'RETIRED':
      return 'retired'
    case 'UP':
      return 'working'
    case 'UNKNOWN':
      return 'unconfirmed'
  }
}

/** Why a failure does not count against the supplier, if it does not. */
function failureBucket(segment: Segment, clock: ClockSpan | undefined, terms: ContractTerms): ContractualBucket | undefined {
  if (isExcluded(segment, terms)) return 'excludedCause'
  switch (clock?.reading) {
    case 'not-called':
      return 'notCalled'
    case 'no-access':
      return 'noAccess'
    case 'paused':
      return 'paused'
    case 'handed-back':
      return 'handedBack'
    case 'running':
    case undefined:
      return undefined
  }
}

function isExcluded({ source }: Segment, { excludedCauses }: ContractTerms): boolean {
  const cause = source.change?.cause
  return cause !== undefined && excludedCauses.includes(cause)
}

function weightOf(bucket: ContractualBucket, { degradedWeight }: ContractTerms): number {
  if (bucket === 'qualifyingDown') return 1
  return bucket === 'qualifyingLimited' ? degradedWeight : 0
}
