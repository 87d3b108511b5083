import { personOf } from '@imaging/identity/testing'
import { createPool, inTransaction, seenBy, type Pool, type Seeing } from '@imaging/postgres'
import {
  SEES_NOTHING,
  type Board,
  type BoardRow,
  type DowntimeReport,
  type Figures,
  type Identity,
  type LedgerEvent,
} from '@imaging/schemas'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { tellLateReports } from './held-report-route.ts'
import { forgetBoardChanges } from './ledger-repository.ts'
import { feedOf, hoursAgo, startTestAvailability, type TestAvailability } from './test-availability.ts'

/** RYJ runs Y-1 and Y-2, RAS runs S-1. */
const lead = personOf('radiology-lead', 'RYJ')
/** Of another trust, with which RYJ shares nothing. */
const stranger = personOf('radiology-manager', 'RAS')
/** Of another trust, with which RYJ shares its status and nothing else. */
const neighbour = personOf('radiology-manager', 'RAS', { status: ['RAS', 'RYJ'] })
const web: Identity = { kind: 'service', name: 'web' }
const worker: Identity = { kind: 'service', name: 'worker' }

/** Short enough to wait for the end of a stream. */
const FEED_OPEN_MS = 1_000
const REPORTED_BY = { kind: 'person', role: 'radiographer', name: 'Ada Example' } as const

let service: TestAvailability
let login: Pool
let failure: string
const until = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 15_000, interval: 50 })
const period = `from=${hoursAgo(48)}&to=${hoursAgo(1)}`

beforeAll(async () => {
  service = await startTestAvailability({
    databaseUrl: inject('databaseUrl'),
    kafkaBrokers: inject('kafkaBrokers'),
    env: { FEED_OPEN_MS: String(FEED_OPEN_MS) },
  })
  login = createPool({ url: service.env['DATABASE_URL'] ?? '', applicationName: 'test' })
  for (const [assetId, operator] of [
    ['Y-1', 'RYJ'],
    ['Y-2', 'RYJ'],
    ['S-1', 'RAS'],
  ] as const)
    await service.register(assetId, { operator })
  for (const [assetId, operator] of [
    ['Y-1', 'RYJ'],
    ['S-1', 'RAS'],
  ] as const) {
    await service.tell(assetId, { state: 'UP', at: hoursAgo(100) }, { operator })
    const told = await service.tell(assetId, { state: 'DOWN_UNPLANNED', at: hoursAgo(20), reportedBy: REPORTED_BY }, { operator })
    if (assetId === 'Y-1') failure = told
  }
  await vi.waitUntil(async () => Object.values(await statesSeenBy(neighbour)).filter((state) => state === 'DOWN_UNPLANNED').length === 2, {
    timeout: 15_000,
  })
})
afterAll(async () => {
  await login?.end()
  await service?.stop()
})

const boardOf = (identity: Identity, query = ''): Promise<Board> => service.get<Board>(identity, `/api/v1/board${query}`)
const statesSeenBy = async (identity: Identity): Promise<Record<string, string>> =>
  Object.fromEntries((await boardOf(identity)).rows.map(({ assetId, state }) => [assetId, state]))
const statusOf = async (identity: Identity, path: string, body?: object): Promise<number> =>
  (await service.ask(identity, path, body === undefined ? {} : { body })).status

/** Who may ask what, written by hand: the letters of the roles that are answered. */
const LETTERS = {
  M: personOf('radiology-manager', 'RYJ'),
  L: personOf('radiology-lead', 'RYJ'),
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
  w: worker,
  g: web,
} as const

