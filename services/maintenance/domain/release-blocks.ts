import { releaseChecks } from './return-to-use.ts'
import { isOpen, type WorkOrder } from './work-order.ts'

/**
 * Why a scanner cannot be returned to use yet, a sentence each; none when it can.
 *
 * @source design of return to use: what must happen depends on the scope of work
 */
export function releaseBlocks(order: WorkOrder): string[] {
  if (!isOpen(order)) return []
  if (order.status !== 'AWAITING_CHECKS') return ['The engineer has not handed the scanner back yet.']
  return releaseChecks(order.scopes).flatMap(({ check, label, by }) => {
    const record = order.checks.find((one) => one.check === check)
    if (record === undefined) return [`${label}: not recorded yet, by a ${by.replace('-', ' ')}.`]
    return record.result === 'fail' ? [`${label}: failed.`] : []
  })
}
