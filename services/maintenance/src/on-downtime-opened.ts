import type { Transaction } from '@imaging/postgres'
import type { AvailabilityDowntimeOpenedV1 } from '@imaging/schemas'
import { keepDowntime, settleDowntime, type OpenedDowntime } from './downtime-repository.ts'
import type { LateDowntimes } from './late-downtimes.ts'
import { asksForSupplier, raiseWorkOrder } from './raise-work-order.ts'
import type { RecordDeps } from './record-facts.ts'

export interface DowntimeDeps extends RecordDeps {
  readonly late: LateDowntimes
}

/**
 * A scanner went out of use: raises a work order for a failure, at once.
 *
 * A failure learnt late waits a little: when its end is told meanwhile it is history, and no supplier is called for what is
 * over. A downtime told of twice is one.
 */
export async function onDowntimeOpened(tx: Transaction, event: AvailabilityDowntimeOpenedV1, deps: DowntimeDeps): Promise<void> {
  const opening: OpenedDowntime = { ...event.data, example: event.example ?? false }
  const { state, from, downtimeId } = opening
  if (!asksForSupplier(state)) {
    await keepDowntime(tx, opening, 'not-ours', undefined)
    return
  }
  if (deps.late.isLate(Date.parse(from))) {
    deps.late.heard()
    await keepDowntime(tx, opening, 'waiting', deps.late.decideAt())
    return
  }
  if (!(await keepDowntime(tx, opening, 'history', undefined))) return
  const raised = await raiseWorkOrder(tx, { ...opening, state }, deps)
  if (raised !== undefined) await settleDowntime(tx, downtimeId, raised.fate, raised.workOrderId)
}
