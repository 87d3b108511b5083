import type { Log } from '@imaging/observability'
import type { Pool, PoolClient, QueryResultRow } from 'pg'
import { createAlarmClock } from './alarm-clock.ts'
import { feedHead, readFeed, type FeedRow } from './feed.ts'
import type { Sql } from './sql.ts'

export interface FollowOptions {
  /** One connection is kept to listen; reads take another for a moment. */
  readonly pool: Pool
  /** A table as `readFeed` needs it, with a trigger that notifies `channel` at each insert. */
  readonly table: string
  readonly channel: string
  readonly log: Log
}

/** A feed that many read at once, each at its own place. */
export interface Feed {
  /**
   * Rows after a place, then those to come as they settle, until the signal.
   *
   * @param reader Reads them, for a reader who may not see every row; the feed's own pool when left out.
   */
  rowsAfter<Row extends QueryResultRow>(afterId: string, signal: AbortSignal, reader?: Sql): AsyncGenerator<FeedRow<Row>>
  /** The place of the newest settled row. */
  head(): Promise<string>
  stop(): Promise<void>
}

/** For notifications that were missed. */
const POLL_MS = 500
/** A row waits for an older transaction to end, and nothing will tell us when. */
const UNSETTLED_POLL_MS = 15
const LISTEN_AGAIN_MS = 1_000

/**
 * Watches a feed for all its readers: one loop asks the database whether something new has settled, and wakes them.
 *
 * While the database is away readers wait; they go on where they were.
 */
export function followFeed({ pool, table, channel, log }: FollowOptions): Feed {
  const clock = createAlarmClock()
  const stopping = new AbortController()
  let readers = new Set<() => void>()
  let listener: PoolClient | undefined
  let settledHead = ''

  const wakeReaders = (): void => {
    const woken = readers
    readers = new Set()
    for (const wake of woken) wake()
  }

  const listen = async (): Promise<void> => {
    if (listener !== undefined) return
    const connection = await pool.connect()
    const lose = (): void => {
      if (listener === connection) listener = undefined
      clock.ring()
    }
    connection.on('notification', () => clock.ring())
    connection.once('error', lose)
    connection.once('end', lose)
    await connection.query(`listen ${connection.escapeIdentifier(channel)}`)
    listener = connection
  }

  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await listen()
        const head = await feedHead(pool, table)
        const isUnsettled = await hasUnsettled(pool, table, head)
        if (head !== settledHead) {
          settledHead = head
          wakeReaders()
        }
        await clock.rest(isUnsettled ? UNSETTLED_POLL_MS : POLL_MS)
      } catch (error) {
        if (stopping.signal.aborted) return
        log.warn({ err: error, channel }, 'the feed cannot be watched, to be tried again')
        await clock.rest(LISTEN_AGAIN_MS)
      }
    }
  }
  const watching = watch()

  return {
    head: () => feedHead(pool, table),
    async *rowsAfter<Row extends QueryResultRow>(afterId: string, signal: AbortSignal, reader: Sql = pool) {
      let place = afterId
      while (!signal.aborted) {
        const isWoken = woken(readers, signal)
        const rows = await readFeed<Row>(reader, { table, afterId: place })
        yield* rows
        place = rows.at(-1)?.feedId ?? place
        if (rows.length === 0) await isWoken
      }
    },
    async stop() {
      stopping.abort()
      clock.ring()
      await watching
      wakeReaders()
      listener?.release(true)
    },
  }
}

/** Asked for before the read, so that what settles during it is not missed. */
function woken(readers: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      signal.removeEventListener('abort', wake)
      readers.delete(wake)
      resolve()
    }
    readers.add(wake)
    signal.addEventListener('abort', wake, { once: true })
  })
}

async function hasUnsettled(pool: Pool, table: string, head: string): Promise<boolean> {
  const [transactionId, id] = head.split('.')
  const { rows } = await pool.query<{ unsettled: boolean }>(
    `select exists (select from ${table} where (transaction_id, id) > ($1::text::xid8, $2::bigint)) as unsettled`,
    [transactionId, id],
  )
  return rows[0]?.unsettled === true
}
