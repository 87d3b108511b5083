import { enqueue, type Transaction } from '@imaging/postgres'
import { evolve, type Fact, type WorkOrder } from '../domain/index.ts'
import { actedMessages, factMessages, processMessages, scannerMessages, type Change } from './outgoing.ts'
import { saveWorkOrder } from './work-order-repository.ts'

export interface RecordDeps {
  readonly now: () => Date
  readonly newId: () => string
}

/**
 * Records what happened, in the transaction: the facts, where the work order now stands, and what leaves through the outbox:
 * the facts themselves, what they say of the scanner's state, what must be proven later, and what the process is told.
 *
 * @returns Where it now stands.
 */
export async function recordFacts(
  tx: Transaction,
  before: WorkOrder | undefined,
  facts: readonly Fact[],
  { now, newId }: RecordDeps,
): Promise<WorkOrder> {
  const changes = changesOf(before, facts, newId)
  const after = changes.at(-1)?.after ?? before
  if (after === undefined) throw new RangeError('there is nothing to record')
  if (changes.length === 0) return after
  await saveWorkOrder(tx, after, changes)
  const recordedAtMs = now().getTime()
  await enqueue(
    tx,
    changes.flatMap((change) => [
      ...factMessages(change, recordedAtMs),
      ...scannerMessages(change, recordedAtMs, newId),
      ...actedMessages(change, recordedAtMs, newId),
      ...processMessages(change),
    ]),
  )
  return after
}

/**
 * Records a closed work order from an older system: its facts leave as events, and nothing else is said or started.
 *
 * Made-up history is recorded at the instants it tells of, so that figures as known then can be shown; real history was
 * learnt when it came.
 */
export async function recordHistory(
  tx: Transaction,
  reference: string,
  facts: readonly Fact[],
  { now, newId }: RecordDeps,
): Promise<WorkOrder> {
  const changes = changesOf(undefined, facts, newId)
  const after = changes.at(-1)?.after
  if (after === undefined) throw new RangeError('there is nothing to record')
  await saveWorkOrder(tx, after, changes, reference)
  const nowMs = now().getTime()
  await enqueue(
    tx,
    changes.flatMap((change) => factMessages(change, after.opening.example ? change.fact.atMs : nowMs)),
  )
  return after
}

function changesOf(before: WorkOrder | undefined, facts: readonly Fact[], newId: () => string): Change[] {
  const changes: Change[] = []
  let order = before
  for (const fact of facts) {
    const after = evolve(order, fact)
    changes.push({ eventId: newId(), sequence: after.sequence, supplierId: after.assignment.supplierId, fact, before: order, after })
    order = after
  }
  return changes
}
