import { enqueue, inTransaction, type OutgoingMessage, type Pool, type Sql } from '@imaging/postgres'
import { HEADERS } from './told.ts'

/** Delivered in one transaction. */
const DELIVERED_AT_ONCE_MAX = 200

/** Keeps a true event back until it is due; it survives a kill. */
export async function holdBack(
  sql: Sql,
  { topic, key, body }: { readonly topic: string; readonly key: string; readonly body: string },
  dueAt: Date,
): Promise<void> {
  await sql.query('insert into held_back (due_at, topic, key, body) values ($1, $2, $3, $4)', [dueAt, topic, key, body])
}

/** Delivers what is due. @returns how many. */
export async function deliverHeldBack(pool: Pool, now: Date): Promise<number> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ topic: string; key: string; body: string }>(
      `delete from held_back where id in (select id from held_back where due_at <= $1 order by due_at, id limit $2 for update skip locked)
       returning topic, key, body`,
      [now, DELIVERED_AT_ONCE_MAX],
    )
    if (rows.length > 0) await enqueue(tx, rows.map(kafkaMessage))
    return rows.length
  })
}

/** An event on its way to the log through the outbox. */
export const kafkaMessage = ({
  topic,
  key,
  body,
}: {
  readonly topic: string
  readonly key: string
  readonly body: string
}): OutgoingMessage => ({
  destination: 'kafka',
  topic,
  key,
  headers: HEADERS,
  body,
})
