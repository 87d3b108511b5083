import { fileURLToPath } from 'node:url'
import { createLog } from '@imaging/observability'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { enqueue, type OutgoingMessage } from './outbox.ts'
import type { Destination, RelayedMessage } from './relay-lane.ts'
import { startRelay, type Relay } from './relay.ts'
import type { Pool } from './sql.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'
import { inTransaction } from './transaction.ts'

const migrations = fileURLToPath(new URL('../example-migrations', import.meta.url))
const log = createLog({ service: 'test', level: 'silent' })
const PATIENCE = { timeout: 20_000, interval: 20 }

/** A destination that remembers what it got and can be made to fail. */
function recorder(): Destination & {
  readonly got: RelayedMessage[]
  bodies(): string[]
  isAway: boolean
  refuse: (message: RelayedMessage) => boolean
} {
  const got: RelayedMessage[] = []
  return {
    got,
    bodies: () => got.map(({ body }) => String(body)),
    isAway: false,
    refuse: () => false,
    async deliver(messages) {
      if (this.isAway) throw new Error('away')
      if (messages.some(this.refuse)) throw new RangeError('never')
      got.push(...messages)
    },
    isOutage: (error) => !(error instanceof RangeError),
  }
}

let database: TestDatabase
let pool: Pool
let relayPool: Pool
const relays = new Set<Relay>()
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'))
  pool = await database.service('relayed', migrations, { connectionsMax: 10 })
  relayPool = database.poolOf('relayed', 'relay', { connectionsMax: 10 })
})
afterEach(async () => {
  await Promise.all([...relays].map((relay) => relay.stop()))
  relays.clear()
})
afterAll(() => database.drop())
beforeEach(() => relayPool.query('delete from outbox; delete from outbox_set_aside'))

const relay = (destinations: Record<string, Destination>, triesMax = 3): Relay => {
  const started = startRelay({ pool: relayPool, destinations, log, triesMax })
  relays.add(started)
  return started
}
const message = (body: string, { destination = 'kafka', topic = 'topic', key = 'key' } = {}): OutgoingMessage => ({
  destination,
  topic,
  key,
  headers: {},
  body,
})
const send = (...messages: OutgoingMessage[]): Promise<void> => inTransaction(pool, (tx) => enqueue(tx, messages))
const waiting = async (): Promise<number> => (await relayPool.query('select from outbox')).rowCount ?? 0

