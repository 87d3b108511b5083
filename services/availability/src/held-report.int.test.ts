import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import {
  newEvent,
  writeActor,
  type AssetSnapshot,
  type Board,
  type HeldReport,
  type LabelledScanner,
  type LedgerEvent,
} from '@imaging/schemas'
import { createPool } from '@imaging/postgres'
import { v7 as uuidV7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { startTestService, type TestService } from '../../../infra/local/test-service.ts'
import { availability } from './availability-service.ts'

const example = JSON.parse(
  readFileSync(new URL('../../../schemas/examples/events/asset.changed.v1/valid.json', import.meta.url), 'utf8'),
) as { readonly data: AssetSnapshot }

const lead = writeActor({ name: 'Example Lead', role: 'radiology-lead', organisation: 'RYJ' })
const elsewhere = writeActor({ name: 'Another Lead', role: 'radiology-lead', organisation: 'RAS' })
const engineer = writeActor({ name: 'Example Engineer', role: 'supplier-engineer', organisation: 'ge' })

let service: TestService
beforeAll(async () => {
  service = await startTestService({
    definition: availability,
    migrations: new URL('../migrations', import.meta.url),
    databaseUrl: inject('databaseUrl'),
    kafkaBrokers: inject('kafkaBrokers'),
  })
  for (const assetId of ['H-1', 'H-2', 'H-3', 'H-4', 'H-5', 'H-6'])
    await publish('imaging.assets', 'asset.changed.v1', { ...example.data, assetId, name: assetId, status: 'IN_USE' }, assetId)
  await until(async () => {
    if (!(await fetch(`${service.url}/api/v1/labels/H-6`)).ok) throw new Error('the register has not arrived')
  })
})
afterAll(() => service.stop())

const until = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 15_000, interval: 50 })
const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()

async function publish<Name extends 'asset.changed.v1' | 'downtime.state-changed.v1'>(
  topic: string,
  name: Name,
  data: Parameters<typeof newEvent<Name>>[0]['data'],
  subject: string,
): Promise<void> {
  await service.publish(
    topic,
    newEvent({ id: uuidV7(), name, source: 'urn:nhs:ods:RYJ:imaging', subject, time: new Date().toISOString(), data }),
  )
}

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${service.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
    body: JSON.stringify(body),
  })
const get = async <Body>(path: string): Promise<Body> => (await fetch(`${service.url}/api/v1${path}`)).json() as Promise<Body>
const rowOf = async (assetId: string) => (await get<Board>(`/board?asset=${assetId}`)).rows[0]
const heldOf = async (assetId: string): Promise<readonly HeldReport[]> => (await rowOf(assetId))?.heldReports ?? []
const told = async (assetId: string): Promise<readonly LedgerEvent[]> =>
  (await get<{ events: LedgerEvent[] }>(`/assets/${assetId}/events`)).events

const hold = async (assetId: string, special: object = {}): Promise<string> => {
  const answer = await post('/held-reports', { assetId, state: 'DOWN_UNPLANNED', fault: 'cooling', note: 'Cooling', ...special })
  expect(answer.status).toBe(202)
  return ((await answer.json()) as { heldReportId: string }).heldReportId
}
const confirm = (id: string, actor = lead) => post(`/held-reports/${id}/confirmation`, {}, { 'imaging-actor': actor })
const dismiss = (id: string, reason: string, actor = lead) => post(`/held-reports/${id}/dismissal`, { reason }, { 'imaging-actor': actor })

