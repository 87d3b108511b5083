import type { Fact } from './fact.ts'
import { holdsLimitedScanner } from './return-to-use.ts'
import { isOpen, type WorkOrder } from './work-order.ts'

/** What a work order says of the state of its scanner. */
export interface ScannerEffect {
  readonly state: 'UP' | 'DEGRADED' | 'IN_QA' | 'DOWN_UNPLANNED'
  /** The release to clinical use that allows it. */
  readonly releaseId?: string
  readonly canStill?: readonly string[]
  readonly note?: string
}

/**
 * What a fact changes about the scanner; `undefined` when it changes nothing.
 *
 * Hand-back takes a scanner that was down to its checks. One that was only limited stays in use meanwhile, unless the scope
 * of the work forbids use before its checks. A failed check undoes exactly what the hand-back said. A release, or a person's
 * word that the alarm was false, returns it to use: both carry a release, without which nothing goes from down to working.
 */
export function scannerEffect(before: WorkOrder, fact: Fact): ScannerEffect | undefined {
  switch (fact.step) {
    case 'handed-back':
      return isHeld(before, fact.scope) ? { state: 'IN_QA', note: fact.work } : undefined
    case 'check-recorded':
      if (fact.result !== 'fail' || before.status !== 'AWAITING_CHECKS' || !isHeld(before, before.scopes)) return undefined
      return { state: 'DOWN_UNPLANNED', note: fact.note ?? 'A check failed.' }
    case 'released':
      return fact.limits === undefined
        ? { state: 'UP', releaseId: fact.releaseId }
        : { state: 'DEGRADED', releaseId: fact.releaseId, note: fact.limits, canStill: fact.canStill ?? [] }
    case 'cancelled':
      if (fact.reason !== 'false-alarm' || !isOpen(before)) return undefined
      return { state: 'UP', releaseId: `${before.opening.workOrderId}-F`, note: fact.note ?? 'False alarm.' }
    default:
      return undefined
  }
}

const isHeld = ({ scannerState }: WorkOrder, scopes: readonly string[]): boolean =>
  scannerState === 'DOWN_UNPLANNED' || holdsLimitedScanner(scopes)
