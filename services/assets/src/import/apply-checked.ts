import { localDateOf } from '@imaging/calendar'
import { conflict } from '@imaging/http'
import { enqueue, type Transaction } from '@imaging/postgres'
import type { Actor } from '@imaging/schemas'
import { writesOf, type AssetWrite, type RowOutcome } from '../../domain/index.ts'
import { assetOf, entryOf, hoursOfNew, type HeldEntry } from '../asset-entry.ts'
import { lockAssets, saveEntries, wholeRegister, type HeldAsset } from '../asset-repository.ts'
import { assetChanged, type Publishing } from '../published.ts'
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
  const register = await wholeRegister(tx)
  const writes = writesOf(
    rows,
    register.map(({ entry }) => assetOf(entry)),
    reference,
  )
  const at = publishing.now()
  const entries = writes.map((write) => entryAfter(write, before, localDateOf(at.getTime())))
  const why = `Imported from ${held.fileName}`
  const versions = await saveEntries(tx, entries, reference.makerAliases, { by, at, why, importId: held.importId })
  await enqueue(
    tx,
    entries.map((entry) => assetChanged(entry, publishing)),
  )
  const written = entries.map(({ assetId }) => ({ assetId, before: before.get(assetId)?.version, after: versions.get(assetId) ?? 0 }))
  await markApplied(tx, held.importId, at, written)
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
