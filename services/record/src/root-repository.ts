import type { SignedRoot } from '@imaging/record/domain'
import type { Sql } from '@imaging/postgres'
import { instant } from './instant.ts'

interface Row {
  readonly organisation: string
  readonly after: string
  readonly sequence: string
  readonly hash: string
  readonly digest: string
  readonly at: Date
  readonly signature: string
  readonly hashes: readonly string[]
}

const COLUMNS = 'organisation, after, sequence, hash, digest, at, signature, hashes'

const rootOfRow = ({ after, sequence, at, ...row }: Row): SignedRoot => ({
  ...row,
  after: Number(after),
  sequence: Number(sequence),
  at: instant(at),
})

/** Writes down a root that was exported; one that is there already stays. */
export async function addRoot(sql: Sql, { organisation, after, sequence, hash, digest, at, signature, hashes }: SignedRoot): Promise<void> {
  await sql.query(`insert into root (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`, [
    organisation,
    after,
    sequence,
    hash,
    digest,
    at,
    signature,
    hashes,
  ])
}

/** The last root of a record; nothing before its first. */
export async function lastRoot(sql: Sql, organisation: string): Promise<SignedRoot | undefined> {
  const { rows } = await sql.query<Row>(`select ${COLUMNS} from root where organisation = $1 order by sequence desc limit 1`, [
    organisation,
  ])
  return rows[0] === undefined ? undefined : rootOfRow(rows[0])
}

/** Roots of the record that may be seen, newest first. */
export async function newestRoots(sql: Sql, before: number | undefined, limit: number): Promise<readonly SignedRoot[]> {
  const { rows } = await sql.query<Row>(
    `select ${COLUMNS} from root where ($1::bigint is null or sequence < $1) order by sequence desc limit $2`,
    [before ?? null, limit],
  )
  return rows.map(rootOfRow)
}

/** All roots of a record, oldest first. */
export async function rootsOf(sql: Sql, organisation: string): Promise<readonly SignedRoot[]> {
  const { rows } = await sql.query<Row>(`select ${COLUMNS} from root where organisation = $1 order by sequence`, [organisation])
  return rows.map(rootOfRow)
}
