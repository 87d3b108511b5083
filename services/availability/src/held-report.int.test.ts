import { randomUUID } from 'node:crypto'
import { personOf } from '@imaging/identity/testing'
import { createPool } from '@imaging/postgres'
import type { Board, HeldReport, Identity, LabelledScanner, LedgerEvent } from '@imaging/schemas'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { feedOf, startTestAvailability, type TestAvailability } from './test-availability.ts'

const lead = personOf('radiology-lead', 'RYJ')
const elsewhere = personOf('radiology-lead', 'RAS')
const engineer = personOf('supplier-engineer', 'ge')
/** The gateway itself: whoever reads a label is nobody we know. */
const web: Identity = { kind: 'service', name: 'web' }

let service: TestAvailability
beforeAll(async () => {
  service = await startTestAvailability({
    databaseUrl: inject('databaseUrl'),
    kafkaBrokers: inject('kafkaBrokers'),
    env: { FEED_OPEN_MS: '1000' },
  })
  for (const assetId of ['H-1', 'H-2', 'H-3', 'H-4', 'H-5', 'H-6']) await service.register(assetId, { status: 'IN_USE' })
  await until(async () => {
    for (const assetId of ['H-1', 'H-6']) if ((await rowOf(assetId)) === undefined) throw new Error('the register has not arrived')
  })
})
afterAll(() => service?.stop())

const until = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 15_000, interval: 50 })
const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()

const post = (path: string, body: object, identity: Identity = web, idempotencyKey = randomUUID()) =>
  service.ask(identity, `/api/v1${path}`, { body, idempotencyKey })
const get = <Body>(path: string): Promise<Body> => service.get<Body>(lead, `/api/v1${path}`)
const rowOf = async (assetId: string) => (await get<Board>(`/board?asset=${assetId}`)).rows[0]
const heldOf = async (assetId: string): Promise<readonly HeldReport[]> => (await rowOf(assetId))?.heldReports ?? []
const told = async (assetId: string): Promise<readonly LedgerEvent[]> =>
  (await get<{ events: LedgerEvent[] }>(`/assets/${assetId}/events`)).events

const hold = async (assetId: string, special: object = {}): Promise<string> => {
  const answer = await post('/held-reports', { assetId, state: 'DOWN_UNPLANNED', fault: 'cooling', note: 'Cooling', ...special })
  expect(answer.status).toBe(202)
  return ((await answer.json()) as { heldReportId: string }).heldReportId
}
const confirm = (id: string, identity: Identity = lead) => post(`/held-reports/${id}/confirmation`, {}, identity)
const dismiss = (id: string, reason: string, identity: Identity = lead) => post(`/held-reports/${id}/dismissal`, { reason }, identity)

describe('a report from a label', () => {
  it('is held: the board shows it at once, and nothing counts', async () => {
    const id = await hold('H-1', { at: minutesAgo(30) })
    const row = await rowOf('H-1')
    expect(row).toMatchObject({ state: 'UNKNOWN', heldReports: [{ heldReportId: id, state: 'DOWN_UNPLANNED', note: 'Cooling' }] })
    expect(await told('H-1')).toEqual([])
    expect(await service.get<LabelledScanner>(web, '/api/v1/labels/H-1')).toMatchObject({
      name: 'H-1',
      heldSince: row?.heldReports?.[0]?.reportedAt,
    })
  })

  it('becomes the report of the one who confirms it, from when it began, under its own id', async () => {
    const at = minutesAgo(45)
    const id = await hold('H-2', { at })
    expect(await (await confirm(id)).json()).toEqual({ eventId: id })
    await until(async () =>
      expect(await rowOf('H-2')).toMatchObject({ state: 'DOWN_UNPLANNED', since: at, note: 'Cooling (reported from the label)' }),
    )
    expect(await heldOf('H-2')).toEqual([])
    expect(await told('H-2')).toMatchObject([{ eventId: id, at, reportedBy: { kind: 'person', role: 'radiology-lead', name: lead.name } }])
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
    ['another trust’s staff', elsewhere, 404],
    ['a supplier', engineer, 403],
    ['whoever reads the label', web, 403],
  ])('cannot be decided on by %s', async (_, identity, status) => {
    const [waiting] = await heldOf('H-1')
    const id = waiting?.heldReportId ?? ''
    expect([(await confirm(id, identity)).status, (await dismiss(id, 'No', identity)).status]).toEqual([status, status])
    expect(await heldOf('H-1')).toHaveLength(1)
  })

  it('pressed twice is one', async () => {
    const [key, body] = [randomUUID(), { assetId: 'H-4', state: 'DEGRADED', note: 'Poor images' }]
    const [first, second] = [await post('/held-reports', body, web, key), await post('/held-reports', body, web, key)]
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
    await service.tell('H-6', { state: 'UP', at: minutesAgo(60), reportedBy: { kind: 'device' } })
    await until(async () => expect(await rowOf('H-6')).toMatchObject({ state: 'UP' }))
    await makeLate(id)
    await expect.poll(() => changesOf('H-6', feedPosition), { timeout: 25_000 }).toHaveLength(3)
    await dismiss(id, 'Seen to')
    expect(await changesOf('H-6', feedPosition)).toMatchObject([
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

  /** The changes of a scanner after a position, as its own trust reads them until the feed is asked to be opened anew. */
  async function changesOf(assetId: string, after: string): Promise<readonly { assetId: string }[]> {
    const found: { assetId: string }[] = []
    for await (const { data } of feedOf(service, lead, after)) if (data.assetId === assetId) found.push(data)
    return found
  }
})
