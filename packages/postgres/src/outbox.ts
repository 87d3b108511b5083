import type { Sql } from './sql.ts'

/** A message on its way out of the service. */
export interface OutgoingMessage {
  /** `kafka`, or the name of another destination given to the relay. */
  readonly destination: string
  readonly topic: string
  /** Messages of one destination, topic and key leave in the order they were enqueued. */
  readonly key: string | Buffer | null
  readonly headers: Readonly<Record<string, string>>
  /** `null` removes the key from a compacted topic. */
  readonly body: string | Buffer | null
}

/** Rows of one statement; more are sent in several. */
const ROWS_MAX = 1_000

/**
 * Writes messages into the outbox of the role's schema, in the transaction of the change they tell of.
 *
 * They leave after the commit, in this order for each key, at least once.
 */
export async function enqueue(tx: Sql, messages: readonly OutgoingMessage[]): Promise<void> {
  for (let first = 0; first < messages.length; first += ROWS_MAX) {
    const rows = messages.slice(first, first + ROWS_MAX)
    await tx.query(
      {
        name: 'enqueue',
        text: `insert into outbox (destination, topic, key, headers, body)
               select destination, topic, key, headers::json, body
                 from unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::bytea[])
                      with ordinality as message (destination, topic, key, headers, body, position)
                order by position`,
      },
      [
        rows.map(({ destination }) => destination),
        rows.map(({ topic }) => topic),
        rows.map(({ key }) => bytes(key)),
        rows.map(({ headers }) => JSON.stringify(headers)),
        rows.map(({ body }) => bytes(body)),
      ],
    )
  }
}

const bytes = (value: string | Buffer | null): Buffer | null => (typeof value === 'string' ? Buffer.from(value) : value)
