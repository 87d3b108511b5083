import type { Transaction } from '@imaging/postgres'
import type { AssetSnapshot, AvailabilityDowntimeOpenedV1 } from '@imaging/schemas'
import { callAgain, classTraits, logCall, priority, summary, worsen, type Opening, type WorkOrder } from '../domain/index.ts'
import { settleDowntime } from './downtime-repository.ts'
import { recordFacts, type RecordDeps } from './record-facts.ts'
import { assetOf, assignmentFor, classOf, standOf } from './register-repository.ts'
import { heldOpenWorkOrders, nextWorkOrderId, workOrderOfDowntime } from './work-order-repository.ts'

/** A failure that asks for a supplier. */
export type Failure = Omit<AvailabilityDowntimeOpenedV1['data'], 'state'> & {
  readonly state: Opening['scannerState']
  readonly example: boolean
}

/** What became of it. */
export interface Raised {
  readonly fate: 'raised' | 'taken-in'
  readonly workOrderId: string
}

/** Whether a downtime in this state asks for a supplier: planned work and building faults do not. */
export const asksForSupplier = (state: string): state is Opening['scannerState'] => state === 'DOWN_UNPLANNED' || state === 'DEGRADED'

/**
 * Raises a work order for a failure, or lets the one that is open on the scanner take it in: an engineer comes to a scanner,
 * not to an event. A scanner that was limited and is down now makes that one more urgent.
 *
 * @returns `undefined` when the register does not know the scanner.
 */
export async function raiseWorkOrder(tx: Transaction, failure: Failure, deps: RecordDeps): Promise<Raised | undefined> {
  const asset = await assetOf(tx, failure.assetId)
  if (asset === undefined) return undefined
  await takeTurns(tx, failure.assetId)
  const nowMs = deps.now().getTime()
  const urgency = priority(failure.state, await standOf(tx, asset))
  const open = await openOn(tx, failure.assetId)
  if (open !== undefined) {
    if (failure.state === 'DOWN_UNPLANNED') await recordFacts(tx, open, worsen(open, urgency, nowMs), deps)
    return { fate: 'taken-in', workOrderId: open.opening.workOrderId }
  }
  const known = await workOrderOfDowntime(tx, failure.downtimeId, failure.assetId)
  if (known !== undefined && !wentDownAgain(known, failure)) return { fate: 'taken-in', workOrderId: known.opening.workOrderId }
  const workOrderId = await nextWorkOrderId(tx)
  const opening: Opening = {
    workOrderId,
    assetId: failure.assetId,
    trust: asset.operator,
    traits: await traitsOf(tx, asset),
    downtimeId: failure.downtimeId,
    faultAtMs: Math.min(Date.parse(failure.from), nowMs),
    scannerState: failure.state,
    priority: urgency,
    summary: summary(failure),
    example: failure.example || asset.example,
    ...(known !== undefined && { follows: known.opening.workOrderId }),
    ...(failure.cause !== undefined && { cause: failure.cause }),
    ...(failure.fault !== undefined && { fault: failure.fault }),
  }
  await recordFacts(tx, undefined, [logCall(opening, await assignmentFor(tx, asset, nowMs), nowMs)], deps)
  return { fate: 'raised', workOrderId }
}

/** Raises the work order for what a release with limits left to mend, where it did; it stands for the downtime from now on. */
export async function raiseFollowUp(tx: Transaction, released: WorkOrder, deps: RecordDeps): Promise<void> {
  if (released.release?.followUp !== true) return
  const { assetId, downtimeId } = released.opening
  const asset = await assetOf(tx, assetId)
  const urgency = asset === undefined ? 'P3' : priority('DEGRADED', await standOf(tx, asset))
  const workOrderId = await nextWorkOrderId(tx)
  const call = callAgain(released, workOrderId, urgency)
  if (call === undefined) return
  await recordFacts(tx, undefined, [call], deps)
  if (downtimeId !== undefined) await settleDowntime(tx, downtimeId, 'raised', workOrderId)
}

/** One that is closed while it is waited for may have been followed up in the same moment: the second look sees that. */
async function openOn(tx: Transaction, assetId: string): Promise<WorkOrder | undefined> {
  const [open] = await heldOpenWorkOrders(tx, assetId)
  return open ?? (await heldOpenWorkOrders(tx, assetId))[0]
}

/** A scanner that was returned to use with limits is in the same downtime still, and may go down in it. */
const wentDownAgain = ({ release }: WorkOrder, { state }: Failure): boolean => release?.limits !== undefined && state === 'DOWN_UNPLANNED'

/** Two failures of one scanner, told and judged at the same moment, must see each other's work order. */
async function takeTurns(tx: Transaction, assetId: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('work order of ' || $1, 0))`, [assetId])
}

/** For a class the register does not know every rule holds: too many checks do no harm. */
export async function traitsOf(tx: Transaction, { classId }: AssetSnapshot): Promise<Opening['traits']> {
  return classTraits(classId, (await classOf(tx, classId)) ?? { ionising: true, magnet: true })
}
