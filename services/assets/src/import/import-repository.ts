import type { Sql } from '@imaging/postgres'
import type { Actor } from '@imaging/schemas'
import type { ImportPreview } from '../../domain/index.ts'
import type { HeldEntry } from '../asset-entry.ts'

export type ImportStatus = 'CHECKED' | 'APPLIED' | 'UNDONE' | 'DISCARDED'

/** A file that was checked, and what became of it. All of it belongs to the organisation of the transaction. */
export interface HeldImport {
  readonly importId: string
  readonly version: number
  readonly status: ImportStatus
  readonly fileName: string
  readonly uploadedAt: Date
  readonly uploadedBy: Actor
  readonly asOf: string
  readonly preview: ImportPreview
  /** The version of each asset the file would change, as it was when the file was checked. */
  readonly seenVersions: Readonly<Record<string, number>>
  readonly appliedAt: Date | undefined
  readonly kept: readonly { readonly assetId: string; readonly why: string }[] | undefined
}

/** An import as a list shows it: without what its rows would do. */
export type ListedImport = Pick<
  HeldImport,
  'importId' | 'version' | 'status' | 'fileName' | 'uploadedAt' | 'uploadedBy' | 'asOf' | 'appliedAt'
> & {
  readonly counts: ImportPreview['counts']
}

interface Row {
  readonly import_id: string
  readonly version: number
  readonly status: ImportStatus
  readonly file_name: string
  readonly uploaded_at: Date
  readonly uploaded_by: Actor
  readonly as_of: string
  readonly applied_at: Date | null
}

const LISTED = 'import_id, version, status, file_name, uploaded_at, uploaded_by, as_of::text, applied_at'
const WHOLE = `select ${LISTED}, preview, seen_versions, kept from register_import where import_id = $1`

type WholeRow = Row &
  Pick<HeldImport, 'preview'> & { readonly seen_versions: HeldImport['seenVersions']; readonly kept: HeldImport['kept'] | null }

const listed = ({ import_id, version, status, file_name, uploaded_at, uploaded_by, as_of, applied_at }: Row) => ({
  importId: import_id,
  version,
  status,
  fileName: file_name,
  uploadedAt: uploaded_at,
  uploadedBy: uploaded_by,
  asOf: as_of,
  appliedAt: applied_at ?? undefined,
})

const whole = (row: WholeRow): HeldImport => ({
  ...listed(row),
  preview: row.preview,
  seenVersions: row.seen_versions,
  kept: row.kept ?? undefined,
})

export async function heldImport(sql: Sql, importId: string): Promise<HeldImport | undefined> {
  const { rows } = await sql.query<WholeRow>(WHOLE, [importId])
  return rows.map(whole)[0]
}

/** An import, locked until the transaction ends. */
export async function lockImport(tx: Sql, importId: string): Promise<HeldImport | undefined> {
  const { rows } = await tx.query<WholeRow>(`${WHOLE} for update`, [importId])
  return rows.map(whole)[0]
}

/** Imports before one, newest first; ids are sorted by time. */
export async function importsBefore(sql: Sql, before: string | undefined, limit: number): Promise<readonly ListedImport[]> {
  const { rows } = await sql.query<Row & { readonly counts: ImportPreview['counts'] }>(
    `select ${LISTED}, preview->'counts' as counts from register_import
      where $1::uuid is null or import_id < $1 order by import_id desc limit $2`,
    [before, limit],
  )
  return rows.map((row) => ({ ...listed(row), counts: row.counts }))
}

export type NewImport = Omit<HeldImport, 'version' | 'status' | 'appliedAt' | 'kept'> & {
  readonly organisation: string
  readonly file: Uint8Array
}

export async function addImport(tx: Sql, added: NewImport): Promise<void> {
  await tx.query(
    `insert into register_import (import_id, organisation, version, status, file_name, file, uploaded_at, uploaded_by, as_of, preview, seen_versions)
     values ($1, $2, 1, 'CHECKED', $3, $4, $5, $6, $7, $8, $9)`,
    [
      added.importId,
      added.organisation,
      added.fileName,
      Buffer.from(added.file),
      added.uploadedAt,
      JSON.stringify(added.uploadedBy),
      added.asOf,
      JSON.stringify(added.preview),
      JSON.stringify(added.seenVersions),
    ],
  )
}

/** The file as it was sent. */
export async function fileOf(sql: Sql, importId: string): Promise<Uint8Array> {
  const { rows } = await sql.query<{ file: Buffer | null }>('select file from register_import where import_id = $1', [importId])
  return rows[0]?.file ?? new Uint8Array()
}

/** Puts another reading of the same file in place of the one shown before. */
export async function keepPreview(
  tx: Sql,
  { importId, asOf, preview, seenVersions }: Pick<HeldImport, 'importId' | 'asOf' | 'preview' | 'seenVersions'>,
): Promise<void> {
  await tx.query('update register_import set version = version + 1, as_of = $2, preview = $3, seen_versions = $4 where import_id = $1', [
    importId,
    asOf,
    JSON.stringify(preview),
    JSON.stringify(seenVersions),
  ])
}

/** Marks an import applied, with the versions it made and those before them. */
export async function markApplied(
  tx: Sql,
  importId: string,
  at: Date,
  writes: readonly { readonly assetId: string; readonly before: number | undefined; readonly after: number }[],
): Promise<void> {
  await tx.query(`update register_import set version = version + 1, status = 'APPLIED', applied_at = $2 where import_id = $1`, [
    importId,
    at,
  ])
  await tx.query(
    `insert into import_write (import_id, asset_id, before_version, after_version)
     select $1, asset_id, before_version, after_version
       from unnest($2::text[], $3::int[], $4::int[]) as written (asset_id, before_version, after_version)`,
    [importId, writes.map(({ assetId }) => assetId), writes.map(({ before }) => before ?? null), writes.map(({ after }) => after)],
  )
}

/** What an import wrote: entries before and after. */
export async function writesOfImport(
  sql: Sql,
  importId: string,
): Promise<readonly { readonly before: HeldEntry | undefined; readonly after: HeldEntry }[]> {
  const { rows } = await sql.query<{ readonly before: HeldEntry | null; readonly after: HeldEntry }>(
    `with entry as (
       select asset_id, version, asset_version.body || asset_commercial.body as body
         from asset_version join asset_commercial using (asset_id, version)
     )
     select earlier.body as before, later.body as after
       from import_write written
       join entry later on later.asset_id = written.asset_id and later.version = written.after_version
       left join entry earlier on earlier.asset_id = written.asset_id and earlier.version = written.before_version
      where written.import_id = $1 order by written.asset_id`,
    [importId],
  )
  return rows.map(({ before, after }) => ({ before: before ?? undefined, after }))
}

export async function markUndone(tx: Sql, importId: string, kept: NonNullable<HeldImport['kept']>): Promise<void> {
  await tx.query(`update register_import set version = version + 1, status = 'UNDONE', kept = $2 where import_id = $1`, [
    importId,
    JSON.stringify(kept),
  ])
}

/** Discards an import and forgets its file. */
export async function markDiscarded(tx: Sql, importId: string): Promise<void> {
  await tx.query(`update register_import set version = version + 1, status = 'DISCARDED', file = null where import_id = $1`, [importId])
}

/** Discards what was checked before an instant and never applied, whosesoever it is. */
export async function discardOlder(sql: Sql, before: Date): Promise<void> {
  await sql.query(
    `update register_import set version = version + 1, status = 'DISCARDED', file = null where status = 'CHECKED' and uploaded_at < $1`,
    [before],
  )
}
