import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createPool, roleOf, serviceUrl, startRelay, type Pool, type Relay } from '@imaging/postgres'
import { createTestDatabase, type TestDatabase } from '@imaging/postgres/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { breakableConnection } from './breakable-connection.ts'
import type { EventConsumer } from './consumer.ts'
import { deadLetterTopic } from './dead-letter.ts'
import {
  adapters,
  consumeNumbers,
  recordEffects,
  silent,
  uniquePrefix,
  valuesApplied,
  type AdapterName,
  type NumberConsumerOptions,
} from './effects.ts'
import { kafkaDestination } from './kafka-destination.ts'
import type { EventBatch, EventLog, EventRecord } from './ports.ts'
import { NotYet } from './received.ts'

const migrations = fileURLToPath(new URL('../example-migrations', import.meta.url))
const memberProgram = fileURLToPath(new URL('contract-member.ts', import.meta.url))
const PATIENCE = { timeout: 40_000, interval: 50 }

describe.each(Object.keys(adapters) as AdapterName[])('the event log by %s', (adapter) => {
  const prefix = uniquePrefix()
  let database: TestDatabase
  let pool: Pool
  let eventLog: EventLog
  let relay: Relay
  const running = new Set<EventConsumer>()
  const members = new Set<ChildProcess>()
  let topicsMade = 0

  beforeAll(async () => {
    database = await createTestDatabase(inject('databaseUrl'))
    await database.service('effects', migrations)
    pool = database.poolOf('effects', 'ingest', { connectionsMax: 10 })
    eventLog = adapters[adapter](inject('kafkaBrokers'), prefix)
    relay = startRelay({ pool: database.poolOf('effects', 'relay'), destinations: { kafka: kafkaDestination(eventLog.sink) }, log: silent })
  })
  afterEach(async () => {
    await Promise.all([...running].map((consumer) => consumer.stop()))
    running.clear()
    for (const member of members) member.kill('SIGKILL')
    members.clear()
  })
  afterAll(async () => {
    await relay.stop()
    await eventLog.admin.deleteTopics(await eventLog.admin.topics())
    await eventLog.close()
    await database.drop()
  })

  const newTopic = async (partitions = 3): Promise<string> => {
    const topic = `numbers-${(topicsMade += 1)}`
    await eventLog.admin.ensureTopics([topic, deadLetterTopic(topic)].map((name) => ({ topic: name, partitions })))
    return topic
  }
  const consume = async (topic: string, options: Partial<NumberConsumerOptions> = {}): Promise<EventConsumer> => {
    const consumer = await consumeNumbers({ eventLog, pool, group: `group of ${topic}`, topics: [topic], ...options })
    running.add(consumer)
    return consumer
  }
  const stop = async (consumer: EventConsumer): Promise<void> => {
    running.delete(consumer)
    await consumer.stop()
  }
  const publish = (topic: string, values: readonly number[], keyOf = (value: number): string => `key ${value % 7}`): Promise<void> =>
    eventLog.sink.send(
      topic,
      values.map((value) => ({ key: keyOf(value), body: JSON.stringify({ value }) })),
    )
  const applied = async (topic: string): Promise<number[]> => (await valuesApplied(pool, topic)).toSorted((a, b) => a - b)
  const setAside = async (topic: string): Promise<EventRecord[]> => {
    const records: EventRecord[] = []
    await eventLog.source.readToEnd([deadLetterTopic(topic)], (record) => records.push(record))
    return records
  }
  const startMember = (topic: string, end: 'killed' | 'terminated'): ChildProcess => {
    const url = serviceUrl(database.adminUrl, 'effects')
    const member = spawn(process.execPath, [memberProgram, adapter, inject('kafkaBrokers'), prefix, url, topic, `group of ${topic}`, end], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    members.add(member)
    return member
  }
  const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index)

  it('leaves no gap and applies nothing twice while members come and go', async () => {
    const topic = await newTopic()
    const first = await consume(topic)
    await publish(topic, numbers(0, 1_000))
    await expect.poll(() => applied(topic), PATIENCE).not.toEqual([])
    await consume(topic)
    await publish(topic, numbers(1_000, 2_000))
    await stop(first)
    await publish(topic, numbers(2_000, 3_000))
    await expect.poll(async () => (await applied(topic)).length, PATIENCE).toBeGreaterThanOrEqual(3_000)
    expect(await applied(topic)).toEqual(numbers(0, 3_000))
  })

  it('applies nothing twice when a member is killed between the commit of the database and that of the log', async () => {
    const topic = await newTopic(1)
    await publish(topic, numbers(0, 200))
    const member = startMember(topic, 'killed')
    const [, signal] = (await once(member, 'exit')) as [number | null, string]
    expect(signal).toBe('SIGKILL')
    expect((await applied(topic)).length).toBeGreaterThan(0)
    expect(await eventLog.admin.committed(`group of ${topic}`)).toEqual([])
    await publish(topic, numbers(200, 300))
    await consume(topic)
    await expect.poll(async () => (await applied(topic)).length, PATIENCE).toBeGreaterThanOrEqual(300)
    expect(await applied(topic)).toEqual(numbers(0, 300))
  })

  it('keeps the order of each key', async () => {
    const topic = await newTopic()
    await consume(topic, { batchRecordsMax: 17 })
    for (let from = 0; from < 2_000; from += 100) await publish(topic, numbers(from, from + 100))
    await expect.poll(async () => (await applied(topic)).length, PATIENCE).toBe(2_000)
    const inOrder = await valuesApplied(pool, topic)
    for (let key = 0; key < 7; key++)
      expect(inOrder.filter((value) => value % 7 === key)).toEqual(numbers(0, 2_000).filter((value) => value % 7 === key))
  })

  it('puts poison aside with the reason and its bytes untouched, and the rest goes through', async () => {
    const topic = await newTopic(1)
    const unreadable = Buffer.from([0xff, 0x00, 0x7b])
    await publish(topic, numbers(0, 50))
    await eventLog.sink.send(topic, [{ key: 'odd', body: unreadable, headers: { traceparent: '00-aa-bb-01' } }])
    await publish(topic, numbers(50, 100))
    await consume(topic, {
      apply: async (tx, events) => {
        await recordEffects(tx, events)
        if (events.some(({ event }) => event.value === 13 || event.value === 77)) throw new Error('unlucky number')
        return events.filter(({ event }) => event.value === 21).map((of) => ({ of, reason: 'not wanted' }))
      },
    })
    await expect.poll(async () => (await setAside(topic)).length, PATIENCE).toBe(4)
    // The refusal of 21 rolls nothing back; the errors of 13 and 77 take back what they wrote.
    expect(await applied(topic)).toEqual(numbers(0, 100).filter((value) => value !== 13 && value !== 77))
    const aside = await setAside(topic)
    expect(aside.map(({ headers }) => headers['dead-letter-reason'])).toEqual([
      'unlucky number',
      'not wanted',
      expect.stringContaining('JSON'),
      'unlucky number',
    ])
    expect(aside[2]?.body).toEqual(unreadable)
    expect(aside[2]).toMatchObject({
      key: 'odd',
      headers: { traceparent: '00-aa-bb-01', 'origin-topic': topic, 'origin-partition': '0', 'origin-offset': '50' },
    })
    expect(aside[2]?.headers['first-seen-at']).toMatch(/^\d{4}-.*Z$/)
  })

  it('drains on SIGTERM: finishes what is in hand, commits and leaves the group', async () => {
    const topic = await newTopic(1)
    await publish(topic, numbers(0, 100))
    const member = startMember(topic, 'terminated')
    const lines = createInterface({ input: member.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]()
    expect(await lines.next()).toMatchObject({ value: 'in hand' })
    member.kill('SIGTERM')
    const said: string[] = []
    for (let line = await lines.next(); line.done !== true; line = await lines.next()) said.push(line.value)
    expect(said.at(-1)).toBe('drained')
    const settled = await applied(topic)
    expect(settled.length).toBeGreaterThan(0)
    expect(await eventLog.admin.committed(`group of ${topic}`)).toEqual([{ topic, partition: 0, offset: BigInt(settled.length) }])
    await consume(topic)
    await expect.poll(() => applied(topic), PATIENCE).toEqual(numbers(0, 100))
  })

  it('fences a stale member: it writes nothing and leaves the partition alone', async () => {
    const topic = await newTopic(1)
    const gate = Promise.withResolvers<void>()
    let batches = 0
    const sleeper = await consume(topic, {
      eventLog: withBatches(eventLog, async (batch, onBatch) => {
        batches += 1
        if (batches > 1) await gate.promise
        return onBatch(batch)
      }),
    })
    await publish(topic, numbers(0, 10))
    await expect.poll(() => applied(topic), PATIENCE).toEqual(numbers(0, 10))
    await publish(topic, numbers(10, 20))
    await expect.poll(() => batches, PATIENCE).toBe(2)
    // Another member that believes it owns the partition too: same rows in the database, another membership in the log.
    await consume(topic, { eventLog: withGroup(eventLog, 'the other') })
    await expect.poll(() => applied(topic), PATIENCE).toEqual(numbers(0, 20))
    gate.resolve()
    await expect
      .poll(() => sleeper.health(), PATIENCE)
      .toMatchObject({ state: 'degraded', why: expect.stringContaining('another member has gone on') })
    await publish(topic, numbers(20, 30))
    await expect.poll(async () => (await applied(topic)).length, PATIENCE).toBeGreaterThanOrEqual(30)
    expect(await applied(topic)).toEqual(numbers(0, 30))
    expect(batches).toBe(2)
    expect(await setAside(topic)).toEqual([])
  })

  it('waits out an outage of the database, dead-letters nothing and goes on where it was', async () => {
    const topic = await newTopic(1)
    const way = await breakableConnection(serviceUrl(database.adminUrl, 'effects'))
    const breakable = createPool({ url: way.url, applicationName: 'test', role: roleOf('effects', 'ingest') })
    const consumer = await consume(topic, { pool: breakable })
    await publish(topic, numbers(0, 50))
    await expect.poll(() => applied(topic), PATIENCE).toEqual(numbers(0, 50))
    way.cut()
    await publish(topic, numbers(50, 100))
    await expect.poll(() => consumer.health().state, PATIENCE).toBe('paused')
    expect(await applied(topic)).toEqual(numbers(0, 50))
    way.mend()
    await expect.poll(() => applied(topic), PATIENCE).toEqual(numbers(0, 100))
    await expect.poll(() => consumer.health().state, PATIENCE).toBe('connected')
    expect(await setAside(topic)).toEqual([])
    await stop(consumer)
    await breakable.end()
    await way.close()
  })

  it('holds back when it cannot keep up: one bounded batch of a partition at a time', async () => {
    const topic = await newTopic(1)
    const bytesPerPartitionMax = 16 * 1024
    let inHand = 0
    const seen: { inHand: number; bytes: number }[] = []
    await publish(topic, numbers(0, 5_000))
    await consume(topic, {
      bytesPerPartitionMax,
      eventLog: withBatches(eventLog, async (batch, onBatch) => {
        inHand += 1
        seen.push({ inHand, bytes: batch.records.reduce((sum, { body }) => sum + (body?.length ?? 0), 0) })
        const outcome = await onBatch(batch)
        inHand -= 1
        return outcome
      }),
    })
    await expect.poll(async () => (await applied(topic)).length, PATIENCE).toBe(5_000)
    expect(seen.length).toBeGreaterThan(2)
    expect(Math.max(...seen.map((each) => each.inHand))).toBe(1)
    // The log hands out whole stored batches, so one may pass the limit; never two.
    expect(Math.max(...seen.map((each) => each.bytes))).toBeLessThan(bytesPerPartitionMax + 64 * 1024)
  })

  it('waits for what is not yet possible, lets what came before go ahead, and refuses in the end', async () => {
    const topic = await newTopic(1)
    let isKnown = false
    await publish(topic, [1, 2, 50, 3, 60, 4])
    await consume(topic, {
      notYetMaxMs: 1_500,
      apply: async (tx, events) => {
        const unknown = events.find(({ event }) => (event.value === 50 && !isKnown) || event.value === 60)
        if (unknown !== undefined) throw new NotYet('not known', unknown)
        await recordEffects(tx, events)
      },
    })
    await expect.poll(() => valuesApplied(pool, topic), PATIENCE).toEqual([1, 2])
    isKnown = true
    await expect.poll(() => valuesApplied(pool, topic), PATIENCE).toEqual([1, 2, 50, 3, 4])
    await expect
      .poll(async () => (await setAside(topic)).map(({ headers, body }) => [headers['dead-letter-reason'], String(body)]), PATIENCE)
      .toEqual([['waited in vain: not known', '{"value":60}']])
  })

  it('takes the offset of the database for the truth, where the log is ahead and where it is behind', async () => {
    const topic = await newTopic(1)
    const group = `group of ${topic}`
    await publish(topic, numbers(0, 20))
    const first = await consume(topic)
    await expect.poll(() => applied(topic), PATIENCE).toEqual(numbers(0, 20))
    await stop(first)
    await pool.query('update consumer_offset set next_offset = 15 where group_name = $1', [group])
    await publish(topic, [20])
    const second = await consume(topic)
    await expect.poll(() => valuesApplied(pool, topic), PATIENCE).toEqual([...numbers(0, 20), ...numbers(15, 21)])
    await stop(second)
    await publish(topic, numbers(21, 30))
    await pool.query('update consumer_offset set next_offset = 25 where group_name = $1', [group])
    await consume(topic)
    await expect.poll(() => valuesApplied(pool, topic), PATIENCE).toEqual([...numbers(0, 20), ...numbers(15, 21), ...numbers(25, 30)])
  })

  it('ends the process, with the remedy, when the log has been made anew behind the database', async () => {
    const topic = await newTopic(1)
    await pool.query(`insert into consumer_offset values ($1, $2, 0, 1000)`, [`group of ${topic}`, topic])
    await publish(topic, [1])
    const failed = Promise.withResolvers<Error>()
    await consume(topic, { fatal: failed.resolve })
    expect((await failed.promise).message).toContain('delete the group')
    expect(await applied(topic)).toEqual([])
  })

  it('tells a record that can never be stored from a log that is away', async () => {
    const topic = await newTopic(1)
    const tooLarge = { key: 'k', body: 'x'.repeat(2 * 1024 * 1024) }
    await expect(eventLog.sink.send(topic, [tooLarge])).rejects.toMatchObject({ code: 'Refused' })
    await publish(topic, [1])
    await consume(topic)
    await expect.poll(() => applied(topic), PATIENCE).toEqual([1])
  })
})

type OnBatch = Parameters<EventLog['source']['run']>[0]['onBatch']

const withBatches = (eventLog: EventLog, around: (batch: EventBatch, onBatch: OnBatch) => ReturnType<OnBatch>): EventLog => ({
  ...eventLog,
  source: { ...eventLog.source, run: (options) => eventLog.source.run({ ...options, onBatch: (batch) => around(batch, options.onBatch) }) },
})

const withGroup = (eventLog: EventLog, group: string): EventLog => ({
  ...eventLog,
  source: { ...eventLog.source, run: (options) => eventLog.source.run({ ...options, group: `${options.group} ${group}` }) },
})