describe('each role', () => {
  it.each([
    ['the board', '/api/v1/board', 'MLPDEFCBY'],
    ['a line of the board', '/api/v1/board/Y-1', 'MLPDEFCBY'],
    ['figures', `/api/v1/assets/Y-1/figures?${period}`, 'MLPDEFCBYU'],
    ['states over time', `/api/v1/assets/Y-1/timeline?${period}`, 'MLPDEFCBYU'],
    ['events', '/api/v1/assets/Y-1/events', 'MLPDEFCBYU'],
    ['the report', `/api/v1/reports/downtime?${period}`, 'MLPDEFCBYU'],
    ['its hours', `/api/v1/reports/downtime/hours?${period}&definition=technical`, 'MLPDEFCBYU'],
    ['since when anything is known', '/api/v1/reports/downtime/known-since', 'MLPDEFCBYU'],
    ['what a label tells', '/api/v1/labels/Y-1', 'g'],
  ])('is answered %s, or not', async (_, path, allowed) => {
    const answers = await Promise.all(Object.entries(LETTERS).map(async ([letter, who]) => [letter, await statusOf(who, path)]))
    expect(Object.fromEntries(answers)).toEqual(
      Object.fromEntries(Object.keys(LETTERS).map((letter) => [letter, allowed.includes(letter) ? 200 : 403])),
    )
  })

  it('may report and correct, or not', async () => {
    const eventId = await service.tell('Y-2', { state: 'UP', at: hoursAgo(5) })
    await until(async () => expect(await statusOf(lead, `/api/v1/events/${eventId}`)).toBe(200))
    for (const [path, body, allowed] of [
      ['/api/v1/state-reports', { assetId: 'Y-2', state: 'UP' }, 'MLPD'],
      ['/api/v1/state-corrections', { correctsEventId: eventId, at: hoursAgo(6), reason: 'It was an hour before' }, 'ML'],
    ] as const)
      for (const [letter, who] of Object.entries(LETTERS))
        expect(await statusOf(who, path, body), `${path} by ${letter}`).toBe(allowed.includes(letter) ? 202 : 403)
  })

  it('that has not signed in, is told nothing', async () => {
    for (const path of ['/api/v1/board', '/api/v1/feed', '/api/v1/labels/Y-1', `/api/v1/reports/downtime?${period}`])
      expect((await fetch(`${service.url}${path}`)).status).toBe(401)
  })
})

describe('another trust, with which nothing is shared', () => {
  it.each([
    ['a line of the board', '/api/v1/board/Y-1'],
    ['figures', `/api/v1/assets/Y-1/figures?${period}`],
    ['states over time', `/api/v1/assets/Y-1/timeline?${period}`],
    ['events', '/api/v1/assets/Y-1/events'],
  ])('is told of %s what it is told of a scanner that is not there', async (_, path) => {
    // Asked for by those who may see it first, so that it lies in memory.
    expect(await statusOf(lead, path)).toBe(200)
    const [of, ofNone] = await Promise.all([service.ask(stranger, path), service.ask(stranger, path.replace('Y-1', 'N-1'))])
    expect([of.status, ofNone.status]).toEqual([404, 404])
    // The instance is the request's own number.
    const [{ instance: _one, ...said }, { instance: _other, ...saidOfNone }] = (await Promise.all([of.json(), ofNone.json()])) as Problems
    expect({ ...said, title: said.title.replace('Y-1', 'N-1') }).toEqual(saidOfNone)
  })

  it('sees nothing of it on the board, in counts or by asking for it', async () => {
    const all = await boardOf(stranger)
    expect([all.rows.map(({ assetId }) => assetId), all.total, all.counts]).toEqual([['S-1'], 1, { DOWN_UNPLANNED: 1 }])
    for (const query of ['?trust=RYJ', '?asset=Y-1', '?site=RYJ01'])
      expect(await boardOf(stranger, query)).toMatchObject({ total: 0, rows: [] })
  })

  it('sees no event of it by its id', async () => {
    expect(await statusOf(lead, `/api/v1/events/${failure}`)).toBe(200)
    expect(await statusOf(stranger, `/api/v1/events/${failure}`)).toBe(404)
  })

  it('counts none of its hours: "all" is the sum of what it sees, and says so', async () => {
    const report = await service.get<DowntimeReport>(stranger, `/api/v1/reports/downtime?${period}&groupBy=trust`)
    expect(report.lines.map(({ key }) => key)).toEqual(['RAS'])
    expect(report.total).toMatchObject({ label: 'All scanners of Trust RAS', assets: 1, technicalDownHours: expect.closeTo(19, 1) })
    const asked = await service.get<DowntimeReport>(stranger, `/api/v1/reports/downtime?${period}&trust=RYJ`)
    expect([asked.lines, asked.total.assets, asked.byCause]).toEqual([[], 0, []])
    const hours = await service.get<OpenedHours>(stranger, `/api/v1/reports/downtime/hours?${period}&definition=technical`)
    expect([hours.assets, new Set(hours.events.map(({ assetId }) => assetId))]).toEqual([1, new Set(['S-1'])])
    expect(await service.get(stranger, '/api/v1/reports/downtime/known-since?trust=RYJ')).toEqual({})
  })

  it('can neither report nor correct, and does not learn that there is anything to report', async () => {
    expect(await statusOf(stranger, '/api/v1/state-reports', { assetId: 'Y-1', state: 'UP' })).toBe(404)
    expect(await statusOf(stranger, '/api/v1/state-corrections', { correctsEventId: failure, void: true, reason: 'Mistaken' })).toBe(404)
  })
})

