import { randomUUID } from 'node:crypto'
import { personOf } from '@imaging/identity/testing'
import type { Board, DowntimeReport, Figures, LedgerEvent } from '@imaging/schemas'
import { v7 as uuidV7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { firstOfFeed, hoursAgo, PERSON, startTestAvailability, type TestAvailability } from './test-availability.ts'

const lead = personOf('radiology-lead', 'RYJ')
let service: TestAvailability
const tell: TestAvailability['tell'] = (...told) => service.tell(...told)
const published: TestAvailability['published'] = (...about) => service.published(...about)
const get = <Body>(path: string): Promise<Body> => service.get(lead, path)

beforeAll(async () => {
  service = await startTestAvailability({ databaseUrl: inject('databaseUrl'), kafkaBrokers: inject('kafkaBrokers') })
  for (const id of ['A-1', 'A-2', 'A-3', 'A-4', 'A-5', 'A-6']) await service.register(id)
})

afterAll(() => service.stop())

const rowOf = async (assetId: string) => (await get<Board>(`/api/v1/board?asset=${assetId}`)).rows[0]
const until = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 15_000, interval: 50 })

describe('the ledger', () => {
  it('shows a scanner that fails and is returned to use, and tells both', async () => {
    const opened = await tell('A-1', { state: 'UP', at: hoursAgo(100) }).then(() =>
      tell('A-1', { state: 'DOWN_UNPLANNED', at: hoursAgo(6), cause: 'cryogenics' }),
    )
    await until(async () => expect(await rowOf('A-1')).toMatchObject({ state: 'DOWN_UNPLANNED', downtimeId: opened, cause: 'cryogenics' }))
    await tell('A-1', { state: 'UP', at: hoursAgo(4) })
    await until(async () => expect(await rowOf('A-1')).toMatchObject({ state: 'IN_QA' }))
    await tell('A-1', { state: 'UP', at: hoursAgo(2), release: 'REL-1' })
    await until(async () => expect(await rowOf('A-1')).toMatchObject({ state: 'UP' }))

    const figures = await get<Figures>(`/api/v1/assets/A-1/figures?from=${hoursAgo(10)}&to=${hoursAgo(0)}`)
    expect(figures.technical.lostHours).toBeCloseTo(4, 2)
    expect(figures.hoursByState).toMatchObject({ DOWN_UNPLANNED: expect.closeTo(2, 2), IN_QA: expect.closeTo(2, 2) })
    await until(async () =>
      expect(
        (await published('imaging.availability', 'A-1')).map(({ type, data }) => [type.split('.').at(-2), data['downtimeId']]),
      ).toEqual([
        ['downtime-opened', opened],
        ['downtime-closed', opened],
      ]),
    )
  })

  it('takes the same event twice as one', async () => {
    const id = uuidV7()
    const data = { state: 'DOWN_UNPLANNED', at: hoursAgo(3) } as const
    await tell('A-2', data, { id })
    await tell('A-2', data, { id })
    await until(async () => expect(await rowOf('A-2')).toMatchObject({ state: 'DOWN_UNPLANNED' }))
    expect((await get<{ events: LedgerEvent[] }>('/api/v1/assets/A-2/events')).events.filter(({ eventId }) => eventId === id)).toHaveLength(
      1,
    )
  })

  it('restates the past when a late event comes, and still knows what was known before', async () => {
    await tell('A-3', { state: 'UP', at: hoursAgo(48) })
    await until(async () => expect(await rowOf('A-3')).toMatchObject({ state: 'UP' }))
    const before = new Date().toISOString()
    await tell('A-3', { state: 'DOWN_UNPLANNED', at: hoursAgo(20) })
    await tell('A-3', { state: 'UP', at: hoursAgo(10), release: 'R' })
    const period = `from=${hoursAgo(30)}&to=${hoursAgo(0)}`
    await until(async () => expect((await get<Figures>(`/api/v1/assets/A-3/figures?${period}`)).technical.lostHours).toBeCloseTo(10, 2))
    expect((await get<Figures>(`/api/v1/assets/A-3/figures?${period}&knownAt=${before}`)).technical.lostHours).toBe(0)
  })

  it.each([
    ['an unknown asset', 'NOBODY', { state: 'UP', at: hoursAgo(1) }, {}, /NOBODY is not in the register/],
    [
      'another organisation’s device',
      'A-4',
      { state: 'UP', at: hoursAgo(1) },
      { source: 'urn:nhs:ods:RAS:gateway' },
      /may not speak for A-4, which RYJ operates/,
    ],
    [
      'a downtime that ends before it starts',
      'A-4',
      { state: 'DOWN_PLANNED', at: hoursAgo(1), agreedEnd: hoursAgo(2) },
      {},
      /cannot end before it starts/,
    ],
    ['an event from the future', 'A-4', { state: 'UP', at: hoursAgo(-1) }, {}, /in the future/],
  ] as const)('puts %s aside with the reason, and the rest of the batch is unharmed', async (_, assetId, data, changes, reason) => {
    await tell(assetId, data, changes)
    await tell('A-4', { state: 'UP', at: hoursAgo(2) })
    await until(async () => expect(await rowOf('A-4')).toMatchObject({ state: 'UP' }))
    await until(async () => expect(await service.refusals('imaging.downtime')).toContainEqual(expect.stringMatching(reason)))
  })

  it('turns planned work that runs past its agreed end into unplanned downtime, though nobody says so', async () => {
    await tell('A-5', {
      state: 'DOWN_PLANNED',
      at: hoursAgo(2),
      agreedEnd: new Date(Date.now() + 1500).toISOString(),
      cause: 'planned-service',
      reportedBy: { kind: 'schedule' },
    })
    await until(async () => expect(await rowOf('A-5')).toMatchObject({ state: 'DOWN_PLANNED' }))
    await until(async () => expect(await rowOf('A-5')).toMatchObject({ state: 'DOWN_UNPLANNED' }))
    await until(async () => expect(JSON.stringify(await published('imaging.availability', 'A-5'))).toContain('escalated'))
  })
})

