import type { QueryResultRow } from 'pg'
import type { Sql } from './sql.ts'

/**
 * The rows whose transaction is older than the oldest one still running: none can yet appear before them.
 *
 * To be used in a `where` on a table with the column `transaction_id xid8 not null default pg_current_xact_id()`.
 */
export const committedBefore = 'transaction_id < pg_snapshot_xmin(pg_current_snapshot())'

export interface FeedQuery {
  /** A table with the columns `id bigint` (identity) and `transaction_id xid8`, and an index on (transaction_id, id). */
  readonly table: string
  /** The `feedId` of the last row already seen; from the beginning when left out. */
  readonly afterId?: string
  /** At most so many rows; 500 unless told. */
  readonly limit?: number
}

/** A row of a feed; `feedId` goes into the event stream's `id:` and comes back as `Last-Event-ID`. */
export type FeedRow<Row> = Row & { readonly feedId: string }

/** One answer of a page; a reader that is behind asks again. */
const ROWS_MAX = 500
const BEGINNING = '0.0'

/**
 * The next rows of a feed, without gap and without repeat, whatever transactions are running.
 *
 * Ids are given out before the commit, so a reader that goes by id alone passes rows that commit late. Here rows are
 * ordered by transaction, and only transactions older than the oldest running one are shown; what is shown is final.
 * Writers of one subject come in the order they happened when they take turns (`takeTurns`) before their first write.
 *
 * @throws {RangeError} When `afterId` is not one of ours.
 */
export async function readFeed<Row extends QueryResultRow>(
  sql: Sql,
  { table, afterId = BEGINNING, limit = ROWS_MAX }: FeedQuery,
): Promise<FeedRow<Row>[]> {
  const [transactionId, id] = feedPosition(afterId)
  const { rows } = await sql.query<FeedRow<Row>>(
    `select *, transaction_id || '.' || id as "feedId" from ${tableName(table)}
      where (transaction_id, id) > ($1::text::xid8, $2::bigint) and ${committedBefore}
      order by transaction_id, id limit $3`,
    [transactionId, id, Math.min(limit, ROWS_MAX)],
  )
  return rows
}

/** The `feedId` of the newest row that may be shown: where a reader that wants only news begins. */
export async function feedHead(sql: Sql, table: string): Promise<string> {
  const { rows } = await sql.query<{ feedId: string }>(
    `select transaction_id || '.' || id as "feedId" from ${tableName(table)} where ${committedBefore} order by transaction_id desc, id desc limit 1`,
  )
  return rows[0]?.feedId ?? BEGINNING
}

/**
 * Makes writers of one subject take turns until the end of their transactions.
 *
 * Called before the first write, it makes the order of transactions the order of events.
 */
export async function takeTurns(tx: Sql, subject: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [subject])
}

function feedPosition(feedId: string): readonly [string, string] {
  const [, transactionId, id] = /^(\d{1,20})\.(\d{1,19})$/.exec(feedId) ?? []
  if (transactionId === undefined || id === undefined)
    throw new RangeError(`'${feedId}' is not the id of a feed's row: two numbers joined by a dot`)
  return [transactionId, id]
}

/** Table names are ours, never a user's; this catches a slip. */
function tableName(table: string): string {
  if (!/^[a-z_]+(\.[a-z_]+)?$/.test(table)) throw new RangeError(`'${table}' is not a table name`)
  return table
}