describe('another trust, with which the status is shared', () => {
  it('sees where scanners stand, without the names of those who reported', async () => {
    const [row] = (await boardOf(neighbour, '?asset=Y-1')).rows
    expect(row).toMatchObject({ state: 'DOWN_UNPLANNED', reportedBy: { kind: 'person', role: 'radiographer' } })
    const { events } = await service.get<{ events: LedgerEvent[] }>(neighbour, '/api/v1/assets/Y-1/events')
    expect(events.find(({ eventId }) => eventId === failure)).toMatchObject({ reportedBy: { role: 'radiographer' } })
    const event = await service.get<LedgerEvent>(neighbour, `/api/v1/events/${failure}`)
    const hours = await service.get<OpenedHours>(neighbour, `/api/v1/reports/downtime/hours?${period}&definition=technical&trust=RYJ`)
    expect(hours.events).not.toEqual([])
    expect(JSON.stringify([row, events, event, hours])).not.toContain('Ada')
    expect(JSON.stringify(await service.get(lead, `/api/v1/events/${failure}`))).toContain('Ada Example')
    expect((await boardOf(lead, '?asset=Y-1')).rows[0]?.reportedBy).toEqual(REPORTED_BY)
  })

  it('is not told with whom a contract is and what it promises, and counts by it all the same', async () => {
    const row = (await boardOf(neighbour, '?asset=Y-1')).rows[0] as BoardRow
    expect([row.supplierName, row.uptimeTarget]).toEqual([undefined, undefined])
    const own = (await boardOf(lead, '?asset=Y-1')).rows[0] as BoardRow
    expect([own.supplierName, own.uptimeTarget]).toEqual([expect.any(String), expect.any(Number)])
    const [theirs, ours] = await Promise.all(
      [neighbour, lead].map((who) => service.get<Figures>(who, `/api/v1/assets/Y-1/figures?${period}`)),
    )
    expect(theirs?.contractual).toEqual(ours?.contractual)
    const withContracts = personOf('radiology-manager', 'RAS', { status: ['RAS', 'RYJ'], commercial: ['RAS', 'RYJ'] })
    expect((await boardOf(withContracts, '?asset=Y-1')).rows[0]?.supplierName).toBe(own.supplierName)
  })

  it('adds up what both have', async () => {
    const report = await service.get<DowntimeReport>(neighbour, `/api/v1/reports/downtime?${period}&groupBy=trust`)
    expect(report.total).toMatchObject({ label: 'All scanners of the 2 trusts you can see', technicalDownHours: expect.closeTo(38, 1) })
    expect(report.lines.map(({ key }) => key).toSorted()).toEqual(['RAS', 'RYJ'])
  })

  it('can neither report nor correct for it, and is told why', async () => {
    expect(await statusOf(neighbour, '/api/v1/state-reports', { assetId: 'Y-1', state: 'UP' })).toBe(403)
    expect(await statusOf(neighbour, '/api/v1/state-corrections', { correctsEventId: failure, void: true, reason: 'Mistaken' })).toBe(403)
  })

  it('sees a scanner no longer that has gone to another trust, nor anything told of it before', async () => {
    await service.register('M-1', { operator: 'RAS' })
    const told = await service.tell('M-1', { state: 'DEGRADED', at: hoursAgo(9) }, { operator: 'RAS' })
    await until(async () => expect(await statesSeenBy(stranger)).toMatchObject({ 'M-1': 'DEGRADED' }))
    await service.register('M-1', { operator: 'RYJ' })
    await until(async () => expect(await statesSeenBy(lead)).toMatchObject({ 'M-1': 'DEGRADED' }))
    expect(await statusOf(stranger, `/api/v1/events/${told}`)).toBe(404)
    expect(await statusOf(stranger, '/api/v1/board/M-1')).toBe(404)
    expect(await statusOf(lead, `/api/v1/events/${told}`)).toBe(200)
  })
})

