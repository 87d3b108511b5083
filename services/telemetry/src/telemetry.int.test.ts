import { readFileSync } from 'node:fs'
import { personOf } from '@imaging/identity/testing'
import {
  newEvent,
  type AssetSnapshot,
  type ChannelSeries,
  type ConditionNow,
  type ExamActivity,
  type TelemetryReadingV1,
} from '@imaging/schemas'
import pg from 'pg'
import { v7 as uuidV7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { startTestService, type TestService } from '../../../infra/local/test-service.ts'
import { telemetry } from './telemetry-service.ts'

const example = (
  JSON.parse(readFileSync(new URL('../../../schemas/examples/events/asset.changed.v1/valid.json', import.meta.url), 'utf8')) as {
    data: AssetSnapshot
  }
).data
const everyDay = Object.fromEntries(
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, [{ from: '00:00', to: '24:00' }]]),
)
const source = 'urn:nhs:ods:RYJ:gateway'
const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()
const until = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 15_000, interval: 50 })

let service: TestService
let database: pg.Client

beforeAll(async () => {
  service = await startTestService({
    definition: telemetry,
    migrations: new URL('../migrations', import.meta.url),
    databaseUrl: inject('databaseUrl'),
    kafkaBrokers: inject('kafkaBrokers'),
  })
  database = new pg.Client({ connectionString: service.databaseUrl })
  await database.connect()
  for (const assetId of ['M-1', 'M-2', 'M-3', 'M-4', 'M-5']) await register(assetId)
})

afterAll(async () => {
  await database.end()
  await service.stop()
})

const register = (assetId: string): Promise<void> =>
  service.publish(
    'imaging.assets',
    newEvent({
      id: uuidV7(),
      name: 'asset.changed.v1',
      source,
      subject: assetId,
      time: minutesAgo(0),
      data: {
        ...example,
        assetId,
        classId: 'mri',
        operatingHours: { patterns: [{ week: everyDay }] },
        feed: { fitted: true, expectedEveryS: 600 },
      },
    }),
  )

function reading(assetId: string, observedAt: string, readings: TelemetryReadingV1['data']['readings'], from = source): TelemetryReadingV1 {
  return newEvent({
    id: uuidV7(),
    name: 'telemetry.reading.v1',
    source: from,
    subject: assetId,
    time: observedAt,
    data: { assetId, observedAt, readings },
  })
}

const helium = (value: number) => ({ channel: 'helium-level', value, unit: '%' })
const get = async <Body>(path: string): Promise<Body> => {
  const authorization = await service.authorization(personOf('radiology-lead', 'RYJ'))
  return (await fetch(`${service.url}${path}`, { headers: { authorization } })).json() as Promise<Body>
}
const rows = async (assetId: string): Promise<number> =>
  Number((await database.query<{ count: string }>('select count(*) from telemetry.reading where asset_id = $1', [assetId])).rows[0]?.count)

