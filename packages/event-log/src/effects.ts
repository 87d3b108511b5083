import { randomBytes } from 'node:crypto'
import { createLog } from '@imaging/observability'
import type { Pool, Transaction } from '@imaging/postgres'
import { startConsumer, type ConsumerOptions, type EventConsumer } from './consumer.ts'
import { createEventLog } from './kafkajs-event-log.ts'
import type { EventLog, EventRecord } from './ports.ts'
import type { Reading, Received } from './received.ts'

/** What the tests of this package publish: a number. */
export interface Numbered {
  readonly value: number
}

export const silent = createLog({ service: 'test', level: 'silent' })

/** Names of one test run do not meet those of another on the same broker. */
export const uniquePrefix = (): string => `test-${randomBytes(4).toString('hex')}.`

/** The adapter under test. A second one is one more line. */
export const adapters = {
  kafkajs: (brokers: string, topicPrefix: string): EventLog =>
    createEventLog({ brokers: brokers.split(','), clientId: 'test', topicPrefix, log: silent }),
} as const

export type AdapterName = keyof typeof adapters

export function readNumber({ body }: EventRecord): Reading<Numbered> {
  const parsed: unknown = JSON.parse(String(body))
  if (typeof parsed !== 'object' || parsed === null || !('value' in parsed) || typeof parsed.value !== 'number')
    return { refused: 'no value' }
  return { event: { value: parsed.value } }
}

/** One row for each time an event is applied. */
export async function recordEffects(tx: Transaction, events: readonly Received<Numbered>[]): Promise<void> {
  await tx.query(
    `insert into effect (topic, partition, record_offset, key, value)
     select topic, partition, record_offset, key, value
       from unnest($1::text[], $2::int[], $3::bigint[], $4::text[], $5::int[])
            with ordinality as applied (topic, partition, record_offset, key, value, position)
      order by position`,
    [
      events.map(({ record }) => record.topic),
      events.map(({ record }) => record.partition),
      events.map(({ record }) => String(record.offset)),
      events.map(({ record }) => record.key),
      events.map(({ event }) => event.value),
    ],
  )
}

export type NumberConsumerOptions = Pick<ConsumerOptions<Numbered>, 'eventLog' | 'pool' | 'group' | 'topics'> &
  Partial<ConsumerOptions<Numbered>>

/** A consumer that records effects, unless told otherwise. */
export const consumeNumbers = (options: NumberConsumerOptions): Promise<EventConsumer> =>
  startConsumer<Numbered>({
    read: readNumber,
    apply: recordEffects,
    log: silent,
    fatal: (error) => {
      throw error
    },
    ...options,
  })

export async function valuesApplied(pool: Pool, topic: string): Promise<number[]> {
  const { rows } = await pool.query<{ value: number }>('select value from effect where topic = $1 order by id', [topic])
  return rows.map(({ value }) => value)
}