describe('the live feed', () => {
  it('replays from the beginning only what the reader sees, and ends when it is old', async () => {
    const [toStranger = [], toLead, toNeighbour] = await Promise.all([stranger, lead, neighbour].map(assetsOnFeed))
    expect(toStranger).toContain('S-1')
    expect(toStranger).not.toContain('Y-1')
    expect(toLead).not.toContain('S-1')
    expect(toNeighbour).toEqual(expect.arrayContaining(['S-1', 'Y-1']))
  })

  it('tells of what happens only those who see it, over the end of a stream', async () => {
    const { feedPosition } = await boardOf(neighbour)
    const first = firstOnFeed(stranger, feedPosition)
    await service.tell('Y-1', { state: 'DEGRADED', at: hoursAgo(0.5) })
    await until(async () => expect(await statesSeenBy(neighbour)).toMatchObject({ 'Y-1': 'DEGRADED' }))
    expect(await firstOnFeed(neighbour, feedPosition)).toBe('Y-1')
    await service.tell('S-1', { state: 'DEGRADED', at: hoursAgo(0.5) }, { operator: 'RAS' })
    expect(await first).toBe('S-1')
  })

  it('has no place to go on from for those who see nothing', async () => {
    expect((await boardOf(personOf('committee-member', 'QRV'))).feedPosition).toBe('0.0')
  })

  async function assetsOnFeed(identity: Identity): Promise<string[]> {
    const assetIds: string[] = []
    for await (const { data } of feedOf(service, identity, '0.0')) assetIds.push(data.assetId)
    return assetIds
  }

  async function firstOnFeed(identity: Identity, from: string): Promise<string> {
    for (;;) for await (const { data } of feedOf(service, identity, from)) return data.assetId
  }
})

describe('an act', () => {
  const acts = async () => (await service.published('imaging.record', 'RYJ')).map(({ data }) => data)

  it('that corrects is told to the record of the trust, once, with who and why', async () => {
    const eventId = await service.tell('Y-2', { state: 'DOWN_UNPLANNED', at: hoursAgo(3) })
    await until(async () => expect(await statusOf(lead, `/api/v1/events/${eventId}`)).toBe(200))
    const body = { correctsEventId: eventId, void: true, reason: 'It was another scanner' }
    const answers = [1, 2].map(() => service.ask(lead, '/api/v1/state-corrections', { body, idempotencyKey: 'once' }))
    const [first, second] = await Promise.all(answers.map(async (answer) => (await answer).json() as Promise<{ eventId: string }>))
    expect(first).toEqual(second)
    await until(async () => expect((await acts()).some(({ details }) => JSON.stringify(details).includes(eventId))).toBe(true))
    expect((await acts()).filter(({ details }) => JSON.stringify(details).includes(eventId))).toMatchObject([
      {
        organisation: 'RYJ',
        act: 'downtime.corrected',
        by: { name: lead.name, role: 'radiology-lead', organisation: 'RYJ' },
        about: 'Y-2',
        details: { eventId: first?.eventId, correctsEventId: eventId, void: 'true', reason: 'It was another scanner' },
      },
    ])
  })

  it('that is refused is not told', async () => {
    const before = (await acts()).length
    const body = { correctsEventId: failure, reason: 'Nothing to change' }
    expect(await statusOf(lead, '/api/v1/state-corrections', body)).toBe(422)
    expect((await acts()).length).toBe(before)
  })
})

