import { inTransaction, type Pool } from '@imaging/postgres'
import { assetsDueToChange, lockAssets } from './ledger-repository.ts'
import { historyKnownNow } from './ledger-store.ts'
import { changeOf, saveChanges, type LedgerDeps } from './on-ledger-event.ts'

/** Assets looked at in one go; more are taken in the next. */
const ASSETS_MAX = 100

/**
 * Planned work that runs past its agreed end becomes unplanned downtime, though nobody says so: when the moment comes the
 * board and the downtimes are told.
 */
export async function passAgreedEnds(deps: LedgerDeps & { readonly pool: Pool }): Promise<void> {
  await deps.register.refresh()
  await inTransaction(deps.pool, async (tx) => {
    const nowMs = deps.now().getTime()
    const due = await assetsDueToChange(tx, nowMs, ASSETS_MAX)
    if (due.length === 0) return
    const stood = await lockAssets(tx, due.toSorted())
    const ledgers = await deps.ledgers.ledgersOf(tx, due)
    const changes = [...ledgers].flatMap(([assetId, { ledger }]) => {
      const was = stood.get(assetId)
      const history = historyKnownNow(ledger)
      // As it was told until now: the same history, looked at just before the agreed end.
      const justBeforeMs = (was?.changesAtMs ?? nowMs) - 1
      return [changeOf(assetId, history, history, { was, nowMs, beforeMs: justBeforeMs, publishedAtMs: undefined, becauseOfEventIds: [] })]
    })
    await saveChanges(deps, tx, changes)
  })
}
