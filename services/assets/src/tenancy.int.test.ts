import { personOf } from '@imaging/identity/testing'
import { createPool, inTransaction, roleOf, type Pool, type Seeing } from '@imaging/postgres'
import {
  SEES_NOTHING,
  type AgeProfile,
  type AssetVersion,
  type Identity,
  type RecordActedV1,
  type RegisterAsset,
  type RegisterImport,
} from '@imaging/schemas'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import {
  exampleAsset,
  exampleBuilding,
  exampleContract,
  exampleRoom,
  jointOf,
  planner,
  plannerOf,
  startTestAssets,
  type Sending,
  type TestAssets,
} from './test-assets.ts'

let register: TestAssets
let requests: Pool
let ingest: Pool

const theirs = plannerOf('RAS')
/** People of RYJ, to whom RAS shares nothing, the ages of its machines, and its commercial detail as well. */
const shownAges = personOf('estates-planner', 'RYJ', { ages: ['RAS', 'RYJ'] })
const shownMoney = personOf('estates-planner', 'RYJ', { ages: ['RAS', 'RYJ'], commercial: ['RAS', 'RYJ'] })
const desk = personOf('supplier-desk', 'siemens')

const put = (who: Identity, path: string, body: unknown, headers: Sending['headers'] = { 'if-none-match': '*' }): Promise<Response> =>
  register.send('PUT', path, { who, body, headers })
const answer = async (asked: Promise<Response>): Promise<readonly [number, string]> => {
  const { status, text } = await asked.then(async (response) => ({ status: response.status, text: await response.text() }))
  return [status, text]
}
const status = async (who: Identity | null, path: string): Promise<number> => (await register.send('GET', path, { who })).status
const assetsOf = async (who: Identity, query = ''): Promise<readonly RegisterAsset[]> =>
  (await register.get<{ items: RegisterAsset[] }>(`/api/v1/assets?${query}`, who)).items

beforeAll(async () => {
  register = await startTestAssets({ databaseUrl: inject('databaseUrl'), kafkaBrokers: inject('kafkaBrokers') })
  const url = register.env['DATABASE_URL'] ?? ''
  requests = createPool({ url, applicationName: 'test', connectionsMax: 2 })
  ingest = createPool({ url, applicationName: 'test', connectionsMax: 2, role: roleOf('assets', 'ingest') })
  const of = { siteCode: 'RAS01', owner: 'RAS', operator: 'RAS', landlord: 'RAS' } as const
  const entered = [
    await put(theirs, '/api/v1/contracts/C-RAS', exampleContract('C-RAS', { trust: 'RAS' })),
    await put(theirs, '/api/v1/buildings/RAS01-B-A', exampleBuilding('RAS01-B-A', { siteCode: 'RAS01', landlord: 'RAS' })),
    await put(theirs, '/api/v1/rooms/RAS01-R-A', exampleRoom('RAS01-R-A', { siteCode: 'RAS01', buildingId: 'RAS01-B-A' })),
    await put(theirs, '/api/v1/assets/RAS-MRI-1', {
      ...exampleAsset('RAS-MRI-1', {
        ...of,
        contractId: 'C-RAS',
        leaseEnds: '2030-01-01',
        netBookValuePence: 7,
        place: { roomId: 'RAS01-R-A' },
      }),
      equipmentNo: 'EQ-1',
      comments: 'Bought cheaply.',
    }),
    await put(planner, '/api/v1/assets/RYJ-MRI-1', exampleAsset('RYJ-MRI-1')),
    await put(planner, '/api/v1/contracts/C-RYJ', exampleContract('C-RYJ')),
  ]
  const failed = entered.find((each) => each.status !== 201)
  if (failed !== undefined) throw new Error(await failed.text())
})
afterAll(async () => {
  await requests.end()
  await ingest.end()
  await register.stop()
})

