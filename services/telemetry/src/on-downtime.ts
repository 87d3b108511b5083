import type { Received } from '@imaging/event-log'
import type { Transaction } from '@imaging/postgres'
import type { EventOn } from '@imaging/schemas'
import { forgetNormal } from '@imaging/telemetry/domain'
import { mark } from './exam-repository.ts'
import type { WatchStore } from './watch-store.ts'

/** Follows what assets are marked as; after a downtime what was normal before may be so no more, and is learnt anew. */
export const onDowntime =
  ({ watches }: { readonly watches: WatchStore }) =>
  async (tx: Transaction, received: readonly Received<EventOn<'imaging.availability'>>[]): Promise<void> => {
    const mended = new Set<string>()
    for (const { event } of received) {
      const { assetId } = event.data
      if (event.type === 'uk.nhs.imaging.availability.downtime-opened.v1')
        await mark(tx, assetId, event.data.state, event.data.from, event.data.downtimeId)
      if (event.type !== 'uk.nhs.imaging.availability.downtime-closed.v1') continue
      await mark(tx, assetId, 'UP', event.data.to, undefined)
      mended.add(assetId)
    }
    if (mended.size === 0) return
    const remembered = await watches.load(tx, [...mended])
    const known = [...remembered].filter(([, { lastHeardAtMs }]) => lastHeardAtMs !== undefined)
    if (known.length > 0)
      await watches.save(tx, new Map(known.map(([assetId, watched]) => [assetId, { ...watched, watch: forgetNormal(watched.watch) }])))
  }
