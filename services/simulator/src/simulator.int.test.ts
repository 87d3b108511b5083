import { randomUUID } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEventLog, type EventLog, type EventRecord } from '@imaging/event-log'
import type { Listening } from '@imaging/http'
import { newIdentityKeys } from '@imaging/identity'
import { createTestCaller, personOf, type TestCaller } from '@imaging/identity/testing'
import { createLog } from '@imaging/observability'
import { serviceUrl, type Pool } from '@imaging/postgres'
import { createTestDatabase, type TestDatabase } from '@imaging/postgres/testing'
import { deadLetterTopic, eventReader, topics, type TopicName, type WorkOrder } from '@imaging/schemas'
import { runService } from '@imaging/service'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { requireExampleRun } from './config.ts'
import { startFakePlatform, type FakePlatform } from './fake-platform.ts'
import { simulator } from './service.ts'
import type { SimulatorStatus } from './simulator-route.ts'

const PATIENCE = { timeout: 40_000, interval: 100 }
const log = createLog({ service: 'test', level: 'silent' })
const NO_NOISE = Object.fromEntries(
  ['LATE', 'DUPLICATE', 'REORDERED', 'SKEWED', 'MALFORMED', 'SCHEMA_FAULT', 'UNKNOWN_ASSET', 'IMPOSSIBLE_UNIT', 'WRONG_SOURCE'].map(
    (name) => [`IMAGING_SIMULATOR_${name}`, '0'],
  ),
)

const keysDir = mkdtempSync(join(tmpdir(), 'imaging-simulator-'))
const privateKeyFile = join(keysDir, 'simulator.json')
const manager = personOf('radiology-manager', 'RYJ')

let caller: TestCaller
let keys: Awaited<ReturnType<typeof newIdentityKeys>>
let platform: FakePlatform
let database: TestDatabase
let pool: Pool
let eventLog: EventLog
let topicPrefix: string
let running: Listening | undefined

beforeAll(async () => {
  vi.setConfig({ testTimeout: 60_000 })
  caller = await createTestCaller()
  keys = await newIdentityKeys('simulator', true)
  writeFileSync(privateKeyFile, JSON.stringify(keys.privateKey))
})

beforeEach(async () => {
  topicPrefix = `test-${randomUUID()}.`
  platform = await startFakePlatform({ keys: [keys.publicKey] })
  database = await createTestDatabase(inject('databaseUrl'))
  pool = await database.service('simulator', fileURLToPath(new URL('../migrations', import.meta.url)))
  eventLog = createEventLog({ brokers: inject('kafkaBrokers').split(','), clientId: 'test', topicPrefix, log })
  await eventLog.admin.ensureTopics(
    topics.flatMap(({ name }) => [
      { topic: name, partitions: 2 },
      { topic: deadLetterTopic(name), partitions: 1 },
    ]),
  )
})

afterEach(async () => {
  await running?.close()
  running = undefined
  await eventLog.admin.deleteTopics(await eventLog.admin.topics())
  await eventLog.close()
  await platform.stop()
  await database.drop()
})

afterAll(() => vi.resetConfig())

async function start(env: Record<string, string> = {}): Promise<void> {
  running = await runService(simulator, {
    PORT: '0',
    IDENTITY_KEYS_FILE: caller.keysFile,
    IDENTITY_PRIVATE_KEY_FILE: privateKeyFile,
    DATABASE_URL: serviceUrl(database.adminUrl, 'simulator'),
    KAFKA_BROKERS: inject('kafkaBrokers'),
    KAFKA_TOPIC_PREFIX: topicPrefix,
    LOG_LEVEL: 'error',
    ASSETS_URL: platform.url,
    AVAILABILITY_URL: platform.url,
    MAINTENANCE_URL: platform.url,
    IMAGING_SIMULATOR_FLEET: 'small',
    ...NO_NOISE,
    ...env,
  })
}

const status = async (who = manager): Promise<SimulatorStatus> => {
  const headers = { authorization: await caller.authorization(who, 'simulator') }
  return (await (await fetch(`${running?.url}/api/v1/simulator`, { headers })).json()) as SimulatorStatus
}
const isLive = () => vi.waitFor(async () => expect((await status()).liveSince).toBeDefined(), PATIENCE)

async function records(topic: TopicName): Promise<readonly EventRecord[]> {
  const found: EventRecord[] = []
  await eventLog.source.readToEnd([topic], (record) => found.push(record))
  return found
}

/** The ids of a topic's events, each refused record by its reason. */
async function idsOn(topic: TopicName): Promise<readonly string[]> {
  const read = eventReader(topic)
  return (await records(topic)).map(({ body }) => {
    const answer = read(body ?? Buffer.alloc(0), Date.now())
    return 'event' in answer ? answer.event.id : `refused: ${answer.refused}`
  })
}