/** Everything of RAS that has an address of its own. */
const PLACES_OF_RAS = [
  '/api/v1/assets/RAS-MRI-1',
  '/api/v1/assets/RAS-MRI-1/versions',
  '/api/v1/buildings/RAS01-B-A',
  '/api/v1/buildings/RAS01-B-A/versions',
  '/api/v1/rooms/RAS01-R-A',
  '/api/v1/rooms/RAS01-R-A/versions',
  '/fhir/r4/Device/RAS-MRI-1',
  '/fhir/r4/Location/RAS01-B-A',
] as const
const LISTS = [
  '/api/v1/assets',
  '/api/v1/assets.csv',
  '/api/v1/buildings',
  '/api/v1/rooms',
  '/api/v1/contracts',
  '/fhir/r4/Device',
  '/fhir/r4/Location',
]

describe('a trust to which another shares nothing', () => {
  it.each(PLACES_OF_RAS)('finds nothing of it at %s, as if it were not there', async (path) => {
    const [there, words] = await answer(register.send('GET', path, { who: planner }))
    const [nowhere, same] = await answer(register.send('GET', path.replaceAll(/RAS-MRI-1|RAS01-(.)-A/g, 'RAS01-$1-Z'), { who: planner }))
    expect([there, nowhere]).toEqual([404, 404])
    expect(words.replaceAll(/RAS[-\w]+|"instance":"[^"]+"/g, '')).toBe(same.replaceAll(/RAS[-\w]+|"instance":"[^"]+"/g, ''))
    expect(await status(theirs, path)).toBe(200)
  })

  it('finds nothing of it in any list, search or sum', async () => {
    for (const list of LISTS) {
      const [found, text] = await answer(register.send('GET', list, { who: planner }))
      expect([list, found, text.includes('MRI-1') || !list.includes('ssets'), text.match(/RAS-MRI-1|C-RAS|RAS01-[BR]-A/)]).toEqual([
        list,
        200,
        true,
        null,
      ])
    }
    expect(await assetsOf(planner, 'trust=RAS')).toEqual([])
    expect(await assetsOf(planner, 'q=EX-RAS')).toEqual([])
    expect((await register.get<AgeProfile>('/api/v1/age-bands', planner)).assets).toBe(1)
    expect(await status(planner, '/api/v1/contracts/C-RAS')).toBe(404)
  })
})

describe('a trust to which another shares ages', () => {
  it('finds its machines and places, and nothing of money or contracts', async () => {
    for (const path of PLACES_OF_RAS) expect([path, await status(shownAges, path)]).toEqual([path, 200])
    const shown = await register.get<RegisterAsset>('/api/v1/assets/RAS-MRI-1', shownAges)
    expect(shown).toMatchObject({ trust: 'RAS', ageYears: expect.any(Number) as number, room: { roomId: 'RAS01-R-A' } })
    expect(shown).not.toHaveProperty('contract')
    for (const field of MONEY) expect(shown.asset).not.toHaveProperty(field)
    expect((await register.get<AgeProfile>('/api/v1/age-bands', shownAges)).assets).toBe(2)
    expect((await (await register.send('GET', '/api/v1/assets.csv', { who: shownAges })).text()).match(/RAS-MRI-1.*/)?.[0]).not.toMatch(
      /£|cheaply/,
    )
    expect(await status(shownAges, '/api/v1/contracts/C-RAS')).toBe(404)
  })

  it('sees how they came to be, and not who entered them, why, or at what cost', async () => {
    const { items } = await register.get<{ items: AssetVersion[] }>('/api/v1/assets/RAS-MRI-1/versions', shownAges)
    expect(items).toEqual([
      { version: 1, recordedAt: expect.any(String) as string, asset: expect.not.objectContaining({ funder: 'Trust capital' }) as object },
    ])
    const own = await register.get<{ items: AssetVersion[] }>('/api/v1/assets/RAS-MRI-1/versions', theirs)
    expect(own.items[0]).toMatchObject({
      recordedBy: { name: theirs.name },
      why: 'Entered in the register',
      asset: { funder: 'Trust capital' },
    })
  })

  it('changes nothing of it', async () => {
    const { asset } = await register.get<RegisterAsset>('/api/v1/assets/RAS-MRI-1', theirs)
    const match = { 'if-match': '"1"' }
    expect((await put(shownMoney, '/api/v1/assets/RAS-MRI-1', { ...asset, name: 'Mine' }, match)).status).toBe(403)
    expect((await put(shownMoney, '/api/v1/assets/RAS-MRI-1', { ...asset, operator: 'RYJ' }, match)).status).toBe(403)
    expect((await put(shownMoney, '/api/v1/contracts/C-RAS', exampleContract('C-RAS'), match)).status).toBe(403)
    const building = exampleBuilding('RAS01-B-A', { siteCode: 'RAS01', landlord: 'RYJ' })
    expect((await put(shownMoney, '/api/v1/buildings/RAS01-B-A', building, match)).status).toBe(403)
  })
})