describe('a device whose clock is a little fast', () => {
  it('is believed when the moment comes, and others are told', async () => {
    await service.register('A-7')
    const opened = await tell('A-7', { state: 'UP', at: hoursAgo(10) }).then(() =>
      tell('A-7', { state: 'DOWN_UNPLANNED', at: new Date(Date.now() + 1_500).toISOString(), reportedBy: { kind: 'device' } }),
    )
    await until(async () => expect(await rowOf('A-7')).toMatchObject({ state: 'DOWN_UNPLANNED', downtimeId: opened }))
    await until(async () => expect(await published('imaging.availability', 'A-7')).toMatchObject([{ data: { downtimeId: opened } }]))
  })
})

describe('people', () => {
  const report = (body: object, idempotencyKey: string = randomUUID()) =>
    service.ask(lead, '/api/v1/state-reports', { body, idempotencyKey })

  it('report a fault once, however often they press', async () => {
    const first = await report({ assetId: 'A-6', state: 'DEGRADED', canStill: ['cardiac'], note: 'Coil is not recognised' }, 'key-1')
    const second = await report({ assetId: 'A-6', state: 'DEGRADED', canStill: ['cardiac'], note: 'Coil is not recognised' }, 'key-1')
    expect([first.status, second.status]).toEqual([202, 202])
    expect(await first.json()).toEqual(await second.json())
    await until(async () =>
      expect(await rowOf('A-6')).toMatchObject({ state: 'DEGRADED', canStill: ['cardiac'], note: 'Coil is not recognised' }),
    )
  })

  it('cannot report planned work without its agreed end', async () => {
    expect((await report({ assetId: 'A-6', state: 'DOWN_PLANNED' })).status).toBe(422)
  })
})

describe('the live feed', () => {
  it('tells of a change, and replays from the last event seen', async () => {
    const { feedPosition } = await get<Board>('/api/v1/board')
    await tell('A-2', { state: 'UP', at: hoursAgo(1), release: 'R2' })
    const first = await firstOfFeed(service, lead, feedPosition)
    expect(first.data).toMatchObject({ assetId: 'A-2', state: 'UP' })
    expect((await firstOfFeed(service, lead, feedPosition)).id).toBe(first.id)
  })
})