describe('readings', () => {
  it('are stored whole, once, however often they come, and shown by channel', async () => {
    const at = minutesAgo(30)
    const event = reading('M-1', at, [helium(71.5), { channel: 'compressor-on', value: 1, unit: '1' }])
    await service.publish('imaging.telemetry', event, event, { ...event, id: uuidV7() })
    await service.publish(
      'imaging.telemetry',
      reading('M-1', minutesAgo(20), [{ channel: 'compressor-on', value: 1, unit: '1' }, helium(71.4)]),
    )
    await until(async () => expect(await rows('M-1')).toBe(2))
    const series = await get<ChannelSeries>(`/api/v1/assets/M-1/channels/helium-level?from=${minutesAgo(60)}&to=${minutesAgo(0)}`)
    expect(series.points.map(({ mean }) => mean)).toEqual([71.5, 71.4])
  })

  it('are stored once even where nothing is remembered of their asset', async () => {
    const sent = reading('M-3', minutesAgo(2000), [helium(71.5)])
    await service.publish('imaging.telemetry', sent)
    await until(async () => expect(await rows('M-3')).toBe(1))
    await database.query(`delete from telemetry.asset_watch where asset_id = 'M-3'`)
    await service.publish('imaging.telemetry', sent, reading('M-3', minutesAgo(1999), [helium(71.4)]))
    await until(async () => expect(await rows('M-3')).toBe(2))
    expect(await service.refusals('imaging.telemetry')).toEqual([])
  })

  it('are stored once each, many of a day and few of another in one batch, and again with what was missing', async () => {
    const many = Array.from({ length: 60 }, (_, index) => reading('M-5', minutesAgo(4000 - index), [helium(70)]))
    const few = Array.from({ length: 3 }, (_, index) => reading('M-5', minutesAgo(9000 - index), [helium(70)]))
    await service.publish('imaging.telemetry', ...few, ...many.slice(0, 50), ...many.slice(10, 20))
    await until(async () => expect(await rows('M-5')).toBe(53))
    await database.query(`delete from telemetry.asset_watch where asset_id = 'M-5'`)
    await service.publish('imaging.telemetry', ...few, ...many)
    await until(async () => expect(await rows('M-5')).toBe(63))
  })

  it('are rolled up by the hour, and a late one is worked in', async () => {
    const hour = Math.floor((Date.now() - 5 * 3_600_000) / 3_600_000) * 3_600_000
    const at = (minute: number): string => new Date(hour + minute * 60_000).toISOString()
    const rolled = async () => {
      await database.query('select telemetry.roll_up_hour($1)', [new Date(hour)])
      const { rows: found } = await database.query(
        `select mean_value, readings from telemetry.reading_hour where asset_id = 'M-2' and channel = 'helium-level'`,
      )
      return found[0] as unknown
    }
    await database.query('set role imaging_telemetry_rollup; set search_path = telemetry')
    await service.publish('imaging.telemetry', reading('M-2', at(0), [helium(70)]), reading('M-2', at(10), [helium(72)]))
    await until(async () => expect(await rows('M-2')).toBe(2))
    expect(await rolled()).toEqual({ mean_value: 71, readings: 2 })
    await service.publish('imaging.telemetry', reading('M-2', at(5), [helium(65)]))
    await until(async () => expect(await rows('M-2')).toBe(3))
    expect(await rolled()).toEqual({ mean_value: 69, readings: 3 })
    await database.query('reset role')
  })

  it.each([
    ['an unknown asset', () => reading('NOBODY', minutesAgo(1), [helium(70)]), /NOBODY is not in the register/],
    [
      'an unknown channel',
      () => reading('M-3', minutesAgo(1), [{ channel: 'tea-level', value: 1, unit: '%' }]),
      /data\.readings\.0: tea-level is not a channel of the class mri/,
    ],
    [
      'an impossible unit',
      () => reading('M-3', minutesAgo(1), [{ channel: 'helium-level', value: 1, unit: 'm' }]),
      /not a unit it can have/,
    ],
    ['an impossible value', () => reading('M-3', minutesAgo(1), [helium(170)]), /which is impossible/],
    [
      'another organisation’s device',
      () => reading('M-3', minutesAgo(1), [helium(70)], 'urn:nhs:ods:RAS:gateway'),
      /may not speak for M-3/,
    ],
    ['a reading from the future', () => reading('M-3', minutesAgo(-10), [helium(70)]), /in the future/],
    ['a reading older than any is kept', () => reading('M-3', minutesAgo(60 * 24 * 200), [helium(70)]), /older than readings are kept/],
    ['a channel twice', () => reading('M-3', minutesAgo(1), [helium(70), helium(71)]), /in this message twice/],
  ])('of %s are put aside with the reason, and the rest of the batch is stored', async (_, event, reason) => {
    const stored = await rows('M-3')
    await service.publish('imaging.telemetry', event(), reading('M-3', minutesAgo(Math.random() * 1000), [helium(70)]))
    await until(async () => expect(await rows('M-3')).toBe(stored + 1))
    await until(async () => expect(await service.refusals('imaging.telemetry')).toContainEqual(expect.stringMatching(reason)))
  })

  it('that are not JSON are put aside untouched', async () => {
    await service.eventLog.sink.send('imaging.telemetry', [{ key: 'M-3', body: '{"specversion":' }])
    await until(async () => {
      const aside = (await service.records('imaging.telemetry.dead-letter')).find(({ body }) => body?.toString() === '{"specversion":')
      expect(aside?.headers['dead-letter-reason']).toBe('The record is not JSON.')
    })
  })
})

describe('conditions', () => {
  it('are raised and cleared, told once each, and shown while they stand', async () => {
    const low = Array.from({ length: 8 }, (_, index) => reading('M-4', minutesAgo(1000 - index * 10), [helium(50)]))
    await service.publish('imaging.telemetry', ...low)
    const standing = async () => (await get<{ conditions: ConditionNow[] }>('/api/v1/conditions?assetId=M-4')).conditions
    await until(async () => expect((await standing()).map(({ severity }) => severity)).toContain('alarm'))
    const full = Array.from({ length: 50 }, (_, index) => reading('M-4', minutesAgo(900 - index * 10), [helium(80)]))
    await service.publish('imaging.telemetry', ...full)
    await until(async () => expect(await standing()).toEqual([]))
    await until(async () => {
      const told = (await service.records('imaging.conditions'))
        .filter(({ key }) => key === 'M-4')
        .map(({ body }) => JSON.parse(String(body)) as { type: string })
      expect(told.filter(({ type }) => type.includes('condition.cleared')).length).toBeGreaterThan(0)
    })
  })

  it('say of a signal that stopped since when, and nothing of an asset without a feed', async () => {
    await until(async () => {
      const told = (await service.records('imaging.conditions')).map(
        ({ body }) => JSON.parse(String(body)) as { type: string; data: { assetId: string; health?: string } },
      )
      expect(told.filter(({ type }) => type.includes('data-health')).map(({ data }) => data.health)).toContain('LIVE')
    })
  })
})

describe('exams', () => {
  it('are kept as counts, the last count of a period standing', async () => {
    const count = (exams: number) =>
      newEvent({
        id: uuidV7(),
        name: 'telemetry.exams-counted.v1',
        source: 'urn:nhs:ods:RYJ:ris',
        subject: 'M-1',
        time: minutesAgo(5),
        data: { assetId: 'M-1', from: from, to: to, exams, lastExamAt: to },
      })
    const from = minutesAgo(65)
    const to = minutesAgo(5)
    await service.publish('imaging.telemetry', count(2), count(3))
    await until(async () => expect(await get<ExamActivity>('/api/v1/assets/M-1/exams')).toMatchObject({ exams7Days: 3, lastExamAt: to }))
  })
})