const MONEY = ['purchasePricePence', 'netBookValuePence', 'leaseEnds', 'funder', 'donated', 'contractId', 'comments'] as const

describe('a trust to which another shares commercial detail as well', () => {
  it('sees what its machines cost, and their contracts', async () => {
    const { asset, contract } = await register.get<RegisterAsset>('/api/v1/assets/RAS-MRI-1', shownMoney)
    expect(asset).toMatchObject({ purchasePricePence: 124_950_000, netBookValuePence: 7, leaseEnds: '2030-01-01', funder: 'Trust capital' })
    expect(contract).toMatchObject({ contractId: 'C-RAS' })
    expect(await status(shownMoney, '/api/v1/contracts/C-RAS')).toBe(200)
  })

  it.each([
    ['radiology-lead', 'RYJ', false, 403],
    ['modality-lead', 'RYJ', false, 403],
    ['finance', 'RYJ', true, 200],
    ['auditor', 'RYJ', true, 200],
    ['committee-member', 'QRV', false, 403],
    ['auditor', 'QRV', true, 200],
  ] as const)('shows it to a %s of %s: %s', async (role, organisation, isShown, contracts) => {
    const granted = { ages: ['RAS'], commercial: ['RAS'] }
    const who = organisation === 'QRV' ? jointOf(role, granted) : personOf(role, organisation, granted)
    const { asset, contract } = await register.get<RegisterAsset>('/api/v1/assets/RAS-MRI-1', who)
    expect(MONEY.filter((field) => asset[field] !== undefined)).toEqual(isShown ? MONEY : [])
    expect([contract !== undefined, await status(who, '/api/v1/contracts/C-RAS')]).toEqual([contracts === 200, contracts])
  })

  it('shows an administrator what they enter, and no contract', async () => {
    const { asset, contract } = await register.get<RegisterAsset>('/api/v1/assets/RAS-MRI-1', personOf('administrator', 'RAS'))
    expect([asset.purchasePricePence, contract]).toEqual([124_950_000, undefined])
  })
})

describe('the joint body', () => {
  it('sees what it is granted of each trust, and nothing without', async () => {
    const member = (ages: string[]) => jointOf('committee-member', { ages })
    const ids = async (who: Identity) => (await assetsOf(who)).map(({ asset }) => asset.assetId)
    expect([await ids(member([])), await ids(member(['RAS'])), await ids(member(['RAS', 'RYJ']))]).toEqual([
      [],
      ['RAS-MRI-1'],
      ['RAS-MRI-1', 'RYJ-MRI-1'],
    ])
  })

  it('keeps no register: its administrator enters and imports for no trust', async () => {
    const all = ['RAS', 'RYJ']
    const who = jointOf('administrator', { ages: all, commercial: all })
    expect((await put(who, '/api/v1/assets/RYJ-MRI-9', exampleAsset('RYJ-MRI-9'))).status).toBe(403)
    const body = { fileName: 'register.csv', content: Buffer.from('Make,Serial\nX,1').toString('base64') }
    expect((await register.send('POST', '/api/v1/imports', { who, body })).status).toBe(403)
  })
})

