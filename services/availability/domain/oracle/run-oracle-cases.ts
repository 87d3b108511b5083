import { type CalendarDefinition, calendarOf } from '@imaging/calendar'
import { assetHistory } from '../asset-history.ts'
import { causeNotStated, countedHours, type CountedHoursQuestion, type HoursDefinition, unconfirmedCauses } from '../counted-hours.ts'
import { clinicalAvailability, clinicalBuckets } from '../clinical-availability.ts'
import { contractualAvailability } from '../contractual-availability.ts'
import { reliability } from '../reliability.ts'
import { assetStates } from '../ledger.ts'
import { technicalAvailability } from '../technical-availability.ts'
import { timeInState } from '../time-in-state.ts'
import { caseCauses, generatedCase } from './generated-case.ts'
import { minuteByMinute } from './minute-by-minute.ts'
import type { CaseHours, OracleCase, OracleFigures } from './oracle-case.ts'

/** A figure on which the two ways of counting disagree. */
export interface OracleMismatch {
  readonly seed: number
  readonly figure: string
  readonly counted: number | string | undefined
  readonly expected: number | string | undefined
}

export interface OracleReport {
  readonly cases: number
  readonly figures: number
  readonly mismatches: readonly OracleMismatch[]
}

const minuteMs = 60_000

/** Shares are quotients of the same whole numbers, so that only the last bits may differ. */
const toleranceOfShares = 1e-12

/**
 * Counts seeded cases by the production rules and by brute force, and lists every figure that differs.
 *
 * @param count How many cases; case n is that of seed + n.
 */
export function runOracleCases(count: number, seed: number): OracleReport {
  const mismatches: OracleMismatch[] = []
  let figures = 0
  for (let index = 0; index < count; index += 1) {
    const oracleCase = generatedCase(seed + index)
    const expected = minuteByMinute(oracleCase)
    const counted = countedFigures(oracleCase)
    const names = new Set([...Object.keys(expected), ...Object.keys(counted)])
    for (const figure of names) {
      figures += 1
      if (!agree(counted[figure], expected[figure])) {
        mismatches.push({ seed: seed + index, figure, counted: counted[figure], expected: expected[figure] })
      }
    }
  }
  return { cases: count, figures, mismatches }
}

/** The figures of a case by the production rules, under the oracle's names and in its minutes. */
function countedFigures({
  ledger,
  knownAtMs,
  fromMs,
  toMs,
  operatingHours,
  sessions,
  terms,
  causeNeedingRelease,
}: OracleCase): OracleFigures {
  const history = assetHistory(ledger, { knownAtMs, toMs, needsRelease: ({ cause }) => cause === causeNeedingRelease })
  const window = { history, fromMs, toMs }
  const technical = technicalAvailability({ ...window, hours: calendarOf(definitionOf(operatingHours)) })
  const clinical = clinicalAvailability({ ...window, hours: calendarOf(definitionOf(sessions)) })
  const termsOfCase = terms.map((version) => ({ ...version, cover: calendarOf(definitionOf(version.cover)) }))
  const contract = contractualAvailability({ ...window, terms: termsOfCase })
  const { byStateMs } = timeInState(window)
  return {
    ...Object.fromEntries(assetStates.map((state) => [`state.${state}`, byStateMs[state] / minuteMs])),
    'technical.operating': technical.bucketsMs.operating / minuteMs,
    'technical.restoring': technical.bucketsMs.restoring / minuteMs,
    'technical.unconfirmed': technical.bucketsMs.unconfirmed / minuteMs,
    ...sharesOf('technical', technical),
    'contractual.cover': contract.coverMs / minuteMs,
    'contractual.qualifying': contract.qualifyingMs / minuteMs,
    ...sharesOf('contractual', contract),
    ...Object.fromEntries(clinicalBuckets.map((bucket) => [`clinical.${bucket}`, clinical.bucketsMs[bucket] / minuteMs])),
    ...sharesOf('clinical', clinical),
    ...openedMinutes({
      ...window,
      operatingHours: calendarOf(definitionOf(operatingHours)),
      sessions: calendarOf(definitionOf(sessions)),
      terms: termsOfCase,
    }),
    failures: reliability({ ...window, hours: calendarOf(definitionOf(operatingHours)) }).failures.length,
  }
}

/** What the stretches that figures open to add up to, under each cause a case may state. */
function openedMinutes(question: CountedHoursQuestion): OracleFigures {
  const minutesOf = (definition: HoursDefinition, wanted?: string): number =>
    countedHours(definition, question).reduce(
      (sum, { cause, countedMs }) => (wanted === undefined || cause === wanted ? sum + countedMs / minuteMs : sum),
      0,
    )
  const byCause = (definition: HoursDefinition): OracleFigures =>
    Object.fromEntries([...caseCauses, causeNotStated].map((cause) => [`${definition}.cause.${cause}`, minutesOf(definition, cause)]))
  return {
    ...byCause('technical'),
    ...byCause('contractual'),
    'planned.all': minutesOf('planned'),
    'building.all': minutesOf('building'),
    ...Object.fromEntries(Object.values(unconfirmedCauses).map((cause) => [`unconfirmed.${cause}`, minutesOf('unconfirmed', cause)])),
  }
}

/** The oracle writes hours the way people do, so that they can be read as a definition as they stand. */
const definitionOf = (hours: CaseHours): CalendarDefinition => hours

type Shares = Readonly<Record<'headline' | 'lower' | 'upper' | 'confirmedShare', number | 'not defined'>>

const sharesOf = (name: string, { headline, lower, upper, confirmedShare }: Shares): OracleFigures => ({
  [`${name}.headline`]: headline,
  [`${name}.lower`]: lower,
  [`${name}.upper`]: upper,
  [`${name}.confirmedShare`]: confirmedShare,
})

function agree(counted: number | string | undefined, expected: number | string | undefined): boolean {
  if (typeof counted === 'number' && typeof expected === 'number')
    return Math.abs(counted - expected) <= toleranceOfShares * Math.max(1, Math.abs(expected))
  return counted === expected
}
