import type { Sql } from './sql.ts'

/** A message as the relay hands it to its destination; the header `outbox-id` lets a consumer drop repeats. */
export interface RelayedMessage {
  readonly id: string
  readonly topic: string
  readonly key: Buffer | null
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | null
}

/** Where messages go: Kafka, Temporal, a supplier's webhook. */
export interface Destination {
  /** Resolves when every message is safely there, in this order; a repeat after a failure must be harmless. */
  deliver(messages: readonly RelayedMessage[]): Promise<void>
  /** Whether a failure is the destination's (wait and try again) and not the message's (count a try). */
  isOutage(error: unknown): boolean
}

export interface LaneOptions {
  readonly name: string
  readonly destination: Destination
  /** A message refused so often is set aside. */
  readonly triesMax: number
  readonly nowMs: () => number
  readonly onPublished: (count: number) => void
  readonly onSetAside: (message: RelayedMessage, reason: string) => void
}

/** What one pass over a lane found, so that its owner knows how long to rest. */
export type Pass = 'more' | 'empty' | 'unsettled'

type OutboxRow = Omit<RelayedMessage, 'headers'> & { readonly headers: Record<string, string>; readonly settled: boolean }

/** Enough that a round trip is shared by many, few enough that a repeat after a crash is small. */
const MESSAGES_MAX = 500
const BYTES_MAX = 4 * 1024 * 1024
const REFUSED_AGAIN_AFTER_MS = 500

/**
 * The messages of one destination: reads them in order, delivers them, removes what was delivered.
 *
 * Order holds per topic and key. A refused message holds back only its own key, until it goes or is set aside.
 */
export function createLane({ name, destination, triesMax, nowMs, onPublished, onSetAside }: LaneOptions): {
  pass(sql: Sql): Promise<Pass>
} {
  const heldUntilMs = new Map<string, number>()

  /** @throws The destination's error, when it is away. */
  const pass = async (sql: Sql): Promise<Pass> => {
    const now = nowMs()
    for (const [lineage, untilMs] of heldUntilMs) if (untilMs <= now) heldUntilMs.delete(lineage)
    const rows = await readPage(sql, name, [...heldUntilMs.keys()])
    const firstUnsettled = rows.findIndex(({ settled }) => !settled)
    const messages = (firstUnsettled === -1 ? rows : rows.slice(0, firstUnsettled)).map(outgoing)
    if (messages.length === 0) return rows.length > 0 ? 'unsettled' : 'empty'
    await deliverAll(sql, messages)
    return 'more'
  }

  const deliverAll = async (sql: Sql, messages: readonly RelayedMessage[]): Promise<void> => {
    try {
      await destination.deliver(messages)
    } catch (error) {
      if (destination.isOutage(error)) throw error
      await deliverOneByOne(sql, messages)
      return
    }
    await removePublished(sql, messages)
  }

  /** Finds the message that is refused; what comes behind it under the same key waits. */
  const deliverOneByOne = async (sql: Sql, messages: readonly RelayedMessage[]): Promise<void> => {
    for (const message of messages) {
      if (heldUntilMs.has(lineageOf(message))) continue
      try {
        await destination.deliver([message])
      } catch (error) {
        if (destination.isOutage(error)) throw error
        await countTry(sql, message, error instanceof Error ? error.message : String(error))
        continue
      }
      await removePublished(sql, [message])
    }
  }

  const removePublished = async (sql: Sql, messages: readonly RelayedMessage[]): Promise<void> => {
    await sql.query('delete from outbox where id = any($1::bigint[])', [messages.map(({ id }) => id)])
    onPublished(messages.length)
  }

  const countTry = async (sql: Sql, message: RelayedMessage, reason: string): Promise<void> => {
    const { rows } = await sql.query<{ tries: number }>('update outbox set tries = tries + 1 where id = $1 returning tries', [message.id])
    const tries = rows[0]?.tries ?? 0
    if (tries < triesMax) {
      heldUntilMs.set(lineageOf(message), nowMs() + REFUSED_AGAIN_AFTER_MS * 2 ** (tries - 1))
      return
    }
    await sql.query(
      `with refused as (delete from outbox where id = $1 returning *)
       insert into outbox_set_aside (id, destination, topic, key, headers, body, tries, enqueued_at, reason)
       select id, destination, topic, key, headers, body, tries, enqueued_at, $2 from refused`,
      [message.id, reason],
    )
    onSetAside(message, reason)
  }

  return { pass }
}

/**
 * A page in order of `id`, which for one key is the order things happened in. A row is settled when its transaction is older
 * than every running one; nothing behind an unsettled row may go before it.
 */
async function readPage(sql: Sql, destination: string, held: readonly string[]): Promise<OutboxRow[]> {
  const { rows } = await sql.query<OutboxRow>(
    {
      name: 'outbox page',
      text: `select id, topic, key, headers, body, transaction_id < pg_snapshot_xmin(pg_current_snapshot()) as settled
               from (select *, sum(octet_length(body)) over (order by id rows unbounded preceding exclude current row) as bytes_before
                       from (select * from outbox
                              where destination = $1 and (cardinality($2::text[]) = 0 or topic || ' ' || encode(coalesce(key, ''), 'hex') <> all ($2))
                              order by id limit ${MESSAGES_MAX}) as page) as measured
              where coalesce(bytes_before, 0) < ${BYTES_MAX}
              order by id`,
    },
    [destination, held],
  )
  return rows
}

const outgoing = ({ id, topic, key, headers, body }: OutboxRow): RelayedMessage => ({
  id,
  topic,
  key,
  headers: { ...headers, 'outbox-id': id },
  body,
})

/** As the page's query spells it. */
const lineageOf = ({ topic, key }: RelayedMessage): string => `${topic} ${key?.toString('hex') ?? ''}`
