import { fileURLToPath } from 'node:url'
import type { Pool } from '@imaging/postgres'
import { createTestDatabase, type TestDatabase } from '@imaging/postgres/testing'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { adapters, silent, uniquePrefix } from './effects.ts'
import type { EventLog } from './ports.ts'
import { followSnapshots, snapshotOf, snapshotsOf, type SnapshotOptions, type Snapshots } from './snapshots.ts'

const migrations = fileURLToPath(new URL('../example-migrations', import.meta.url))
const topics = ['parcels', 'places'] as const
interface Parcel {
  readonly weight: number
}

let database: TestDatabase
let pool: Pool
let eventLog: EventLog
const followed = new Set<Snapshots>()
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'))
  await database.service('follower', migrations)
  pool = database.poolOf('follower', 'ingest', { connectionsMax: 10 })
  eventLog = adapters.kafkajs(inject('kafkaBrokers'), uniquePrefix())
  await eventLog.admin.ensureTopics(topics.map((topic) => ({ topic, partitions: 2, settings: { 'cleanup.policy': 'compact' } })))
})
afterEach(async () => {
  await Promise.all([...followed].map((snapshots) => snapshots.stop()))
  followed.clear()
})
afterAll(async () => {
  await eventLog.admin.deleteTopics(await eventLog.admin.topics())
  await eventLog.close()
  await database.drop()
})

const follow = async (options: Partial<SnapshotOptions> = {}): Promise<Snapshots> => {
  const snapshots = await followSnapshots({ eventLog, pool, topics, group: 'follower', log: silent, fatal: unexpected, ...options })
  followed.add(snapshots)
  return snapshots
}
const unexpected = (error: Error): never => {
  throw error
}
const publish = (topic: string, key: string, body: unknown): Promise<void> =>
  eventLog.sink.send(topic, [{ key, body: body === undefined ? null : JSON.stringify(body) }])

describe('following snapshots', () => {
  it('is caught up at once when nothing has been published', async () => {
    await (await follow()).caughtUp()
  })

  it('keeps the latest of each key, and forgets a key at its tombstone', async () => {
    const snapshots = await follow()
    await publish('parcels', 'a', { weight: 1 })
    await publish('parcels', 'b', { weight: 2 })
    await publish('parcels', 'a', { weight: 3 })
    await publish('places', 'a', { name: 'Place' })
    await snapshots.caughtUp()
    expect([...(await snapshotsOf<Parcel>(pool, 'parcels'))]).toEqual([
      ['a', { weight: 3 }],
      ['b', { weight: 2 }],
    ])
    await publish('parcels', 'b', undefined)
    await snapshots.caughtUp()
    expect(await snapshotOf<Parcel>(pool, 'parcels', 'a')).toEqual({ weight: 3 })
    expect(await snapshotOf<Parcel>(pool, 'parcels', 'b')).toBeUndefined()
    expect(await snapshotOf(pool, 'places', 'a')).toEqual({ name: 'Place' })
  })

  it('tells of each key once per transaction, inside it', async () => {
    const told: [string, unknown][] = []
    const snapshots = await follow({
      group: 'told',
      onChange: async (tx, changes) => {
        for (const { topic, key, body } of changes) {
          expect(await snapshotOf(tx, topic, key)).toEqual(body)
          told.push([`${topic} ${key}`, body])
        }
      },
    })
    await snapshots.caughtUp()
    expect(told.filter(([name]) => name === 'parcels a').at(-1)).toEqual(['parcels a', { weight: 3 }])
    expect(told.filter(([name]) => name === 'parcels b').at(-1)).toEqual(['parcels b', undefined])
  })

  it('goes on where it was after a restart, with what was published meanwhile', async () => {
    await publish('parcels', 'c', { weight: 4 })
    const snapshots = await follow()
    await snapshots.caughtUp()
    expect(await snapshotOf<Parcel>(pool, 'parcels', 'c')).toEqual({ weight: 4 })
  })

  it('knows when it has passed an instant, and never says so too early', async () => {
    const snapshots = await follow()
    const now = Date.now()
    expect(snapshots.hasPassed(now)).toBe(false)
    await expect.poll(() => snapshots.hasPassed(now), { timeout: 20_000 }).toBe(true)
    expect(snapshots.hasPassed(Date.now() + 60_000)).toBe(false)
  })

  it('stops waiting when told to', async () => {
    const snapshots = await follow()
    await snapshots.stop()
    followed.clear()
    await publish('parcels', 'd', { weight: 5 })
    await expect(snapshots.caughtUp(AbortSignal.timeout(100))).rejects.toThrow()
  })
})