describe('a report from a label', () => {
  it('is held: the board shows it at once, and nothing counts', async () => {
    const id = await hold('H-1', { at: minutesAgo(30) })
    const row = await rowOf('H-1')
    expect(row).toMatchObject({ state: 'UNKNOWN', heldReports: [{ heldReportId: id, state: 'DOWN_UNPLANNED', note: 'Cooling' }] })
    expect(await told('H-1')).toEqual([])
    expect(await get<LabelledScanner>('/labels/H-1')).toMatchObject({ name: 'H-1', heldSince: row?.heldReports?.[0]?.reportedAt })
  })

  it('becomes the report of the one who confirms it, from when it began, under its own id', async () => {
    const at = minutesAgo(45)
    const id = await hold('H-2', { at })
    expect(await (await confirm(id)).json()).toEqual({ eventId: id })
    await until(async () =>
      expect(await rowOf('H-2')).toMatchObject({ state: 'DOWN_UNPLANNED', since: at, note: 'Cooling (reported from the label)' }),
    )
    expect(await heldOf('H-2')).toEqual([])
    expect(await told('H-2')).toMatchObject([
      { eventId: id, at, reportedBy: { kind: 'person', role: 'radiology-lead', name: 'Example Lead' } },
    ])
    const again = await confirm(id)
    expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('Somebody has confirmed it before you')])
  })

  it('is dismissed with a reason, and leaves no trace on the scanner', async () => {
    const id = await hold('H-3')
    expect((await dismiss(id, 'A prank')).status).toBe(200)
    expect([await heldOf('H-3'), await told('H-3')]).toEqual([[], []])
    expect((await confirm(id)).status).toBe(409)
    expect((await dismiss(await hold('H-3'), 'Patient 943 476 5919 says so')).status).toBe(400)
  })

  it.each([
    ['another trust’s staff', elsewhere, 403],
    ['a supplier', engineer, 403],
    ['nobody known', 'e30', 401],
  ])('cannot be decided on by %s', async (_, actor, status) => {
    const [waiting] = await heldOf('H-1')
    const id = waiting?.heldReportId ?? ''
    expect([(await confirm(id, actor)).status, (await dismiss(id, 'No', actor)).status]).toEqual([status, status])
    expect(await heldOf('H-1')).toHaveLength(1)
  })

  it('pressed twice is one', async () => {
    const [key, body] = [{ 'idempotency-key': randomUUID() }, { assetId: 'H-4', state: 'DEGRADED', note: 'Poor images' }]
    const [first, second] = [await post('/held-reports', body, key), await post('/held-reports', body, key)]
    expect(await first.json()).toEqual(await second.json())
    expect(await heldOf('H-4')).toHaveLength(1)
  })

  it.each([
    ['of the future', { at: minutesAgo(-10) }, 422, 'must not be in the future'],
    ['of more than a week ago', { at: minutesAgo(8 * 1440) }, 422, 'at most seven days ago'],
    ['that a scanner works', { state: 'UP' }, 400, 'state'],
    ['with a patient’s number', { note: 'Patient 943 476 5919' }, 400, 'without the number of a patient'],
    ['of a scanner nobody knows', { assetId: 'NOBODY' }, 404, 'NOBODY'],
  ])('%s is refused', async (_, special, status, why) => {
    const answer = await post('/held-reports', { assetId: 'H-5', state: 'DOWN_UNPLANNED', ...special })
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(why)])
  })

  it('is taken five times for one scanner until somebody looks', async () => {
    for (let count = 0; count < 5; count += 1) await hold('H-5')
    const sixth = await post('/held-reports', { assetId: 'H-5', state: 'DOWN_UNPLANNED' })
    expect([sixth.status, await sixth.text()]).toEqual([429, expect.stringContaining('Ring the radiology department')])
    const [oldest] = await heldOf('H-5')
    await dismiss(oldest?.heldReportId ?? '', 'Looked at')
    await hold('H-5')
  })
})

describe('the live feed', () => {
  it('tells of a new report, keeps saying so while other things change, tells again when it is late, and when it is decided', async () => {
    const { feedPosition } = await get<Board>('/board')
    const id = await hold('H-6')
    await publish(
      'imaging.downtime',
      'downtime.state-changed.v1',
      { assetId: 'H-6', state: 'UP', at: minutesAgo(60), reportedBy: { kind: 'device' } },
      'H-6',
    )
    await until(async () => expect(await rowOf('H-6')).toMatchObject({ state: 'UP' }))
    await makeLate(id)
    await expect.poll(() => changesOf('H-6', feedPosition, 3), { timeout: 25_000 }).toHaveLength(3)
    await dismiss(id, 'Seen to')
    expect(await changesOf('H-6', feedPosition, 4)).toMatchObject([
      { state: 'UNKNOWN', heldReports: 1 },
      { state: 'UP', heldReports: 1 },
      { state: 'UP', heldReports: 1 },
      { state: 'UP' },
    ])
  })

  /** As if nobody had looked at it for a quarter of an hour. */
  async function makeLate(id: string): Promise<void> {
    const pool = createPool({ url: service.databaseUrl, applicationName: 'test' })
    await pool.query(
      `update availability.held_report set reported_at = reported_at - interval '16 minutes', at = at - interval '16 minutes' where id = $1`,
      [id],
    )
    await pool.end()
  }

  /** The changes of a scanner after a position, until there are so many or two seconds have passed. */
  async function changesOf(assetId: string, after: string, count: number): Promise<readonly { assetId: string }[]> {
    const found: { assetId: string }[] = []
    const answer = await fetch(`${service.url}/api/v1/feed`, { headers: { 'last-event-id': after } })
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
    const timer = setTimeout(() => void reader.cancel(), 2_000)
    let text = ''
    for (let part = await reader.read(); !part.done && found.length < count; part = await reader.read()) {
      text += Buffer.from(part.value).toString()
      const entries = [...text.matchAll(/event: board\ndata: (.+)\n\n/g)].map(([, json]) => JSON.parse(json ?? '') as { assetId: string })
      found.splice(0, found.length, ...entries.filter((entry) => entry.assetId === assetId))
    }
    clearTimeout(timer)
    await reader.cancel()
    return found
  }
})
