import { inTransaction, type Pool } from '@imaging/postgres'
import { heldDueDowntimes, settleDowntime } from './downtime-repository.ts'
import { asksForSupplier, raiseWorkOrder } from './raise-work-order.ts'
import type { RecordDeps } from './record-facts.ts'

/** Which downtimes are learnt late, and how long they wait to be judged. */
export interface LateDowntimes {
  /** Whether a downtime that began then is learnt late. */
  isLate(fromMs: number): boolean
  /** When one told of now is judged. */
  decideAt(): Date
  /** Notes that late news came: while an import or a back-fill flows, ends may still be on their way. */
  heard(): void
  /** Until which instant of waiting downtimes are judged now. */
  decidedBy(): Date
}

/** A failure older than this was not told by whoever stands beside the scanner. */
const LATE_AFTER_MS = 3_600_000

/** However long late news flows, a downtime is judged after so many waits. */
const WAITS_MAX = 10

/** Downtimes judged in one transaction: each is a handful of statements. */
const JUDGED_AT_ONCE_MAX = 20

/** Late downtimes wait `waitMs` from being told, and from the last late news of any. */
export function lateDowntimes({ waitMs, now }: { readonly waitMs: number; readonly now: () => Date }): LateDowntimes {
  // A restart forgets what was heard before, so it counts as news itself.
  let heardAtMs = now().getTime()
  return {
    isLate: (fromMs) => fromMs < now().getTime() - LATE_AFTER_MS,
    decideAt: () => new Date(now().getTime() + waitMs),
    heard: () => void (heardAtMs = now().getTime()),
    decidedBy() {
      const nowMs = now().getTime()
      const isQuiet = nowMs - heardAtMs >= waitMs
      return new Date(isQuiet ? nowMs : nowMs - WAITS_MAX * waitMs)
    },
  }
}

/**
 * Raises work orders for late downtimes that have waited and did not end.
 *
 * @returns How many were judged.
 */
export async function judgeLateDowntimes(ingest: Pool, deps: RecordDeps & { readonly late: LateDowntimes }): Promise<number> {
  return inTransaction(ingest, async (tx) => {
    const due = await heldDueDowntimes(tx, deps.late.decidedBy(), JUDGED_AT_ONCE_MAX)
    for (const { id, opening } of due) {
      const { state } = opening
      const raised = asksForSupplier(state) ? await raiseWorkOrder(tx, { ...opening, state }, deps) : undefined
      await settleDowntime(tx, id, raised?.fate ?? 'history', raised?.workOrderId)
    }
    return due.length
  })
}
