import { inTransaction, type Pool } from '@imaging/postgres'
import { assetsDueToChange, lockAssets } from './ledger-repository.ts'
import { historyKnownNow } from './ledger-store.ts'
import { changeOf, saveChanges, type LedgerDeps } from './on-ledger-event.ts'

/** Assets looked at in one go; more are taken in the next. */
const ASSETS_MAX = 100

/**
 * What time alone changes, though nobody says so: planned work that runs past its agreed end becomes unplanned downtime, and
 * a report dated a little ahead takes effect. When the moment comes the board and the downtimes are told.
 */
export async function passMoments(deps: LedgerDeps & { readonly ingest: Pool }): Promise<void> {
  await deps.register.refresh()
  await inTransaction(deps.ingest, async (tx) => {
    const nowMs = deps.now().getTime()
    const due = await assetsDueToChange(tx, nowMs, ASSETS_MAX)
    if (due.length === 0) return
    const stood = await lockAssets(tx, due.toSorted())
    const ledgers = await deps.ledgers.ledgersOf(tx, due)
    const changes = [...ledgers].map(([assetId, { ledger }]) => {
      // The same history before and after: only the instant until which it has been told moves on.
      const history = historyKnownNow(ledger)
      return changeOf(assetId, history, history, { was: stood.get(assetId), nowMs, publishedAtMs: undefined, becauseOfEventIds: [] })
    })
    await saveChanges(deps, tx, changes)
  })
}
