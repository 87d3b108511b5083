import type { Calendar } from '@imaging/calendar'
import type { AssetHistory } from './asset-history.ts'
import { explainClinical } from './clinical-availability.ts'
import type { ContractTerms } from './contract-terms.ts'
import { explainContractual } from './contractual-availability.ts'
import { eachOpenStretch } from './cut.ts'
import { isOutOfUse } from './downtimes.ts'
import { type ExplainedInterval, explainedState } from './figure.ts'
import { explainTechnical, type TechnicalBucket } from './technical-availability.ts'
import { segmentsWithin } from './time-in-state.ts'

/** What hours may be counted by: the same failure counts different hours by each. */
export const hoursDefinitions = [
  'elapsed',
  'operating',
  'technical',
  'contractual',
  'clinical',
  'planned',
  'building',
  'unconfirmed',
] as const
export type HoursDefinition = (typeof hoursDefinitions)[number]

/** What each definition counts, in words for the reader. */
export const hoursMeaning: Readonly<Record<HoursDefinition, string>> = {
  elapsed: 'all hours out of use, day and night, whatever the reason',
  operating: 'operating hours out of use, whatever the reason',
  technical: 'operating hours down after a failure or in the checks after it',
  contractual: 'hours that count against the supplier under the contract',
  clinical: 'planned session hours lost, whatever the reason',
  planned: 'operating hours in planned work, up to its agreed end',
  building: 'operating hours down through power, cooling or building',
  unconfirmed: 'operating hours of which nobody can say whether the scanner worked',
}

/** A stretch of time that counts by one definition, with what it counts under. */
export interface CountedStretch extends ExplainedInterval<string> {
  /** As reported with the event; for clinical hours the kind of loss, for unconfirmed hours why nobody can say. */
  readonly cause: string
  /** Its open time, weighed. In milliseconds. */
  readonly countedMs: number
}

/** A history, whichever hours are known of the asset, and the window. A definition whose hours are not known counts nothing. */
export interface CountedHoursQuestion {
  readonly history: AssetHistory
  readonly operatingHours?: Calendar
  readonly sessions?: Calendar
  readonly terms?: readonly ContractTerms[]
  readonly fromMs: number
  readonly toMs: number
}

/** Where an event states no cause. */
export const causeNotStated = 'not stated'

/** Why time is unconfirmed. */
export const unconfirmedCauses = { nothingReported: 'nothing reported yet', noSignal: 'signal missing' } as const

/**
 * The time that one definition counts over [fromMs, toMs), a stretch for each state and whatever decided it, in order.
 *
 * The figure of the same name is the sum of what these count.
 *
 * @throws {RangeError} When the window is reversed or reaches past the history.
 */
export function countedHours(definition: HoursDefinition, question: CountedHoursQuestion): CountedStretch[] {
  return explained(definition, question)
    .filter(({ weight }) => weight > 0)
    .map((stretch) => ({ ...stretch, cause: causeOf(definition, stretch), countedMs: stretch.openMs * stretch.weight }))
}

function causeOf(definition: HoursDefinition, { bucket, cause = causeNotStated, silent }: ExplainedInterval<string>): string {
  if (definition === 'clinical') return bucket
  if (definition !== 'unconfirmed') return cause
  return silent ? unconfirmedCauses.noSignal : unconfirmedCauses.nothingReported
}

function explained(definition: HoursDefinition, question: CountedHoursQuestion): ExplainedInterval<string>[] {
  const { history, sessions, terms, fromMs, toMs } = question
  switch (definition) {
    case 'elapsed':
      return elapsedOutOfUse(question)
    case 'operating':
      return operating(question).map((stretch) => ({ ...stretch, weight: isOutOfUse(stretch.state) ? 1 : 0, rule: hoursMeaning.operating }))
    case 'technical':
      return operating(question)
    case 'contractual':
      return terms === undefined ? [] : explainContractual({ history, terms, fromMs, toMs }, eachOpenStretch)
    case 'clinical':
      return sessions === undefined ? [] : explainClinical({ history, hours: sessions, fromMs, toMs }, eachOpenStretch)
    case 'planned':
      return operating(question).map((stretch) => only('plannedWork', stretch, hoursMeaning.planned))
    case 'building':
      return operating(question).map((stretch) => only('building', stretch, hoursMeaning.building))
    case 'unconfirmed':
      return operating(question).map((stretch) => only('unconfirmed', stretch, unconfirmedRule(stretch)))
  }
}

const operating = ({ history, operatingHours, fromMs, toMs }: CountedHoursQuestion): ExplainedInterval<TechnicalBucket>[] =>
  operatingHours === undefined ? [] : explainTechnical({ history, hours: operatingHours, fromMs, toMs }, eachOpenStretch)

const only = (wanted: TechnicalBucket, stretch: ExplainedInterval<TechnicalBucket>, rule: string): ExplainedInterval<string> => ({
  ...stretch,
  weight: stretch.bucket === wanted ? 1 : 0,
  rule,
})

const unconfirmedRule = ({ silent }: ExplainedInterval<string>): string =>
  silent
    ? 'operating hours while a signal was expected and did not come: only in the bounds'
    : 'operating hours before anything was reported: only in the bounds'

const elapsedOutOfUse = (question: CountedHoursQuestion): ExplainedInterval<string>[] =>
  segmentsWithin(question).map((segment) => ({
    fromMs: segment.fromMs,
    toMs: segment.toMs,
    openMs: segment.toMs - segment.fromMs,
    bucket: segment.state,
    weight: isOutOfUse(segment.state) ? 1 : 0,
    ...explainedState(segment),
    rule: hoursMeaning.elapsed,
  }))
