import { fileURLToPath } from 'node:url'
import { startRelay, type Pool, type Relay } from '@imaging/postgres'
import { createTestDatabase, type TestDatabase } from '@imaging/postgres/testing'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { EventConsumer } from './consumer.ts'
import { deadLetterTopic } from './dead-letter.ts'
import { listDeadLetters, replayDeadLetter, showDeadLetter } from './dead-letters.ts'
import { adapters, consumeNumbers, silent, uniquePrefix, valuesApplied } from './effects.ts'
import { kafkaDestination } from './kafka-destination.ts'
import { lag } from './lag.ts'
import type { EventLog } from './ports.ts'

const migrations = fileURLToPath(new URL('../example-migrations', import.meta.url))
const PATIENCE = { timeout: 40_000, interval: 50 }
const topic = 'numbers'
const by = 'Operator of the example'
const now = (): Date => new Date('2026-03-01T09:00:00Z')

let database: TestDatabase
let pool: Pool
let eventLog: EventLog
let relay: Relay
let consumers: EventConsumer[]
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'))
  await database.service('letters', migrations)
  pool = database.poolOf('letters', 'ingest', { connectionsMax: 10 })
  eventLog = adapters.kafkajs(inject('kafkaBrokers'), uniquePrefix())
  await eventLog.admin.ensureTopics([topic, deadLetterTopic(topic)].map((name) => ({ topic: name, partitions: 1 })))
  relay = startRelay({ pool: database.poolOf('letters', 'relay'), destinations: { kafka: kafkaDestination(eventLog.sink) }, log: silent })
  consumers = await Promise.all(['one', 'two'].map((group) => consumeNumbers({ eventLog, pool, group, topics: [topic] })))
  await eventLog.sink.send(topic, [
    { key: 'a', body: '{"value":1}' },
    { key: 'b', body: '{"value":"two"}', headers: { traceparent: '00-aa-bb-01' } },
    { key: 'c', body: Buffer.from([0xff, 0x00]) },
  ])
})
afterAll(async () => {
  await Promise.all(consumers.map((consumer) => consumer.stop()))
  await relay.stop()
  await eventLog.admin.deleteTopics(await eventLog.admin.topics())
  await eventLog.close()
  await database.drop()
})

describe('dead letters', () => {
  it('are listed once each, with the reason, whoever refused them', async () => {
    const refusals = async (): Promise<number> =>
      (await listDeadLetters(eventLog, { topics: [topic] })).flatMap(({ groups }) => groups).length
    await expect.poll(refusals, PATIENCE).toBe(4)
    const letters = await listDeadLetters(eventLog, { topics: [topic, 'a topic without any'] })
    expect(letters.map(({ id }) => id).toSorted()).toEqual(['numbers/0/1', 'numbers/0/2'])
    const letter = letters.find(({ id }) => id === 'numbers/0/1')
    expect(letter).toMatchObject({
      topic,
      key: 'b',
      body: '{"value":"two"}',
      reason: 'no value',
      headers: { traceparent: '00-aa-bb-01' },
      replays: [],
    })
    expect(letter?.groups.toSorted()).toEqual(['one', 'two'])
    expect(await listDeadLetters(eventLog, { topics: [topic], limit: 1 })).toHaveLength(1)
  })

  it('can be mended and replayed once, which is noted; again only when forced', async () => {
    const replayed = await replayDeadLetter(eventLog, 'numbers/0/1', { by, body: '{"value":2}', now })
    expect(replayed.replays).toEqual([{ by, at: '2026-03-01T09:00:00.000Z', isMended: true }])
    await expect.poll(() => valuesApplied(pool, topic), PATIENCE).toEqual([1, 1, 2, 2])
    await expect(replayDeadLetter(eventLog, 'numbers/0/1', { by, now })).rejects.toThrow(
      `was replayed by ${by} at 2026-03-01T09:00:00.000Z`,
    )
    await replayDeadLetter(eventLog, 'numbers/0/1', { by, body: '{"value":3}', force: true, now })
    await expect.poll(() => valuesApplied(pool, topic), PATIENCE).toEqual([1, 1, 2, 2, 3, 3])
    expect((await showDeadLetter(eventLog, 'numbers/0/1')).replays).toHaveLength(2)
  })

  it('go out again byte for byte, and come back as new ones when still refused', async () => {
    await replayDeadLetter(eventLog, 'numbers/0/2', { by, now })
    const ids = async (): Promise<string[]> => (await listDeadLetters(eventLog, { topics: [topic] })).map(({ id }) => id).toSorted()
    await expect.poll(ids, PATIENCE).toEqual(['numbers/0/1', 'numbers/0/2', 'numbers/0/5'])
    expect((await showDeadLetter(eventLog, 'numbers/0/5')).headers['replay-of']).toBe('numbers/0/2')
    const bodies: (Buffer | null)[] = []
    await eventLog.source.readToEnd([topic], ({ body }) => bodies.push(body))
    expect(bodies[5]).toEqual(Buffer.from([0xff, 0x00]))
  })

  it('name what is wrong with an id', async () => {
    await expect(showDeadLetter(eventLog, 'numbers/0/99')).rejects.toThrow("no dead letter 'numbers/0/99'")
    await expect(showDeadLetter(eventLog, 'nonsense')).rejects.toThrow('topic/partition/offset')
  })
})

describe('the lag of groups', () => {
  it('is what has been published and not yet read', async () => {
    await expect.poll(async () => (await lag(eventLog, ['one'])).map((each) => each.lag), PATIENCE).toEqual([0])
    await Promise.all(consumers.splice(0).map((consumer) => consumer.stop()))
    await eventLog.sink.send(topic, [{ key: 'a', body: '{"value":9}' }])
    expect(await lag(eventLog, ['one', 'unknown'])).toEqual([
      { group: 'one', topic, partition: 0, committedOffset: 6, endOffset: 7, lag: 1 },
    ])
  })
})
