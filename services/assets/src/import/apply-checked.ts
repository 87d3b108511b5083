import { localDateOf } from '@imaging/calendar'
import { conflict } from '@imaging/http'
import { enqueue, type Transaction } from '@imaging/postgres'
import type { Actor, RoomSnapshot } from '@imaging/schemas'
import { writesOf, type AssetWrite, type NewPlaces, type RowOutcome } from '../../domain/index.ts'
import { assetOf, entryOf, hoursOfNew, type HeldEntry } from '../asset-entry.ts'
import { lockAssets, saveEntries, wholeRegister, type HeldAsset } from '../asset-repository.ts'
import { buildingRecords, roomRecords } from '../place-repository.ts'
import { assetChanged, buildingChanged, roomChanged, type Publishing } from '../published.ts'
import { actRecorded } from '../record-act.ts'
import type { Change } from '../change.ts'
import type { Reference } from '../reference-repository.ts'
import { markApplied, type HeldImport } from './import-repository.ts'

type WritingRow = Extract<RowOutcome, { readonly outcome: 'new' | 'changed' }>

/** Assets named in a refusal; more would hide what to do. */
const NAMED_MAX = 3

/**
 * Writes exactly what the preview showed, and publishes each asset once.
 *
 * @throws {ProblemError} 409 when an asset it would write is no longer as it was when the file was checked.
 */
export async function applyChecked(
  tx: Transaction,
  held: HeldImport,
  reference: Reference,
  by: Actor,
  publishing: Publishing,
): Promise<void> {
  const rows = held.preview.outcomes.filter((row): row is WritingRow => row.outcome === 'new' || row.outcome === 'changed')
  const before = await lockAssets(
    tx,
    rows.map(({ assetId }) => assetId),
  )
  requireUnmoved(rows, before, held.seenVersions)
  await requirePlaces(tx, rows, held.preview.newPlaces)
  const register = await wholeRegister(tx)
  const writes = writesOf(
    rows,
    register.map(({ entry }) => assetOf(entry)),
    reference,
  )
  const at = publishing.now()
  const why = `Imported from ${held.fileName}`
  const change = { by, at, why, importId: held.importId }
  await makePlaces(tx, held.preview.newPlaces, change, publishing)
  const entries = writes.map((write) => entryAfter(write, before, localDateOf(at.getTime())))
  const versions = await saveEntries(tx, entries, reference.makerAliases, change)
  const { counts } = held.preview
  const details = { fileName: held.fileName, entered: String(counts.new), changed: String(counts.changed) }
  await enqueue(tx, [
    ...entries.map((entry) => assetChanged(entry, publishing)),
    actRecorded({ act: 'import.applied', about: held.importId, by, details }, publishing),
  ])
  const written = entries.map(({ assetId }) => ({ assetId, before: before.get(assetId)?.version, after: versions.get(assetId) ?? 0 }))
  await markApplied(tx, held.importId, at, written)
}

/** Makes the buildings and rooms that were shown as new, and publishes each. */
async function makePlaces(tx: Transaction, { buildings, rooms }: NewPlaces, change: Change, publishing: Publishing): Promise<void> {
  const bodies = rooms as readonly RoomSnapshot[]
  await buildingRecords.save(tx, buildings, change)
  await roomRecords.save(tx, bodies, change)
  await enqueue(tx, [
    ...buildings.map((building) => buildingChanged(building, publishing)),
    ...bodies.map((room) => roomChanged(room, publishing)),
  ])
}

/** Every room and building that the rows name and the file does not make is still there, and each it makes is not. */
async function requirePlaces(tx: Transaction, rows: readonly WritingRow[], { buildings, rooms }: NewPlaces): Promise<void> {
  const made = new Set([...buildings.map(({ buildingId }) => buildingId), ...rooms.map(({ roomId }) => roomId)])
  const places = rows.flatMap(({ place }) => place?.roomId ?? place?.buildingId ?? [])
  const named = new Set([...places, ...rooms.flatMap(({ buildingId }) => buildingId ?? []), ...made])
  const heldRooms = await roomRecords.lock(tx, [...named])
  const heldBuildings = await buildingRecords.lock(tx, [...named])
  const there = new Set([...heldRooms.map(({ body }) => body.roomId), ...heldBuildings.map(({ body }) => body.buildingId)])
  const moved = [...named].filter((id) => made.has(id) === there.has(id))
  if (moved.length > 0) throw registerMoved(`Since then ${moved.slice(0, NAMED_MAX).join(', ')} was entered or taken out.`)
}

function requireUnmoved(rows: readonly WritingRow[], before: ReadonlyMap<string, HeldAsset>, seen: HeldImport['seenVersions']): void {
  const moved = rows.filter(({ assetId }) => before.get(assetId)?.version !== seen[assetId]).map(({ assetId }) => assetId)
  if (moved.length === 0) return
  const named = moved.slice(0, NAMED_MAX).join(', ')
  const rest = moved.length > NAMED_MAX ? ` and ${moved.length - NAMED_MAX} more` : ''
  throw registerMoved(`Since then ${named}${rest} changed.`)
}

/** 409: what the file would do is no longer what was shown. */
export const registerMoved = (what: string) =>
  conflict(
    'The register has changed since this file was checked',
    `${what} Check the file again, look at what it would change, then import it.`,
  )

/** A new machine's entry holds from its installation; a changed one's from the day of the import, with the hours it has. */
function entryAfter({ after }: AssetWrite, before: ReadonlyMap<string, HeldAsset>, today: string): HeldEntry {
  const entry = before.get(after.assetId)?.entry
  return entry === undefined
    ? entryOf(after, { validFrom: after.installed, operatingHours: hoursOfNew(after) })
    : entryOf(after, { ...entry, validFrom: today })
}
