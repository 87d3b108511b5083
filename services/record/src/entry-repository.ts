import type { Entry, Head } from '@imaging/record/domain'
import type { Sql, Transaction } from '@imaging/postgres'
import { instant } from './instant.ts'

interface Row {
  readonly organisation: string
  readonly sequence: string
  readonly recordedAt: Date
  readonly eventId: string
  readonly act: string
  readonly at: Date
  readonly by: Entry['by']
  readonly about: string
  readonly details: Entry['details']
  readonly previousHash: string
  readonly hash: string
}

const COLUMNS = `organisation, sequence, recorded_at as "recordedAt", event_id as "eventId", act, at, by, about, details,
  previous_hash as "previousHash", hash`

const entryOf = ({ sequence, recordedAt, at, ...row }: Row): Entry => ({
  ...row,
  sequence: Number(sequence),
  recordedAt: instant(recordedAt),
  at: instant(at),
})

/** Keeps others from adding to these records until the transaction ends; always in the same order, so that two never wait for each other. */
export async function lockRecords(tx: Sql, organisations: readonly string[]): Promise<void> {
  for (const organisation of [...new Set(organisations)].toSorted())
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('record.' || $1, 0))`, [organisation])
}

/** Where the record of an organisation ends; nothing before its first entry. */
export async function headOf(sql: Sql, organisation: string): Promise<Head | undefined> {
  const { rows } = await sql.query<{ sequence: string; hash: string }>(
    'select sequence, hash from entry where organisation = $1 order by sequence desc limit 1',
    [organisation],
  )
  return rows[0] === undefined ? undefined : { sequence: Number(rows[0].sequence), hash: rows[0].hash }
}

/** Which of these events are recorded already. */
export async function recordedEvents(sql: Sql, eventIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql.query<{ id: string }>('select event_id as id from entry where event_id = any ($1::uuid[])', [eventIds])
  return new Set(rows.map(({ id }) => id))
}

/** Adds entries that go on from where their record ends. */
export async function addEntries(tx: Sql, entries: readonly Entry[]): Promise<void> {
  await tx.query(
    `insert into entry (organisation, sequence, recorded_at, event_id, act, at, by, about, details, previous_hash, hash)
     select organisation, sequence, recorded_at, event_id, act, at, by::jsonb, about, details::jsonb, previous_hash, hash
       from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::uuid[], $5::text[], $6::timestamptz[], $7::text[], $8::text[],
                   $9::text[], $10::text[], $11::text[])
            with ordinality as added (organisation, sequence, recorded_at, event_id, act, at, by, about, details, previous_hash, hash, position)
      order by position`,
    [
      entries.map(({ organisation }) => organisation),
      entries.map(({ sequence }) => sequence),
      entries.map(({ recordedAt }) => recordedAt),
      entries.map(({ eventId }) => eventId),
      entries.map(({ act }) => act),
      entries.map(({ at }) => at),
      entries.map(({ by }) => JSON.stringify(by)),
      entries.map(({ about }) => about),
      entries.map(({ details }) => JSON.stringify(details)),
      entries.map(({ previousHash }) => previousHash),
      entries.map(({ hash }) => hash),
    ],
  )
}

/** What is asked of one record. */
export interface EntriesAsked {
  readonly act?: string
  readonly from?: string
  readonly to?: string
  /** Only entries before this one. */
  readonly before?: number
  readonly limit: number
}

/** Entries of the record that may be seen, newest first. */
export async function newestEntries(sql: Sql, { act, from, to, before, limit }: EntriesAsked): Promise<readonly Entry[]> {
  const { rows } = await sql.query<Row>(
    `select ${COLUMNS} from entry
      where ($1::text is null or act = $1) and ($2::timestamptz is null or at >= $2) and ($3::timestamptz is null or at < $3)
        and ($4::bigint is null or sequence < $4)
      order by sequence desc limit $5`,
    [act ?? null, from ?? null, to ?? null, before ?? null, limit],
  )
  return rows.map(entryOf)
}

/** Entries of one record after one of them, oldest first. */
export async function entriesAfter(sql: Sql, organisation: string, after: number, limit: number): Promise<readonly Entry[]> {
  const { rows } = await sql.query<Row>(
    `select ${COLUMNS} from entry where organisation = $1 and sequence > $2 order by sequence limit $3`,
    [organisation, after, limit],
  )
  return rows.map(entryOf)
}

/** Rows read at a time: some hundred kilobytes. */
const FETCHED_ROWS = 1_000

/**
 * Every entry of a record in the order of its sequence, also those that have no business there.
 *
 * To be read to its end before another is begun on the same transaction.
 */
export async function* everyEntry(tx: Transaction, organisation: string): AsyncGenerator<Entry> {
  await tx.query(
    `declare every_entry no scroll cursor for
       select ${COLUMNS} from entry where organisation = ${tx.escapeLiteral(organisation)} order by sequence, recorded_at, event_id`,
  )
  try {
    for (;;) {
      const { rows } = await tx.query<Row>(`fetch ${FETCHED_ROWS} from every_entry`)
      yield* rows.map(entryOf)
      if (rows.length < FETCHED_ROWS) return
    }
  } finally {
    await tx.query('close every_entry')
  }
}

/** Whose records there are, by what is there: entries or roots. */
export async function recordedOrganisations(sql: Sql): Promise<readonly string[]> {
  const { rows } = await sql.query<{ organisation: string }>(
    'select organisation from entry union select organisation from root order by organisation',
  )
  return rows.map(({ organisation }) => organisation)
}
