import type { CalendarDefinition, LocalDate } from '@imaging/calendar'
import { type Dated, overlapping } from './dated.ts'
import { validateHours } from './operating-hours.ts'
import type { RegisterProblem } from './problem.ts'

/** Reasons for which the contract's clock stands still. */
export type PauseReason = 'no-access' | 'awaiting-customer-checks'

/** A time limit for each urgency, in minutes of the contract's clock. */
export interface UrgencyMinutes {
  readonly P1: number
  readonly P2: number
  readonly P3: number
}

/**
 * How a contract measures availability: contractual = (C − Q) / C, every choice held as dated data.
 *
 * @source design, rules of the domain, contractual availability
 */
export interface UptimeTerms {
  /** The hours C in which the supplier answers for the machine. */
  readonly coverHours: CalendarDefinition
  /** Whether agreed planned work stays in C. */
  readonly countsAgreedPlannedWork: boolean
  /** Weight of an hour in which the machine can do less, from 0 to 1. */
  readonly degradedWeight: number
  readonly clockStarts: 'call-logged-with-access' | 'fault'
  /** With `return-to-use`, checks after a failure count as the failure does. */
  readonly clockEnds: 'hand-back' | 'return-to-use'
  readonly clockRuns: 'cover-hours' | 'elapsed'
  readonly pauses: readonly PauseReason[]
  /** Causes of downtime for which the supplier does not answer. */
  readonly excludedCauses: readonly string[]
  readonly responseMinutes: UrgencyMinutes
  readonly repairMinutes: UrgencyMinutes
  /** The agreed share of cover hours, above 0 and at most 1. */
  readonly uptimeTarget: number
}

/** A maintenance contract over one or more machines; its terms may change while it runs. */
export interface Contract {
  readonly contractId: string
  readonly supplierId: string
  readonly supplierName: string
  /** The trust that holds the contract. */
  readonly trust: string
  readonly from: LocalDate
  readonly to?: LocalDate
  /** The machines it covers; left out where each machine names its contract instead. */
  readonly assetIds?: readonly string[]
  readonly terms: readonly Dated<UptimeTerms>[]
}

/** The terms that hold where a contract is silent; cover hours, limits and target must always be agreed. */
export const silentTerms = {
  countsAgreedPlannedWork: false,
  degradedWeight: 0,
  clockStarts: 'call-logged-with-access',
  clockEnds: 'hand-back',
  clockRuns: 'cover-hours',
  pauses: ['no-access', 'awaiting-customer-checks'],
  excludedCauses: ['power', 'chilled-water', 'building', 'network', 'user-caused'],
} as const satisfies Partial<UptimeTerms>

/** What is wrong with a contract; empty when nothing is. */
export function validateContract({ assetIds, from, to, terms }: Contract): readonly RegisterProblem[] {
  const problems = terms.flatMap((each, index) => validateTerms(each, `terms[${index}]`))
  if (to !== undefined && to <= from) {
    problems.push(
      wrong('to', to, `The contract would end before it starts on ${from}.`, 'Enter an end after the start, or leave it empty.'),
    )
  }
  if (terms.length === 0) problems.push(wrong('terms', '', 'The contract has no terms.', 'Enter at least one set of terms.'))
  if (assetIds?.length === 0) {
    problems.push(wrong('assetIds', '', 'The contract covers no machine.', 'Choose at least one machine the contract covers.'))
  }
  for (const [earlier, later] of overlapping(terms)) {
    const problem = `The terms from ${earlier.from} still hold when those from ${later.from} begin.`
    problems.push(wrong('terms', later.from, problem, `End the earlier terms on ${later.from}.`))
  }
  return problems
}

function validateTerms(terms: UptimeTerms, field: string): RegisterProblem[] {
  const problems = [...validateHours(terms.coverHours, `${field}.coverHours`)]
  if (!(terms.uptimeTarget > 0 && terms.uptimeTarget <= 1)) {
    const problem = 'The agreed availability must be above 0 and at most 1.'
    problems.push(wrong(`${field}.uptimeTarget`, String(terms.uptimeTarget), problem, 'Enter a share, like 0.97 for 97 %.'))
  }
  if (!(terms.degradedWeight >= 0 && terms.degradedWeight <= 1)) {
    const problem = 'The weight of limited hours must be from 0 to 1.'
    const remedy = 'Enter 0 to leave them out, 1 to count them as down, or a share between, like 0.5.'
    problems.push(wrong(`${field}.degradedWeight`, String(terms.degradedWeight), problem, remedy))
  }
  for (const limit of ['responseMinutes', 'repairMinutes'] as const) {
    for (const [urgency, minutes] of Object.entries(terms[limit])) {
      if (Number.isInteger(minutes) && minutes > 0) continue
      const problem = 'A time limit must be a whole number of minutes above 0.'
      problems.push(wrong(`${field}.${limit}.${urgency}`, String(minutes), problem, 'Enter minutes, like 240 for 4 hours.'))
    }
  }
  return problems
}

const wrong = (field: string, wrote: string, problem: string, remedy: string): RegisterProblem => ({ field, wrote, problem, remedy })