describe('a report from a label', () => {
  const hold = async (): Promise<string> => {
    const body = { assetId: 'Y-2', state: 'DOWN_UNPLANNED', note: 'Smells burnt' }
    const answer = await service.ask(web, '/api/v1/held-reports', { body })
    expect(answer.status).toBe(202)
    return ((await answer.json()) as { heldReportId: string }).heldReportId
  }
  const decide = (identity: Identity, heldReportId: string, act: string, body: object = {}): Promise<number> =>
    statusOf(identity, `/api/v1/held-reports/${heldReportId}/${act}`, body)

  it('waits for the scanner’s own people, and nobody else sees that it does', async () => {
    const heldReportId = await hold()
    expect((await boardOf(lead, '?asset=Y-2')).rows[0]?.heldReports).toMatchObject([{ heldReportId, note: 'Smells burnt' }])
    expect((await boardOf(neighbour, '?asset=Y-2')).rows[0]).not.toHaveProperty('heldReports')
    expect(await service.get(neighbour, '/api/v1/board/Y-2')).not.toHaveProperty('heldReports')
    for await (const { data } of feedOf(service, neighbour, '0.0')) expect(data).not.toHaveProperty('heldReports')
    expect(await service.get(web, '/api/v1/labels/Y-2')).toMatchObject({ trust: 'RYJ', heldSince: expect.any(String) })

    for (const other of [stranger, neighbour]) expect(await decide(other, heldReportId, 'confirmation')).toBe(404)
    expect(await decide(personOf('finance', 'RYJ'), heldReportId, 'confirmation')).toBe(403)
    expect(await decide(lead, heldReportId, 'dismissal', { reason: 'It was toast' })).toBe(200)
    expect(await decide(lead, heldReportId, 'confirmation')).toBe(409)
    await until(async () =>
      expect((await service.published('imaging.record', 'RYJ')).map(({ data }) => data)).toContainEqual(
        expect.objectContaining({
          act: 'held-report.dismissed',
          details: expect.objectContaining({ heldReportId, reason: 'It was toast' }),
        }),
      ),
    )
  })

  it('becomes the word of the one who confirms it', async () => {
    const heldReportId = await hold()
    expect(await decide(lead, heldReportId, 'confirmation')).toBe(202)
    await until(async () =>
      expect(await service.get(lead, `/api/v1/events/${heldReportId}`)).toMatchObject({ reportedBy: { name: lead.name } }),
    )
    await until(async () => expect(JSON.stringify(await service.published('imaging.record', 'RYJ'))).toContain('held-report.confirmed'))
  })
})

