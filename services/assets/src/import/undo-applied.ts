import { localDateOf } from '@imaging/calendar'
import { enqueue, type Transaction } from '@imaging/postgres'
import type { Actor } from '@imaging/schemas'
import { undoPlan } from '../../domain/index.ts'
import { assetOf, entryOf, type HeldEntry } from '../asset-entry.ts'
import { lockAssets, removeAssets, saveEntries } from '../asset-repository.ts'
import { buildingRecords, roomRecords } from '../place-repository.ts'
import { assetChanged, assetRemoved, buildingRemoved, roomRemoved, type Publishing } from '../published.ts'
import { actRecorded } from '../record-act.ts'
import type { Reference } from '../reference-repository.ts'
import { markUndone, writesOfImport, type HeldImport } from './import-repository.ts'

/** Takes an import back without losing what people have entered since, places that are in use among it, and publishes what changes. */
export async function undoApplied(
  tx: Transaction,
  { importId, fileName }: HeldImport,
  { makerAliases }: Reference,
  by: Actor,
  publishing: Publishing,
): Promise<void> {
  const written = await writesOfImport(tx, importId)
  const held = await lockAssets(
    tx,
    written.map(({ after }) => after.assetId),
  )
  const writes = written.map(({ before, after }, row) => ({ row, ...(before && { before: assetOf(before) }), after: assetOf(after) }))
  const plan = undoPlan(
    writes,
    [...held.values()].map(({ entry }) => assetOf(entry)),
  )
  const change = { by, at: publishing.now(), why: `Import of ${fileName} undone`, importId }
  const validFrom = localDateOf(change.at.getTime())
  const restored = plan.restore.flatMap((asset): HeldEntry[] => {
    const now = held.get(asset.assetId)
    return now === undefined ? [] : [entryOf(asset, { ...now.entry, validFrom })]
  })
  await removeAssets(tx, plan.remove, change)
  await saveEntries(tx, restored, makerAliases, change)
  // Rooms before buildings: a building goes only when it is empty.
  const rooms = await roomRecords.removeMadeBy(tx, change)
  const buildings = await buildingRecords.removeMadeBy(tx, change)
  const details = { fileName, removed: String(plan.remove.length), restored: String(restored.length), kept: String(plan.kept.length) }
  await enqueue(tx, [
    ...plan.remove.map(assetRemoved),
    ...restored.map((entry) => assetChanged(entry, publishing)),
    ...rooms.map(roomRemoved),
    ...buildings.map(buildingRemoved),
    actRecorded({ act: 'import.undone', about: importId, by, details }, publishing),
  ])
  await markUndone(tx, importId, plan.kept)
}
