import type { Transaction } from '@imaging/postgres'
import type { AvailabilityDowntimeClosedV1 } from '@imaging/schemas'
import { closeDowntime } from './downtime-repository.ts'
import type { DowntimeDeps } from './on-downtime-opened.ts'

/**
 * A scanner is in use again: a downtime still waiting to be judged is history.
 *
 * An open work order stays open: the supplier may be on the way, and only people end its work.
 */
export async function onDowntimeClosed(tx: Transaction, { data }: AvailabilityDowntimeClosedV1, { late }: DowntimeDeps): Promise<void> {
  if (late.isLate(Date.parse(data.from))) late.heard()
  await closeDowntime(tx, data.downtimeId, data.to)
}