describe('a supplier', () => {
  it.each([...PLACES_OF_RAS, ...LISTS, '/api/v1/age-bands', '/api/v1/contracts/C-RAS', '/api/v1/imports'])(
    'is refused %s',
    async (path) => {
      expect(await status(desk, path)).toBe(403)
    },
  )

  it('knows sites, classes and organisations, as everybody with a role does, and nobody else', async () => {
    for (const path of ['/api/v1/sites', '/api/v1/classes', '/api/v1/organisations']) {
      for (const who of [desk, planner, jointOf('lay-partner'), personOf('administrator', 'RAS')]) expect(await status(who, path)).toBe(200)
      expect([await status(null, path), await status({ kind: 'service', name: 'worker' }, path)]).toEqual([401, 403])
    }
  })
})

describe('an id or a machine that another trust has and does not share', () => {
  const own = (assetId: string, serial: string) => exampleAsset(assetId, { serial })

  it('is answered as one that is not there, where it is said to be there', async () => {
    const match = { 'if-match': '"1"' }
    for (const [taken, free] of [
      ['assets/RAS-MRI-1', 'assets/RAS-MRI-9'],
      ['contracts/C-RAS', 'contracts/C-RAZ'],
    ] as const) {
      const body = (path: string) => (path.startsWith('assets') ? own(path.slice(7), 'EX-NEW') : exampleContract(path.slice(10)))
      const [one, words] = await answer(put(planner, `/api/v1/${taken}`, body(taken), match))
      const [other, same] = await answer(put(planner, `/api/v1/${free}`, body(free), match))
      expect([one, other, words.replace(/"instance":"[^"]+"/, '')]).toEqual([412, 412, same.replace(/"instance":"[^"]+"/, '')])
      const of = (path: string) => ({ ...body(path), trust: 'RAS', operator: 'RAS' })
      const { trust: _trust, ...asset } = of('assets/RAS-MRI-1')
      expect((await put(planner, '/api/v1/assets/RAS-MRI-1', asset)).status).toBe(403)
      expect((await put(planner, '/api/v1/assets/RAS-MRI-9', { ...asset, assetId: 'RAS-MRI-9' })).status).toBe(403)
    }
  })

  it('is refused where it would be entered again, and no more is said than that it is taken', async () => {
    const [id, ofId] = await answer(put(planner, '/api/v1/assets/RAS-MRI-1', own('RAS-MRI-1', 'EX-NEW')))
    expect([id, ofId]).toEqual([422, expect.stringContaining('Another trust has this id.') as string])
    const [machine, ofMachine] = await answer(put(planner, '/api/v1/assets/RYJ-MRI-2', own('RYJ-MRI-2', 'EX-RAS-MRI-1')))
    expect([machine, ofMachine]).toEqual([422, expect.stringContaining('Another trust has this machine in use.') as string])
    const [contract, ofContract] = await answer(put(planner, '/api/v1/contracts/C-RAS', exampleContract('C-RAS')))
    expect([contract, ofContract]).toEqual([422, expect.stringContaining('This id is taken.') as string])
    expect(ofMachine + ofContract).not.toMatch(/RAS-MRI-1(?!")|RAS01|Hillingdon/)
    const shared = await answer(put(shownAges, '/api/v1/assets/RYJ-MRI-2', own('RYJ-MRI-2', 'EX-RAS-MRI-1')))
    expect(shared).toEqual([422, expect.stringContaining('already in the register as RAS-MRI-1 at RAS01') as string])
  })

  it('is refused in a file, row by row, and no more is said than that it is taken', async () => {
    const content = [
      'Asset id,Type,Make,Model,Serial,Site,Operator,Year made,Install date,Building',
      'RYJ-F-1,MRI,Siemens Healthineers,Aera,EX-RAS-MRI-1,CXH,,2014,17/12/2014,',
      'RAS-MRI-1,MRI,Siemens,Aera,F-2,CXH,,2014,17/12/2014,',
      'RYJ-F-3,MRI,Siemens,Aera,F-3,RAS01,RYJ,2014,17/12/2014,East wing',
      'RYJ-F-4,MRI,Siemens,Aera,F-4,CXH,,2014,17/12/2014,',
    ].join('\n')
    const body = { fileName: 'register.csv', content: Buffer.from(content).toString('base64') }
    const read = (await (await register.send('POST', '/api/v1/imports', { who: planner, body })).json()) as RegisterImport
    expect(read.rows.map(({ outcome, problems }) => problems?.map(({ column, problem }) => `${column}: ${problem}`) ?? outcome)).toEqual([
      ['Serial: Another trust has this machine in use.'],
      ['Asset id: Another trust has the asset id RAS-MRI-1.'],
      ['Building: Another trust runs this site, and its register has no such place.'],
      'new',
    ])
    expect(JSON.stringify(read)).not.toMatch(/RAS01-|EX-RAS-MRI-1 is|at RAS/)
  })

  it('keeps an id that was taken out of the register for whose it was', async () => {
    const row = 'RAS-GONE,MRI,Siemens,Aera,GONE-1,HIL,2014,17/12/2014'
    const content = Buffer.from(`Asset id,Type,Make,Model,Serial,Site,Year made,Install date\n${row.replace('HIL', 'Hillingdon Hospital')}`)
    const body = { fileName: 'register.csv', content: content.toString('base64') }
    let read = (await (await register.send('POST', '/api/v1/imports', { who: theirs, body })).json()) as RegisterImport
    for (const act of ['apply', 'undo']) {
      const headers = { 'if-match': `"${read.version}"` }
      read = (await (
        await register.send('POST', `/api/v1/imports/${read.importId}/${act}`, { who: theirs, headers })
      ).json()) as RegisterImport
    }
    expect(read).toMatchObject({ status: 'UNDONE', kept: [] })
    expect((await register.get<{ items: AssetVersion[] }>('/api/v1/assets/RAS-GONE/versions', theirs)).items).toHaveLength(2)
    expect(await status(planner, '/api/v1/assets/RAS-GONE/versions')).toBe(404)
    expect((await put(planner, '/api/v1/assets/RAS-GONE', exampleAsset('RAS-GONE'))).status).toBe(422)
  })
})

describe('the database', () => {
  const TABLES = [
    'asset',
    'asset_version',
    'asset_commercial',
    'building',
    'building_version',
    'room',
    'room_version',
    'contract',
    'contract_version',
    'register_import',
    'import_write',
    'learned_mapping',
  ] as const
  const seeing = (organisation: string, sees: Partial<typeof SEES_NOTHING> = {}): Seeing => ({
    organisation,
    sees: { ...SEES_NOTHING, ...sees },
  })
  const ofRyj = ['own', 'status', 'ages', 'plans', 'capacity', 'commercial']
  const ryj = seeing('RYJ', Object.fromEntries(ofRyj.map((share) => [share, ['RYJ']])))
  const run = <Row extends object>(pool: Pool, sql: string, who?: Seeing) =>
    inTransaction(pool, (tx) => tx.query<Row & Record<string, unknown>>(sql), who && { seeing: who })
  const count = async (table: string, who: Seeing): Promise<number> =>
    (await run<{ count: number }>(requests, `select count(*)::int as count from ${table}`, who)).rows[0]?.count ?? -1

  it('forces row-level security on every table that holds what is a trust’s, and leaves none out', async () => {
    const open = await register.sql<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'assets'::regnamespace and relkind in ('r', 'p')
          and not (relrowsecurity and relforcerowsecurity) order by 1`,
    )
    expect(open.map(({ name }) => name)).toEqual([
      'asset_class',
      'consumer_offset',
      'idempotency_key',
      'life_policy',
      'maker_alias',
      'migration',
      'migration_of_every_service',
      'organisation',
      'outbox',
      'outbox_set_aside',
      'site',
      'site_nickname',
      'snapshot',
    ])
  })

  it.each(TABLES)('gives no row of %s to a request that does not say for whom', async (table) => {
    await expect(run(requests, `select * from ${table}`)).rejects.toThrow('it is not said for whom')
  })

  it('gives each share what belongs to it, whatever is asked', async () => {
    const rows = async (who: Seeing) => Object.fromEntries(await Promise.all(TABLES.map(async (table) => [table, await count(table, who)])))
    const nothing = Object.fromEntries(TABLES.map((table) => [table, 0]))
    expect(await rows(seeing('RQM'))).toEqual(nothing)
    expect(await rows(seeing('RQM', { own: ['RQM'], status: ['RAS'], plans: ['RAS'], capacity: ['RAS'] }))).toEqual(nothing)
    const ages = { ...nothing, asset: 1, asset_version: 3, building: 1, building_version: 1, room: 1, room_version: 1 }
    expect(await rows(seeing('RQM', { ages: ['RAS'] }))).toEqual(ages)
    const commercial = { asset_commercial: 2, contract: 1, contract_version: 1 }
    expect(await rows(seeing('RQM', { commercial: ['RAS'] }))).toEqual({ ...nothing, ...commercial })
    expect(await rows(seeing('RAS'))).toEqual({ ...nothing, register_import: 1, import_write: 1 })
    expect(await rows(seeing('siemens'))).toEqual({ ...nothing, contract: 2 })
  })

  it('keeps money out of what is shared without it', async () => {
    for (const table of ['asset', 'asset_version']) {
      const { rows } = await run<{ field: string }>(requests, `select distinct jsonb_object_keys(body) as field from ${table}`, ryj)
      expect(rows.map(({ field }) => field).filter((field) => MONEY.some((money) => money === field))).toEqual([])
    }
  })

  it.each([
    [
      `insert into asset (asset_id, version, machine_key, body, changed_at) select 'X', 1, 'x', body || '{"assetId": "X", "operator": "RAS"}', now() from asset`,
      /row-level security/,
    ],
    [`update asset set body = body || '{"operator": "RAS"}'`, /row-level security/],
    [`insert into asset_version select 'X', 1, 'RAS', now(), '{}', 'why'`, /row-level security/],
    [`insert into learned_mapping values ('RAS', '[]', '[]', now(), '{}')`, /row-level security/],
    [`update asset_version set why = 'another'`, /permission denied/],
    [`delete from asset_commercial`, /permission denied/],
    [`delete from contract`, /permission denied/],
    [`delete from register_import`, /permission denied/],
    [`update site set body = body`, /permission denied/],
    [`select * from outbox`, /permission denied/],
    [`alter table asset disable row level security`, /must be owner/],
  ])('refuses a request: %s', async (sql, words) => {
    await expect(run(requests, sql, ryj)).rejects.toThrow(words)
  })

  it('changes and removes rows of its own trust alone', async () => {
    const both = seeing('RYJ', { own: ['RYJ'], ages: ['RAS', 'RYJ'], commercial: ['RAS', 'RYJ'] })
    for (const table of ['asset', 'building', 'room'])
      expect((await run(requests, `update ${table} set version = version where operator = 'RAS'`, both)).rowCount).toBe(0)
    expect((await run(requests, `delete from asset where operator = 'RAS'`, both)).rowCount).toBe(0)
    expect((await run(requests, `update contract set version = version where trust = 'RAS'`, both)).rowCount).toBe(0)
  })

  it('says of another trust’s things only that they are there', async () => {
    const { rows } = await run(
      requests,
      `select array(select assets_of_others('{RAS-MRI-1,RYJ-MRI-1,NONE}')) as ids, is_contract_of_another('C-RAS') as one,
              is_contract_of_another('C-RYJ') as own, is_place_in_use('RAS01-R-A') as used`,
      ryj,
    )
    expect(rows).toEqual([{ ids: ['RAS-MRI-1'], one: true, own: false, used: true }])
    await expect(run(requests, `select assets_of_others('{RAS-MRI-1}')`)).rejects.toThrow('it is not said for whom')
    await expect(run(ingest, `select assets_of_others('{RAS-MRI-1}')`, ryj)).rejects.toThrow('permission denied')
  })

  it('lets the timer forget files that were not imported, and see nothing that is in them', async () => {
    for (const sql of [
      'select preview from register_import',
      'select file from register_import',
      'select * from asset',
      'select * from contract',
    ])
      await expect(run(ingest, sql)).rejects.toThrow('permission denied')
    await expect(run(ingest, `update register_import set status = 'APPLIED' where status = 'CHECKED'`)).rejects.toThrow(
      'row-level security',
    )
    const forgotten = await run(ingest, `update register_import set status = 'DISCARDED', file = null where uploaded_at < now()`)
    expect(forgotten.rowCount).toBe(1)
    expect(await register.sql('select status from assets.register_import order by 1')).toEqual([
      { status: 'DISCARDED' },
      { status: 'UNDONE' },
    ])
  })
})

describe('the record', () => {
  it('is told of every edit, import and undoing, by whom, in the record of their trust, and of no prices', async () => {
    await put(planner, '/api/v1/assets/RYJ-MRI-1?why=Valued%20anew', exampleAsset('RYJ-MRI-1', { netBookValuePence: 4_711 }), {
      'if-match': '"1"',
    })
    await vi.waitFor(
      async () => {
        const told = (await register.published('imaging.record')).map(({ key, event }) => ({ key, ...(event as RecordActedV1).data }))
        expect(told.every(({ key, organisation, by }) => key === organisation && by.organisation === key)).toBe(true)
        const acts = (trust: string) => told.filter(({ organisation }) => organisation === trust).map(({ act, about }) => `${act} ${about}`)
        expect(acts('RAS')).toEqual([
          'contract.edited C-RAS',
          'building.edited RAS01-B-A',
          'room.edited RAS01-R-A',
          'asset.edited RAS-MRI-1',
          expect.stringMatching(/^import\.applied /),
          expect.stringMatching(/^import\.undone /),
        ])
        expect(acts('RYJ')).toEqual(['asset.edited RYJ-MRI-1', 'contract.edited C-RYJ', 'asset.edited RYJ-MRI-1'])
        expect(told.at(-1)).toMatchObject({
          by: { name: planner.name, role: 'estates-planner', organisation: 'RYJ' },
          details: { why: 'Valued anew', version: '2', changed: 'netBookValuePence' },
        })
        expect(JSON.stringify(told)).not.toContain('4711')
      },
      { timeout: 15_000, interval: 50 },
    )
  })

  it('is told of nothing that was refused', async () => {
    const told = (await register.published('imaging.record')).length
    await put(planner, '/api/v1/assets/RAS-MRI-1', exampleAsset('RAS-MRI-1'))
    await put(planner, '/api/v1/assets/RYJ-MRI-1', exampleAsset('RYJ-MRI-1'), { 'if-match': '"1"' })
    await put(planner, '/api/v1/assets/RYJ-MRI-5', exampleAsset('RYJ-MRI-5'))
    await vi.waitFor(async () => expect((await register.published('imaging.record')).length).toBe(told + 1), {
      timeout: 15_000,
      interval: 50,
    })
  })
})

describe('what is published to every service', () => {
  it('holds no price and no end of a lease', async () => {
    await vi.waitFor(
      async () => {
        const published = (await register.published('imaging.assets')).find(({ key }) => key === 'RAS-MRI-1')
        expect(published?.event?.data).toMatchObject({ assetId: 'RAS-MRI-1', contractId: 'C-RAS' })
        for (const field of ['purchasePricePence', 'netBookValuePence', 'leaseEnds', 'comments'])
          expect(published?.event?.data).not.toHaveProperty(field)
      },
      { timeout: 15_000, interval: 50 },
    )
  })
})