interface OpenedHours {
  readonly about: string
  readonly hours: number
  readonly total: number
  readonly byCause: readonly { cause: string; hours: number }[]
  readonly stretches: readonly { hours: number; eventIds: readonly string[] }[]
  readonly events: readonly LedgerEvent[]
}

describe('reports', () => {
  const openedHours = (query: string) => get<OpenedHours>(`/api/v1/reports/downtime/hours?${query}`)

  it('add up: the lines of a report come to its total', async () => {
    const report = await get<DowntimeReport>(`/api/v1/reports/downtime?from=${hoursAgo(48)}&to=${hoursAgo(0)}&groupBy=asset`)
    expect(report.lines.reduce((sum, line) => sum + line.technicalDownHours, 0)).toBeCloseTo(report.total.technicalDownHours, 6)
    expect(report.total.technicalDownHours).toBeGreaterThan(10)
  })

  it.each(['technical', 'contractual', 'clinical', 'planned', 'building', 'unconfirmed'] as const)(
    'open their %s hours to stretches and events that come to the same, page by page',
    async (definition) => {
      const query = `from=${hoursAgo(48)}&to=${hoursAgo(1)}`
      const { total } = await get<DowntimeReport>(`/api/v1/reports/downtime?${query}`)
      const shown = {
        technical: total.technicalDownHours,
        contractual: total.contractualDownHours,
        clinical: total.clinicalLostHours,
        planned: total.plannedHours,
        building: total.externalHours,
        unconfirmed: total.unconfirmedHours,
      }[definition]
      const opened = await openedHours(`${query}&definition=${definition}`)
      expect(opened.hours).toBeCloseTo(shown, 6)
      expect(opened.byCause.reduce((sum, { hours }) => sum + hours, 0)).toBeCloseTo(shown, 6)
      expect(opened.stretches.reduce((sum, { hours }) => sum + hours, 0)).toBeCloseTo(shown, 6)
      const told = new Set(opened.events.map(({ eventId }) => eventId))
      for (const { eventIds } of opened.stretches) for (const eventId of eventIds) expect(told).toContain(eventId)
      if (opened.total < 2) return
      const second = await openedHours(`${query}&definition=${definition}&offset=1&limit=1`)
      expect(second.stretches).toEqual([opened.stretches[1]])
    },
  )

  it('open one cause of one scanner to the failure that was reported', async () => {
    const { about, stretches, events } = await openedHours(
      `from=${hoursAgo(10)}&to=${hoursAgo(0)}&definition=technical&asset=A-1&cause=cryogenics`,
    )
    expect(about).toMatch(/^A-1, /)
    expect(stretches[0]).toMatchObject({ state: 'DOWN_UNPLANNED', cause: 'cryogenics', hours: expect.closeTo(2, 2), stateRule: 'reported' })
    expect(events[0]).toMatchObject({ state: 'DOWN_UNPLANNED', reportedBy: PERSON })
  })

  it('count a past figure up to the instant it was known at, and say since when anything is known', async () => {
    const knownAt = hoursAgo(4)
    const past = await get<DowntimeReport>(`/api/v1/reports/downtime?from=${hoursAgo(10)}&to=${hoursAgo(0)}&knownAt=${knownAt}`)
    expect([past.to, past.knownAt]).toEqual([knownAt, knownAt])
    // Everything was recorded by this run: four hours ago nothing was.
    expect([past.total.technicalDownHours, past.total.technical.confirmedShare]).toEqual([0, 0])
    const { knownSince } = await get<{ knownSince: string }>('/api/v1/reports/downtime/known-since?asset=A-1')
    expect(knownSince > knownAt).toBe(true)
    expect(await get('/api/v1/reports/downtime/known-since?asset=NOBODY')).toEqual({})
  })

  it.each([
    ['from=2026-01-01&to=2026-02-01&knownAt=2025-12-01T00:00:00Z', 'the period was still to come'],
    ['from=2026-01-02&to=2026-01-01', 'must be after from'],
    ['from=2099-01-01&to=2099-02-01', 'must be in the past'],
    ['from=2026-02-31&to=2026-03-01', 'is not a date'],
  ])('refuse %s and say why', async (query, why) => {
    const answer = await service.ask(lead, `/api/v1/reports/downtime?${query}`)
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(why)])
  })
})