const orderFault = async (assetId: string, who = manager): Promise<Response> =>
  fetch(`${running?.url}/api/v1/simulator/faults`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      authorization: await caller.authorization(who, 'simulator'),
    },
    body: JSON.stringify({ assetId, cause: 'computer-or-software' }),
  })

describe('the back-fill', () => {
  it('registers the fleet, then tells its history into the log and brings its work orders', async () => {
    await start()
    expect((await fetch(`${running?.url}/health/ready`)).status).toBe(200)
    await isLive()
    const puts = platform.heard.filter(({ method }) => method === 'PUT')
    expect(puts.every(({ headers }) => headers['if-none-match'] === '*' && headers['idempotency-key'] !== undefined)).toBe(true)
    expect(puts.filter(({ path }) => path.startsWith('/api/v1/assets/')).length).toBe(13)
    const operators = new Map<string, string>()
    for (const { identity, body } of puts) {
      const { assetId, operator, trust = operator } = body as Readonly<Record<string, string>>
      expect(identity).toMatchObject({ kind: 'person', role: 'estates-planner', ...(trust !== undefined && { organisation: trust }) })
      if (assetId !== undefined && operator !== undefined) operators.set(assetId, operator)
    }
    for (const { identity, body } of platform.heard.filter(({ path }) => path === '/api/v1/work-order-history')) {
      const { workOrders } = body as { readonly workOrders: readonly { readonly assetId: string }[] }
      const trusts = new Set(workOrders.map(({ assetId }) => operators.get(assetId)))
      expect(identity).toMatchObject({ role: 'administrator', organisation: [...trusts].join() })
    }
    for (const topic of ['imaging.downtime', 'imaging.telemetry'] as const) {
      const ids = await idsOn(topic)
      expect(ids.filter((id) => id.startsWith('refused'))).toEqual([])
      expect(new Set(ids).size).toBe(ids.length)
    }
    for (const { key, body, headers } of await records('imaging.downtime')) {
      expect(key).toBe((JSON.parse(String(body)) as { subject: string }).subject)
      expect(headers['content-type']).toBe('application/cloudevents+json')
    }
    const { backFill } = await status()
    expect(backFill).toMatchObject({ state: 'done', share: 1 })
    expect(backFill.steps.map(({ step }) => step)).toEqual(['register', 'states', 'readings', 'exams', 'work-orders'])
  })

  it('does not tell anything twice after a restart', async () => {
    await start()
    await isLive()
    const before = await idsOn('imaging.downtime')
    await running?.close()
    await start()
    await isLive()
    expect((await idsOn('imaging.downtime')).toSorted()).toEqual(before.toSorted())
  })

  it('goes on where it stopped, and what it tells again is the same events', async () => {
    platform.maintenanceIsAway = true
    await start()
    await vi.waitFor(async () => expect((await status()).backFill.problem).toContain('Away'), PATIENCE)
    await running?.close()
    const before = new Set([...(await idsOn('imaging.downtime')), ...(await idsOn('imaging.telemetry'))])
    // As after a kill: sent, but not yet noted.
    await pool.query(`update back_fill_step set done = 0, finished_at = null where step in ('states', 'readings')`)
    platform.maintenanceIsAway = false
    await start()
    await isLive()
    const downtimes = await idsOn('imaging.downtime')
    expect(downtimes.length).toBe(2 * new Set(downtimes).size)
    expect(downtimes.every((id) => before.has(id))).toBe(true)
    expect(platform.heard.filter(({ path }) => path === '/api/v1/work-order-history').length).toBeGreaterThan(0)
  })

  it('brings noise beside the true events, and every true event', async () => {
    await start()
    await isLive()
    const pure = new Set(await idsOn('imaging.downtime'))
    await running?.close()
    await pool.query('update back_fill_step set done = 0, finished_at = null')
    await start({
      IMAGING_SIMULATOR_MALFORMED: '0.2',
      IMAGING_SIMULATOR_SCHEMA_FAULT: '0.2',
      IMAGING_SIMULATOR_LATE: '0.2',
      IMAGING_SIMULATOR_DUPLICATE: '0.2',
    })
    await isLive()
    const ids = await idsOn('imaging.downtime')
    const isRefused = (id: string): boolean => id.startsWith('refused')
    expect(ids.filter(isRefused).length).toBeGreaterThan(0)
    expect(new Set(ids.filter((id) => !isRefused(id)))).toEqual(pure)
    expect((await status()).counts['malformed']).toBeGreaterThan(0)
  })

  it('refuses another seed than the one it was begun with', async () => {
    await start()
    await running?.close()
    running = undefined
    await expect(start({ IMAGING_SIMULATOR_SEED: '2' })).rejects.toThrow(/seed 1.*npm run reset/)
  })
})