describe('the database', () => {
  const TABLES = ['asset_party', 'ledger_event', 'asset_now', 'board_change', 'held_report'] as const
  const seeing = (status: readonly string[], own: readonly string[] = []): Seeing => ({
    organisation: 'RAS',
    sees: { ...SEES_NOTHING, status, own },
  })
  const assetsIn = async (table: string, who: Seeing): Promise<string[]> => {
    const { rows } = await seenBy(login, who).query<{ asset_id: string }>(`select distinct asset_id from ${table} order by asset_id`)
    return rows.map(({ asset_id }) => asset_id).filter((assetId) => assetId !== 'M-1')
  }

  it.each([
    ['asset_party', ['S-1'], ['S-1', 'Y-1', 'Y-2']],
    ['ledger_event', ['S-1'], ['S-1', 'Y-1', 'Y-2']],
    ['asset_now', ['S-1'], ['S-1', 'Y-1', 'Y-2']],
    ['board_change', ['S-1'], ['S-1', 'Y-1', 'Y-2']],
    // Shared with nobody: S-1 has none.
    ['held_report', [], []],
  ] as const)('shows of %s only rows of those who share', async (table, alone, shared) => {
    expect(await assetsIn(table, seeing(['RAS'], ['RAS']))).toEqual(alone)
    expect(await assetsIn(table, seeing(['RAS', 'RYJ'], ['RAS']))).toEqual(shared)
    expect(await assetsIn(table, seeing([]))).toEqual([])
  })

  it('refuses to show anything when it is not said for whom', async () => {
    for (const table of TABLES) await expect(login.query(`select from ${table}`), table).rejects.toThrow('it is not said for whom')
  })

  it.each([
    ['read the register', 'select from snapshot', 'permission denied'],
    ['add to a ledger', `insert into ledger_event select * from ledger_event`, 'permission denied'],
    ['change what was told', `update ledger_event set kind = 'health'`, 'permission denied'],
    ['take out what was told', 'delete from ledger_event', 'permission denied'],
    ['say whose a scanner is', `update asset_party set operator = 'RAS'`, 'permission denied'],
    ['say where a scanner stands', `update asset_now set state = 'UP'`, 'row-level security'],
    [
      'begin with a state',
      `insert into asset_now (asset_id, ledger_version, state, health) values ('S-9', '1', 'UP', 'LIVE')`,
      'row-level security',
    ],
    [
      'tell the board of another’s',
      `insert into board_change (asset_id, state, health) values ('Y-1', 'UP', 'LIVE')`,
      'row-level security',
    ],
    ['take changes from the board', 'delete from board_change', 'permission denied'],
    [
      'hold a report about another’s',
      `insert into held_report (id, asset_id, reported_at, at, report) values (gen_random_uuid(), 'Y-1', now(), now(), '{}')`,
      'row-level security',
    ],
    ['rewrite a report', `update held_report set report = '{}'`, 'permission denied'],
    ['take out a report', 'delete from held_report', 'permission denied'],
  ])('lets no request %s', async (_, statement, why) => {
    await expect(seenBy(login, seeing(['RAS', 'RYJ'], ['RAS'])).query(statement)).rejects.toThrow(why)
  })

  it('lets nobody change a ledger, consumers included', async () => {
    for (const statement of ['update ledger_event set recorded_at = now()', 'delete from ledger_event', 'truncate ledger_event'])
      await expect(
        inTransaction(login, async (tx) => {
          await tx.query('set local role imaging_availability_ingest')
          await tx.query(statement)
        }),
      ).rejects.toThrow('permission denied')
  })

  it('has row-level security forced on every table but those without any organisation’s rows', async () => {
    const { rows } = await login.query<{ name: string }>(
      `select relname as name from pg_class
        where relnamespace = 'availability'::regnamespace and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)
        order by relname`,
    )
    expect(rows.map(({ name }) => name)).toEqual([
      'consumer_offset',
      'idempotency_key',
      'migration',
      'migration_of_every_service',
      'outbox',
      'outbox_set_aside',
    ])
  })
})

describe('what is done at its time, for every organisation', () => {
  let ingest: Pool
  beforeAll(() => {
    ingest = createPool({ url: service.env['DATABASE_URL'] ?? '', applicationName: 'test', role: 'imaging_availability_ingest' })
  })
  afterAll(() => ingest.end())

  it('tells the board of a report from a label that nobody looked at', async () => {
    const body = { assetId: 'Y-1', state: 'DOWN_UNPLANNED' }
    expect((await service.ask(web, '/api/v1/held-reports', { body })).status).toBe(202)
    const changes = async (): Promise<number> =>
      (await ingest.query(`select from board_change where asset_id = 'Y-1' and held_reports = 1`)).rowCount ?? 0
    expect(await changes()).toBe(1)
    const inAnHour = () => new Date(Date.now() + 3_600_000)
    await tellLateReports({ ingest, now: inAnHour })
    await tellLateReports({ ingest, now: inAnHour })
    expect(await changes()).toBe(2)
  })

  it('forgets what the feed no longer replays', async () => {
    await forgetBoardChanges(ingest, new Date(Date.now() + 3_600_000))
    expect((await ingest.query('select from board_change')).rowCount).toBe(0)
  })
})

type Problems = readonly [ProblemTold, ProblemTold]
interface ProblemTold {
  readonly instance: string
  readonly title: string
}

interface OpenedHours {
  readonly assets: number
  readonly events: readonly LedgerEvent[]
}
