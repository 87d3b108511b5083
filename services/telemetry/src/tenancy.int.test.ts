import { readFileSync } from 'node:fs'
import { personOf } from '@imaging/identity/testing'
import { createPool, seenBy, type Pool, type Seeing } from '@imaging/postgres'
import { newEvent, SEES_NOTHING, type AssetSnapshot, type Identity } from '@imaging/schemas'
import pg from 'pg'
import { v7 as uuidV7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { startTestService, type TestService } from '../../../infra/local/test-service.ts'
import { telemetry } from './telemetry-service.ts'

/** RYJ runs Y-1, RAS runs S-1; both say the same. */
const lead = personOf('radiology-lead', 'RYJ')
/** Shares everything but what is a trust's own. */
const neighbour = personOf('radiology-manager', 'RAS', {
  status: ['RAS', 'RYJ'],
  ages: ['RAS', 'RYJ'],
  plans: ['RAS', 'RYJ'],
  capacity: ['RAS', 'RYJ'],
})

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()
const period = `from=${minutesAgo(2000)}&to=${minutesAgo(0)}`

let service: TestService
let login: Pool
let admin: pg.Client

beforeAll(async () => {
  service = await startTestService({
    definition: telemetry,
    migrations: new URL('../migrations', import.meta.url),
    databaseUrl: inject('databaseUrl'),
    kafkaBrokers: inject('kafkaBrokers'),
  })
  login = createPool({ url: service.env['DATABASE_URL'] ?? '', applicationName: 'test' })
  admin = new pg.Client({ connectionString: service.databaseUrl })
  await admin.connect()
  await admin.query('set search_path = telemetry, public')
  await tellOf('Y-1', 'RYJ')
  await tellOf('S-1', 'RAS')
  for (const told of ['select distinct asset_id from condition', 'select from exam_count', 'select from data_health'])
    await vi.waitUntil(async () => (await admin.query(told)).rowCount === 2, { timeout: 15_000 })
  const { rows: hours } = await admin.query<{ hour: Date }>('select distinct hour from dirty_hour')
  for (const { hour } of hours) await admin.query('select roll_up_hour($1)', [hour])
})
afterAll(async () => {
  await login?.end()
  await admin?.end()
  await service?.stop()
})

const example = (
  JSON.parse(readFileSync(new URL('../../../schemas/examples/events/asset.changed.v1/valid.json', import.meta.url), 'utf8')) as {
    data: AssetSnapshot
  }
).data
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const everyDay = Object.fromEntries(WEEKDAYS.map((day) => [day, [{ from: '00:00', to: '24:00' }]]))

/** A scanner whose helium is low, and on which exams are counted. */
async function tellOf(assetId: string, operator: string): Promise<void> {
  const envelope = (time: string) => ({ id: uuidV7(), source: `urn:nhs:ods:${operator}:gateway`, subject: assetId, time })
  const feed = { fitted: true, expectedEveryS: 600 }
  const asset = { ...example, assetId, operator, classId: 'mri', operatingHours: { patterns: [{ week: everyDay }] }, feed }
  await service.publish('imaging.assets', newEvent({ ...envelope(minutesAgo(0)), name: 'asset.changed.v1', data: asset }))
  const low = Array.from({ length: 30 }, (_, index) => minutesAgo(1000 - index * 10)).map((observedAt) =>
    newEvent({
      ...envelope(observedAt),
      name: 'telemetry.reading.v1',
      data: { assetId, observedAt, readings: [{ channel: 'helium-level', value: 50, unit: '%' }] },
    }),
  )
  const counted = newEvent({
    ...envelope(minutesAgo(5)),
    name: 'telemetry.exams-counted.v1',
    data: { assetId, from: minutesAgo(65), to: minutesAgo(5), exams: 3 },
  })
  await service.publish('imaging.telemetry', ...low, counted)
}

const ask = async (identity: Identity, path: string): Promise<Response> =>
  fetch(`${service.url}${path}`, { headers: { authorization: await service.authorization(identity) } })
const statusOf = async (identity: Identity, path: string): Promise<number> => (await ask(identity, path)).status

const SERIES = `/api/v1/assets/Y-1/channels/helium-level?${period}`
const OF_A_SCANNER = ['/api/v1/assets/Y-1/channels', SERIES, '/api/v1/assets/Y-1/exams']

/** Who may ask what, written by hand: the letters of the roles that are answered. */
const LETTERS = {
  M: personOf('radiology-manager', 'RYJ'),
  L: lead,
  P: personOf('medical-physicist', 'RYJ'),
  D: personOf('modality-lead', 'RYJ'),
  E: personOf('estates-planner', 'RYJ'),
  F: personOf('finance', 'RYJ'),
  K: personOf('supplier-desk', 'siemens'),
  S: personOf('supplier-engineer', 'siemens'),
  C: personOf('committee-member', 'QRV', { status: ['RYJ'] }),
  B: personOf('board-secretary', 'QRV', { status: ['RYJ'] }),
  Y: personOf('lay-partner', 'QRV', { status: ['RYJ'] }),
  A: personOf('administrator', 'RYJ'),
  U: personOf('auditor', 'RYJ'),
  w: { kind: 'service', name: 'worker' },
  g: { kind: 'service', name: 'web' },
} as const satisfies Readonly<Record<string, Identity>>

describe('each role', () => {
  it.each([
    ['what a scanner reports', '/api/v1/assets/Y-1/channels'],
    ['a channel over time', SERIES],
    ['exams', '/api/v1/assets/Y-1/exams'],
    ['conditions', '/api/v1/conditions'],
  ])('is answered %s, or not', async (_, path) => {
    const answers = await Promise.all(Object.entries(LETTERS).map(async ([letter, who]) => [letter, await statusOf(who, path)]))
    expect(Object.fromEntries(answers)).toEqual(
      Object.fromEntries(Object.keys(LETTERS).map((letter) => [letter, 'MLPDE'.includes(letter) ? 200 : 403])),
    )
  })

  it('that has not signed in, is told nothing', async () => {
    for (const path of [...OF_A_SCANNER, '/api/v1/conditions']) expect((await fetch(`${service.url}${path}`)).status).toBe(401)
  })
})

describe('what a scanner says', () => {
  it('is its trust’s own: another is answered as if the scanner were not there, whatever else is shared', async () => {
    for (const path of OF_A_SCANNER) {
      const theirs = await ask(neighbour, path)
      expect(theirs.status).toBe(404)
      const nobodys = await ask(neighbour, path.replace('Y-1', 'N-1'))
      expect(((await theirs.json()) as { title: string }).title.replace('Y-1', 'N-1')).toBe(
        ((await nobodys.json()) as { title: string }).title,
      )
      expect(await statusOf(neighbour, path.replace('Y-1', 'S-1'))).toBe(200)
    }
  })

  it('makes conditions that its trust alone is shown', async () => {
    const shown = async (identity: Identity, query = ''): Promise<string[]> => {
      const { conditions } = (await (await ask(identity, `/api/v1/conditions${query}`)).json()) as { conditions: { assetId: string }[] }
      return [...new Set(conditions.map(({ assetId }) => assetId))]
    }
    expect(await shown(lead)).toEqual(['Y-1'])
    expect(await shown(neighbour)).toEqual(['S-1'])
    expect(await shown(neighbour, '?assetId=Y-1')).toEqual([])
  })

  it('is told whole to its trust', async () => {
    const series = (await (await ask(lead, SERIES)).json()) as { points: unknown[] }
    expect(series.points).toHaveLength(30)
    expect(await (await ask(lead, '/api/v1/assets/Y-1/exams')).json()).toMatchObject({ exams7Days: 3 })
  })
})

describe('the database', () => {
  const seeing = (own: readonly string[]): Seeing => {
    const all = ['RAS', 'RYJ']
    return { organisation: 'RAS', sees: { ...SEES_NOTHING, own, status: all, ages: all, plans: all, capacity: all, commercial: all } }
  }

  it.each(['asset_party', 'reading', 'reading_hour', 'condition', 'exam_count'])('shows of %s only a trust’s own rows', async (table) => {
    const assetsSeen = async (own: readonly string[]): Promise<string[]> =>
      (await seenBy(login, seeing(own)).query<{ asset_id: string }>(`select distinct asset_id from ${table} order by 1`)).rows.map(
        ({ asset_id }) => asset_id,
      )
    expect(await assetsSeen(['RAS'])).toEqual(['S-1'])
    expect(await assetsSeen(['RYJ'])).toEqual(['Y-1'])
    expect(await assetsSeen([])).toEqual([])
    await expect(login.query(`select from ${table}`)).rejects.toThrow('it is not said for whom')
  })

  it.each([
    ...['asset_watch', 'flood_watch', 'exam_watch', 'marked', 'data_health', 'snapshot', 'dirty_hour'].map(
      (table) => `select from ${table}`,
    ),
    'insert into reading select * from reading',
    'update reading set recorded_at = now()',
    'delete from reading',
    'delete from reading_hour',
    `update condition set severity = 'watch'`,
    'update exam_count set exams = 0',
    `update asset_party set operator = 'RAS'`,
    `insert into channel_set (channels) values ('{x}')`,
    'select drop_reading_days(current_date)',
    'select prepare_reading_day(current_date)',
    'select roll_up_hour(now())',
  ])('lets no request do: %s', async (statement) => {
    await expect(seenBy(login, seeing(['RAS', 'RYJ'])).query(statement)).rejects.toThrow('permission denied')
  })

  it('lets consumers add to a partition and nothing else, and nobody read one', async () => {
    const { rows } = await admin.query<{ granted: string }>(
      `select distinct relname || ' ' || granted.grantee::regrole || ' ' || privilege_type as granted
         from pg_inherits join pg_class on pg_class.oid = inhrelid cross join lateral aclexplode(relacl) as granted
        where inhparent = 'telemetry.reading'::regclass and granted.grantee <> relowner
        order by 1`,
    )
    const { rows: partitions } = await admin.query<{ name: string }>(
      `select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid
        where inhparent = 'telemetry.reading'::regclass order by 1`,
    )
    expect(partitions.length).toBeGreaterThan(0)
    expect(rows.map(({ granted }) => granted)).toEqual(partitions.map(({ name }) => `${name} imaging_telemetry_ingest INSERT`))
    const { name } = partitions[0] as { name: string }
    await expect(seenBy(login, seeing(['RYJ'])).query(`select from ${name}`)).rejects.toThrow('permission denied')
  })

  it('grants on nothing else in the schema more than the migrations say', async () => {
    const { rows } = await admin.query<{ role: string; can: string }>(
      `select replace(grantee::regrole::text, 'imaging_telemetry', 'telemetry') as role,
              relname || ': ' || string_agg(lower(privilege_type), ', ' order by privilege_type) as can
         from pg_class cross join lateral aclexplode(relacl) as granted
        where relnamespace = 'telemetry'::regnamespace and relkind in ('r', 'p') and not relispartition and grantee <> relowner
          and relname = any($1)
        group by grantee, relname order by relname, grantee::regrole::text`,
      [['reading', 'reading_hour', 'dirty_hour', 'channel_set', 'condition', 'exam_count', 'asset_watch']],
    )
    expect(rows.map(({ role, can }) => `${role} ${can}`)).toEqual([
      'telemetry_ingest asset_watch: insert, select, update',
      'telemetry channel_set: select',
      'telemetry_ingest channel_set: insert, select',
      'telemetry_rollup channel_set: select',
      'telemetry condition: select',
      'telemetry_ingest condition: insert, select, update',
      'telemetry_ingest dirty_hour: insert',
      'telemetry_rollup dirty_hour: delete, select',
      'telemetry exam_count: select',
      'telemetry_ingest exam_count: insert, select, update',
      'telemetry reading: select',
      'telemetry_ingest reading: insert',
      'telemetry_rollup reading: select',
      'telemetry reading_hour: select',
      'telemetry_rollup reading_hour: insert, select, update',
    ])
  })

  it('has row-level security forced on every table but those without any organisation’s rows, and the partitions', async () => {
    const { rows } = await admin.query<{ name: string }>(
      `select relname as name from pg_class
        where relnamespace = 'telemetry'::regnamespace and relkind in ('r', 'p') and not relispartition
          and not (relrowsecurity and relforcerowsecurity)
        order by relname`,
    )
    expect(rows.map(({ name }) => name)).toEqual([
      'channel_set',
      'consumer_offset',
      'dirty_hour',
      'idempotency_key',
      'migration',
      'migration_of_every_service',
      'outbox',
      'outbox_set_aside',
    ])
  })
})

describe('hourly values', () => {
  it('are made and old readings ended by a role of their own, which consumers cannot take over', async () => {
    const pools = ['ingest', 'rollup'].map((work) =>
      createPool({ url: service.env['DATABASE_URL'] ?? '', applicationName: 'test', role: `imaging_telemetry_${work}` }),
    )
    const [ingest, rollup] = pools as [Pool, Pool]
    try {
      expect((await rollup.query(`select drop_reading_days('2000-01-01')`)).rowCount).toBe(1)
      for (const statement of [`select drop_reading_days('2000-01-01')`, 'select roll_up_hour(now())', 'select from reading'])
        await expect(ingest.query(statement), statement).rejects.toThrow('permission denied')
      for (const statement of ['delete from reading_hour', 'insert into reading select * from reading', 'select from condition'])
        await expect(rollup.query(statement), statement).rejects.toThrow('permission denied')
    } finally {
      await Promise.all(pools.map((pool) => pool.end()))
    }
  })
})
