import type { Transaction } from '@imaging/postgres'
import type { AvailabilityRestatedV1 } from '@imaging/schemas'
import { isOpen, withdraw } from '../domain/index.ts'
import { awaitDowntime, heldDowntime, keepDowntime, settleDowntime, type KnownDowntime } from './downtime-repository.ts'
import type { DowntimeDeps } from './on-downtime-opened.ts'
import { raiseWorkOrder } from './raise-work-order.ts'
import { recordFacts } from './record-facts.ts'
import { heldWorkOrder } from './work-order-repository.ts'

/**
 * History was told anew: what never was is withdrawn, what was merged keeps one work order, what has no end any more is judged
 * again, and what became a failure asks for a supplier.
 */
export async function onAvailabilityRestated(
  tx: Transaction,
  { data, example = false }: AvailabilityRestatedV1,
  deps: DowntimeDeps,
): Promise<void> {
  for (const { was, is } of data.renamed) await rename(tx, was, is, deps)
  for (const downtimeId of data.voided) await voidDowntime(tx, downtimeId, deps)
  for (const downtimeId of data.reopened ?? []) await reopen(tx, downtimeId, deps)
  for (const { downtimeId, at } of data.escalated ?? []) await escalate(tx, downtimeId, at, example, deps)
}

/** The work order goes with the downtime; where both had one, the newer is withdrawn. */
async function rename(tx: Transaction, was: string, is: string, deps: DowntimeDeps): Promise<void> {
  const old = await heldDowntime(tx, was)
  if (old === undefined || old.fate === 'renamed') return
  const heir = await heirOf(tx, old, is, deps)
  await settleDowntime(tx, was, 'renamed')
  if (old.workOrderId === undefined || old.workOrderId === heir.workOrderId) return
  if (heir.workOrderId === undefined) await settleDowntime(tx, is, old.fate === 'taken-in' ? 'taken-in' : 'raised', old.workOrderId)
  else await withdrawOrder(tx, old.workOrderId, 'duplicate', `${heir.workOrderId} covers the same downtime.`, deps)
}

/** A name never heard before stands for what the old one stood for. */
async function heirOf(tx: Transaction, old: KnownDowntime, is: string, { late }: DowntimeDeps): Promise<KnownDowntime> {
  const known = await heldDowntime(tx, is)
  if (known !== undefined) return known
  await keepDowntime(tx, { ...old.opening, downtimeId: is }, old.fate, old.fate === 'waiting' ? late.decideAt() : undefined)
  return { ...old, id: is, workOrderId: undefined }
}

async function voidDowntime(tx: Transaction, downtimeId: string, deps: DowntimeDeps): Promise<void> {
  const downtime = await heldDowntime(tx, downtimeId)
  if (downtime === undefined) return
  await settleDowntime(tx, downtimeId, 'voided')
  // One that only took this downtime in was raised for another, which stands.
  if (downtime.fate === 'raised' && downtime.workOrderId !== undefined) {
    await withdrawOrder(tx, downtime.workOrderId, 'voided', 'The report it was raised for was corrected.', deps)
  }
}

async function reopen(tx: Transaction, downtimeId: string, { late }: DowntimeDeps): Promise<void> {
  const downtime = await heldDowntime(tx, downtimeId)
  if (downtime?.fate !== 'history') return
  late.heard()
  await awaitDowntime(tx, downtime.opening, late.decideAt())
}

/** Limited use or planned work became a failure. */
async function escalate(tx: Transaction, downtimeId: string, at: string, example: boolean, deps: DowntimeDeps): Promise<void> {
  const downtime = await heldDowntime(tx, downtimeId)
  if (downtime === undefined || downtime.isClosed || downtime.fate === 'renamed') return
  const failure = { ...downtime.opening, state: 'DOWN_UNPLANNED' as const, from: at, example: example || downtime.opening.example }
  if (downtime.workOrderId === undefined && (downtime.fate === 'waiting' || deps.late.isLate(Date.parse(at)))) {
    deps.late.heard()
    await awaitDowntime(tx, failure, deps.late.decideAt())
    return
  }
  const raised = await raiseWorkOrder(tx, failure, deps)
  if (raised === undefined || (raised.fate === 'taken-in' && downtime.workOrderId !== undefined)) return
  await settleDowntime(tx, downtimeId, raised.fate, raised.workOrderId)
}

async function withdrawOrder(
  tx: Transaction,
  workOrderId: string,
  reason: 'duplicate' | 'voided',
  note: string,
  deps: DowntimeDeps,
): Promise<void> {
  const order = await heldWorkOrder(tx, workOrderId)
  if (order !== undefined && isOpen(order)) await recordFacts(tx, order, withdraw(order, reason, note, deps.now().getTime()), deps)
}