describe('the live run', () => {
  it('makes a fault when asked, once', async () => {
    await start()
    await isLive()
    const answer = await orderFault('RYJ01-CT-001')
    expect(answer.status).toBe(201)
    const { downtimeId } = (await answer.json()) as { downtimeId: string }
    await vi.waitFor(async () => expect(await idsOn('imaging.downtime')).toContain(downtimeId), PATIENCE)
    expect((await orderFault('RYJ01-CT-001')).status).toBe(409)
    expect((await orderFault('RYJ01-CT-999')).status).toBe(404)
    expect((await status()).openDowntimes.map((one) => one.downtimeId)).toEqual([downtimeId])
    expect((await status(personOf('radiology-manager', 'RQM'))).openDowntimes).toEqual([])
  })

  it('lets only those who may, and only with the scanners of their own trust', async () => {
    await start()
    await isLive()
    expect((await orderFault('RYJ01-CT-001', personOf('radiology-manager', 'RQM'))).status).toBe(404)
    expect((await orderFault('RYJ01-CT-001', personOf('finance', 'RYJ'))).status).toBe(403)
    expect((await orderFault('RYJ01-CT-001', personOf('supplier-engineer', 'siemens'))).status).toBe(403)
    expect((await fetch(`${running?.url}/api/v1/simulator`)).status).toBe(401)
  })

  it('plays the supplier on what it caused, as the supplier’s own engineer, and touches nothing a person reported', async () => {
    await start({ IMAGING_SIMULATOR_SPEED: '3600' })
    await isLive()
    const { downtimeId } = (await (await orderFault('RYJ01-MRI-001')).json()) as { downtimeId: string }
    platform.orders.push(newOrder('WO-1', 'RYJ01-MRI-001', downtimeId), newOrder('WO-2', 'RYJ01-MRI-002', randomUUID()))
    await vi.waitFor(() => expect(platform.heard.some(({ path }) => path === '/api/v1/work-orders/WO-1/actions')).toBe(true), PATIENCE)
    const acts = platform.heard.filter(({ path }) => path.endsWith('/actions'))
    expect(acts.every(({ path }) => path.includes('WO-1'))).toBe(true)
    expect(acts[0]).toMatchObject({
      body: { action: 'accept' },
      identity: { role: 'supplier-engineer', organisation: 'siemens', sees: { own: [], status: [] } },
    })
    expect(acts[0]?.headers['if-match']).toBe('"1"')
  })

  it('leaves the supplier’s part to people when it plays the customer alone', async () => {
    await start({ IMAGING_SIMULATOR_SPEED: '3600', IMAGING_SIMULATOR_PLAYS: 'customer' })
    await isLive()
    const [first, second] = await Promise.all(
      ['RYJ01-MRI-001', 'RYJ01-MRI-002'].map(async (assetId) => (await (await orderFault(assetId)).json()) as { downtimeId: string }),
    )
    // How long a repair takes is drawn at random: here it is over.
    await pool.query('update made_downtime set mended_at = from_at, back_at = from_at')
    platform.orders.push(newOrder('WO-1', 'RYJ01-MRI-001', first?.downtimeId ?? ''))
    platform.orders.push({ ...newOrder('WO-2', 'RYJ01-MRI-002', second?.downtimeId ?? ''), status: 'AWAITING_CHECKS' })
    await vi.waitFor(() => expect(platform.heard.some(({ path }) => path === '/api/v1/work-orders/WO-2/actions')).toBe(true), PATIENCE)
    const acts = platform.heard.filter(({ path }) => path.endsWith('/actions'))
    expect(acts.every(({ path }) => path.includes('WO-2'))).toBe(true)
    expect(acts[0]).toMatchObject({
      body: { action: 'release' },
      identity: { role: 'radiology-lead', organisation: 'RYJ', sees: { own: ['RYJ'] } },
    })
  })
})

describe('the simulator', () => {
  it('refuses to start where not everything is an example', () => {
    expect(() => requireExampleRun({})).toThrow(/EXAMPLE_RUN=1/)
    expect(() => requireExampleRun({ EXAMPLE_RUN: '1' })).not.toThrow()
  })
})

function newOrder(workOrderId: string, assetId: string, downtimeId: string): WorkOrder {
  const at = new Date(Date.now() - 60_000).toISOString()
  return {
    workOrderId,
    version: 1,
    assetId,
    assetName: 'MRI 1',
    classId: 'mri',
    siteCode: 'RYJ01',
    siteName: 'St Mary’s',
    trust: 'RYJ',
    downtimeId,
    supplierId: 'siemens',
    supplierName: 'Siemens Healthineers',
    priority: 'P2',
    status: 'NEW',
    summary: 'Console hangs at start',
    openedAt: at,
    nextStep: 'The supplier accepts.',
    clocks: [],
    promises: [],
    example: true,
    steps: [],
    checks: [],
    scopesOffered: [],
    scopes: [],
    accessGiven: false,
    actions: [],
    releaseBlockedBy: [],
  }
}