describe('the relay of an outbox', () => {
  it('delivers what was committed, as it was written, and removes it', async () => {
    const kafka = recorder()
    relay({ kafka })
    const bytes = Buffer.from([0, 255, 10])
    await send(
      { destination: 'kafka', topic: 'topic', key: Buffer.from([1, 0]), headers: { traceparent: '00-aa', odd: 'a\u0000b' }, body: bytes },
      { ...message(''), key: null, body: null },
    )
    await expect.poll(() => kafka.got.length, PATIENCE).toBe(2)
    expect(kafka.got[0]).toMatchObject({
      topic: 'topic',
      key: Buffer.from([1, 0]),
      headers: { traceparent: '00-aa', odd: 'a\u0000b' },
      body: bytes,
    })
    expect(kafka.got[0]?.headers['outbox-id']).toBe(kafka.got[0]?.id)
    expect(kafka.got[1]).toMatchObject({ key: null, body: null })
    await expect.poll(waiting, PATIENCE).toBe(0)
  })

  it('delivers nothing of a transaction that rolls back', async () => {
    const kafka = recorder()
    relay({ kafka })
    await inTransaction(pool, async (tx) => {
      await enqueue(tx, [message('never')])
      throw new Error('no')
    }).catch(() => undefined)
    await send(message('yes'))
    await expect.poll(() => kafka.bodies(), PATIENCE).toEqual(['yes'])
  })

  it('reads nothing past a transaction that is still running, and keeps the order', async () => {
    const kafka = recorder()
    relay({ kafka })
    const slow = await pool.connect()
    await slow.query('begin')
    await enqueue(slow, [message('slow')])
    await send(message('quick'))
    await send(message('elsewhere', { destination: 'nowhere' }))
    await expect.poll(waiting, PATIENCE).toBe(2)
    expect(kafka.bodies()).toEqual([])
    await slow.query('commit')
    slow.release()
    await expect.poll(() => kafka.bodies(), PATIENCE).toEqual(['slow', 'quick'])
  })

  it('keeps the order of each key under many writers', async () => {
    const kafka = recorder()
    relay({ kafka })
    const writer = async (key: string): Promise<void> => {
      for (let turn = 0; turn < 40; turn++) await send(message(`${turn}`, { key }))
    }
    await Promise.all(['a', 'b', 'c', 'd'].map(writer))
    await expect.poll(() => kafka.got.length, PATIENCE).toBe(160)
    for (const key of ['a', 'b', 'c', 'd']) {
      const own = kafka.got.filter((each) => String(each.key) === key).map(({ body }) => Number(body))
      expect(own).toEqual(Array.from({ length: 40 }, (_, turn) => turn))
    }
  })

  it('lets one relay work and the other stand by, which takes over when the first one dies', async () => {
    const first = recorder()
    const second = recorder()
    const holder = relay({ kafka: first })
    await expect.poll(() => holder.health().isActive, PATIENCE).toBe(true)
    const other = relay({ kafka: second })
    await send(message('one'))
    await expect.poll(() => first.bodies(), PATIENCE).toEqual(['one'])
    expect(other.health().isActive).toBe(false)
    // Delivered and removed: a relay killed between the two would rightly deliver it again.
    await expect.poll(waiting, PATIENCE).toBe(0)
    await pool.query(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and pid <> pg_backend_pid()
                        and database = (select oid from pg_database where datname = current_database())`)
    await expect.poll(() => [holder.health().isActive, other.health().isActive].filter(Boolean).length, PATIENCE).toBe(1)
    await send(message('two'))
    await expect.poll(() => [...first.bodies(), ...second.bodies()], PATIENCE).toEqual(['one', 'two'])
    await expect.poll(waiting, PATIENCE).toBe(0)
    await holder.stop()
    await expect.poll(() => other.health().isActive, PATIENCE).toBe(true)
    await send(message('three'))
    await expect.poll(() => second.bodies().at(-1), PATIENCE).toBe('three')
  })

  it('waits for a destination that is away while the others continue', async () => {
    const kafka = recorder()
    const workflows = recorder()
    workflows.isAway = true
    const started = relay({ kafka, workflows })
    await send(message('to kafka'), message('to workflows', { destination: 'workflows' }))
    await expect.poll(() => started.health().unavailable, PATIENCE).toEqual({ workflows: 'away' })
    await send(message('more'))
    await expect.poll(() => kafka.bodies(), PATIENCE).toEqual(['to kafka', 'more'])
    workflows.isAway = false
    await expect.poll(() => workflows.bodies(), PATIENCE).toEqual(['to workflows'])
    await expect.poll(() => started.health().unavailable, PATIENCE).toEqual({})
    expect((await relayPool.query('select from outbox_set_aside')).rowCount).toBe(0)
  })

  it('sets a message aside that is refused again and again, holding back no key but its own', async () => {
    const kafka = recorder()
    kafka.refuse = ({ body }) => String(body) === 'bad'
    relay({ kafka })
    await send(
      message('before', { key: 'k' }),
      message('bad', { key: 'k' }),
      message('after', { key: 'k' }),
      message('other', { key: 'o' }),
    )
    await expect.poll(() => kafka.bodies(), PATIENCE).toEqual(['before', 'other'])
    await expect.poll(() => kafka.bodies(), PATIENCE).toEqual(['before', 'other', 'after'])
    const { rows } = await relayPool.query('select convert_from(body, $1) as body, reason, tries from outbox_set_aside', ['UTF8'])
    expect(rows).toEqual([{ body: 'bad', reason: 'never', tries: 3 }])
    await expect.poll(waiting, PATIENCE).toBe(0)
  })

  it('delivers again what it could not remove, under the same outbox id', async () => {
    const kafka = recorder()
    const deliver = kafka.deliver.bind(kafka)
    let deliveries = 0
    kafka.deliver = async (messages) => {
      await deliver(messages)
      deliveries += 1
      if (deliveries === 1) throw new Error('the answer was lost')
    }
    relay({ kafka })
    await send(message('once'))
    await expect.poll(() => kafka.bodies(), PATIENCE).toEqual(['once', 'once'])
    expect(kafka.got[0]?.headers['outbox-id']).toBe(kafka.got[1]?.headers['outbox-id'])
  })
})
