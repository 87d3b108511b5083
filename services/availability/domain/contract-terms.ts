import type { Calendar } from '@imaging/calendar'

/** What a contract says about counting its uptime, for the time it says so. */
export interface ContractTerms {
  readonly contractId: string
  /** The first instant the terms hold. */
  readonly fromMs: number
  /** The first instant they no longer hold; left out: until further notice. */
  readonly toMs?: number
  /** The hours the contract covers. */
  readonly cover: Calendar
  /** Whether agreed planned work stays in the cover hours that the lost hours are divided by. */
  readonly coverIncludesPlannedWork: boolean
  /** How much of an hour in `DEGRADED` counts as lost, 0 to 1. */
  readonly degradedWeight: number
  readonly clockStarts: 'call-logged-with-access' | 'fault'
  readonly clockStops: 'hand-back' | 'return-to-use'
  /** Whether lost hours count only in cover hours, or all of them. */
  readonly lostHours: 'cover' | 'elapsed'
  /** The reasons of pauses that stop the clock; a pause for another reason does not. */
  readonly pauseReasons: readonly string[]
  /** The causes of a failure that never count against the supplier. */
  readonly excludedCauses: readonly string[]
}

/** The terms that hold where a contract says nothing else. @source design, section 6, "Contractual" */
export const usualTerms = {
  coverIncludesPlannedWork: false,
  degradedWeight: 0,
  clockStarts: 'call-logged-with-access',
  clockStops: 'hand-back',
  lostHours: 'cover',
  pauseReasons: ['no-access', 'awaiting-customer-checks'],
  excludedCauses: ['user-caused', 'power', 'chilled-water', 'building'],
} as const satisfies Partial<ContractTerms>

/**
 * Puts terms in order of time.
 *
 * @throws {RangeError} When two hold at once, one ends before it starts, or a weight is not between 0 and 1: saying which.
 */
export function termsInOrder(terms: readonly ContractTerms[]): ContractTerms[] {
  const inOrder = terms.toSorted((left, right) => left.fromMs - right.fromMs)
  inOrder.forEach(({ contractId, fromMs, toMs = Infinity, degradedWeight }, index) => {
    if (toMs <= fromMs) throw new RangeError(`the terms of ${contractId} from ${fromMs} end before they start, at ${toMs}`)
    if (!(degradedWeight >= 0 && degradedWeight <= 1)) {
      throw new RangeError(`the terms of ${contractId} weigh a limited hour at ${degradedWeight}: write a number from 0 to 1`)
    }
    const next = inOrder[index + 1]
    if (next !== undefined && next.fromMs < toMs) {
      throw new RangeError(
        `the terms of ${contractId} and of ${next.contractId} both hold at ${next.fromMs}: end one where the other starts`,
      )
    }
  })
  return inOrder
}
