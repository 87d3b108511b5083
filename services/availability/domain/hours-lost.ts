import type { Calendar } from '@imaging/calendar'
import type { AssetHistory } from './asset-history.ts'
import { explainClinical } from './clinical-availability.ts'
import type { ContractTerms } from './contract-terms.ts'
import { explainContractual } from './contractual-availability.ts'
import { isOutOfUse } from './downtimes.ts'
import { type ExplainedInterval, explainedState } from './figure.ts'
import { explainTechnical } from './technical-availability.ts'
import { segmentsWithin } from './time-in-state.ts'

/** What "hours lost" means: the same failure loses different hours by each. */
export const lostHoursDefinitions = ['elapsed', 'operating', 'technical', 'contractual', 'clinical'] as const
export type LostHoursDefinition = (typeof lostHoursDefinitions)[number]

/** What each definition counts, in words for the reader. */
export const lostHoursMeaning: Readonly<Record<LostHoursDefinition, string>> = {
  elapsed: 'all hours out of use, day and night, whatever the reason',
  operating: 'operating hours out of use, whatever the reason',
  technical: 'operating hours down after a failure or in the checks after it',
  contractual: 'hours that count against the supplier under the contract',
  clinical: 'planned session hours lost, whatever the reason',
}

/** Hours lost by one definition to one cause, with the stretches they are made of. */
export interface HoursLost {
  readonly definition: LostHoursDefinition
  /** As reported with the event; for clinical hours the kind of loss. */
  readonly cause: string
  /** Weighed, in milliseconds. */
  readonly lostMs: number
  readonly intervals: readonly ExplainedInterval<string>[]
}

/** A history, whichever hours are known of the asset, and the window. A definition whose hours are not known is left out. */
export interface HoursLostQuestion {
  readonly history: AssetHistory
  readonly operatingHours?: Calendar
  readonly sessions?: Calendar
  readonly terms?: readonly ContractTerms[]
  readonly fromMs: number
  readonly toMs: number
}

/** Where an event states no cause. */
export const causeNotStated = 'not stated'

/**
 * Hours lost by definition and cause over [fromMs, toMs), the greatest first within a definition.
 *
 * @throws {RangeError} When the window is reversed or reaches past the history.
 */
export function hoursLost(question: HoursLostQuestion): HoursLost[] {
  return lostHoursDefinitions.flatMap((definition) => {
    const lost = lostBy(definition, question).filter(({ weight }) => weight > 0)
    const byCause = Map.groupBy(lost, ({ bucket, cause }) => (definition === 'clinical' ? bucket : (cause ?? causeNotStated)))
    return [...byCause]
      .map(([cause, intervals]) => ({ definition, cause, lostMs: weighedMs(intervals), intervals }))
      .toSorted((left, right) => right.lostMs - left.lostMs || (left.cause < right.cause ? -1 : 1))
  })
}

function lostBy(definition: LostHoursDefinition, question: HoursLostQuestion): ExplainedInterval<string>[] {
  const { history, operatingHours, sessions, terms, fromMs, toMs } = question
  switch (definition) {
    case 'elapsed':
      return elapsedOutOfUse(question)
    case 'operating':
      return operatingHours === undefined ? [] : explainTechnical({ history, hours: operatingHours, fromMs, toMs }).map(weighOutOfUse)
    case 'technical':
      return operatingHours === undefined ? [] : explainTechnical({ history, hours: operatingHours, fromMs, toMs })
    case 'contractual':
      return terms === undefined ? [] : explainContractual({ history, terms, fromMs, toMs })
    case 'clinical':
      return sessions === undefined ? [] : explainClinical({ history, hours: sessions, fromMs, toMs })
  }
}

const elapsedOutOfUse = (question: HoursLostQuestion): ExplainedInterval<string>[] =>
  segmentsWithin(question).map((segment) => ({
    fromMs: segment.fromMs,
    toMs: segment.toMs,
    bucket: segment.state,
    weight: isOutOfUse(segment.state) ? 1 : 0,
    ...explainedState(segment),
    rule: lostHoursMeaning.elapsed,
  }))

const weighOutOfUse = (interval: ExplainedInterval<string>): ExplainedInterval<string> => ({
  ...interval,
  weight: isOutOfUse(interval.state) ? 1 : 0,
  rule: lostHoursMeaning.operating,
})

const weighedMs = (intervals: readonly ExplainedInterval<string>[]): number =>
  intervals.reduce((sumMs, { fromMs, toMs, weight }) => sumMs + (toMs - fromMs) * weight, 0)
