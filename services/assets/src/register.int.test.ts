import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { personOf } from '@imaging/identity/testing'
import type { AgeProfile, AssetVersion, ContractSnapshot, RegisterAsset } from '@imaging/schemas'
import { runService } from '@imaging/service'
import { assets } from './assets-service.ts'
import {
  exampleAsset,
  exampleContract,
  jointOf,
  planner,
  plannerOf,
  startTestAssets,
  type Sending,
  type TestAssets,
} from './test-assets.ts'

interface Refused {
  readonly title: string
  readonly detail?: string
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[]
}

let register: TestAssets
beforeAll(async () => {
  register = await startTestAssets({ databaseUrl: inject('databaseUrl'), kafkaBrokers: inject('kafkaBrokers') })
})
afterAll(() => register.stop())

const enter = (path: string, body: unknown, options: Sending = {}): Promise<Response> =>
  register.send('PUT', path, { who: planner, body, headers: { 'if-none-match': '*' }, ...options })
const enterAsset = (assetId: string, changes: Parameters<typeof exampleAsset>[1] = {}): Promise<Response> =>
  enter(`/api/v1/assets/${assetId}`, exampleAsset(assetId, changes))
const refusal = async (answer: Response): Promise<Refused> => (await answer.json()) as Refused
const until = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 15_000, interval: 50 })

describe('the reference', () => {
  it('is there from the start: twelve hospitals, three centres, their trusts, and classes with their lives', async () => {
    const { items: sites } = await register.get<{ items: { kind: string }[] }>('/api/v1/sites')
    expect(sites.map(({ kind }) => kind).filter((kind) => kind === 'hospital')).toHaveLength(12)
    expect(sites).toHaveLength(15)
    expect((await register.get<{ items: unknown[] }>('/api/v1/organisations')).items).toHaveLength(5)
    const { items: classes } = await register.get<{ items: { classId: string; lifePolicies: { use: string; years: number }[] }[] }>(
      '/api/v1/classes',
    )
    expect(classes.find(({ classId }) => classId === 'mri')?.lifePolicies).toContainEqual(expect.objectContaining({ use: 'any', years: 8 }))
  })

  it('is published once each, however often the service starts', async () => {
    await (await runService(assets, register.env)).close()
    await until(async () => {
      expect(await register.published('imaging.sites')).toHaveLength(15)
      expect(await register.published('imaging.classes')).toHaveLength(9)
    })
  })
})

describe('an asset', () => {
  it('is entered, found, and shown with its ages on the day asked for', async () => {
    const answer = await enterAsset('RYJ-MRI-1', { lastRefreshed: '2024-02-14' })
    expect([answer.status, answer.headers.get('etag'), answer.headers.get('location')]).toEqual([201, '"1"', '/api/v1/assets/RYJ-MRI-1'])
    expect(await register.get<RegisterAsset>('/api/v1/assets/RYJ-MRI-1?onDate=2026-02-15')).toMatchObject({
      trust: 'RYJ',
      siteName: "St Mary's Hospital",
      ageYears: 10.002,
      manufacturedAgeYears: expect.closeTo(10.29, 2) as number,
      refreshedAgeYears: 2.002,
      lifeYears: 8,
      overLife: true,
      mustReplace: true,
    })
    expect(await register.get<RegisterAsset>('/api/v1/assets/RYJ-MRI-1?onDate=2024-02-14')).toMatchObject({ ageYears: 8, overLife: false })
  })

  it('is changed only on the version that was read, and keeps every version with who and why', async () => {
    await enterAsset('RYJ-MRI-2')
    const edit = exampleAsset('RYJ-MRI-2', { name: 'MRI 2' })
    const put = (headers: Record<string, string>) => enter('/api/v1/assets/RYJ-MRI-2?why=Staff%20call%20it%20so', edit, { headers })
    expect((await put({ 'if-match': '"1"' })).headers.get('etag')).toBe('"2"')
    expect((await put({ 'if-match': '"1"' })).status).toBe(412)
    expect((await put({ 'if-none-match': '*' })).status).toBe(412)
    expect((await put({})).status).toBe(428)
    expect((await put({ 'if-match': '"2"' })).headers.get('etag')).toBe('"2"')
    const { items } = await register.get<{ items: AssetVersion[] }>('/api/v1/assets/RYJ-MRI-2/versions')
    expect(items.map(({ version, why, asset }) => [version, why, asset?.name])).toEqual([
      [2, 'Staff call it so', 'MRI 2'],
      [1, 'Entered in the register', 'MRI 1'],
    ])
    expect(items[0]?.recordedBy).toEqual({ name: planner.name, role: planner.role, organisation: 'RYJ' })
  })

  it('is published once a change, in order, as what the register says of it', async () => {
    await enterAsset('RYJ-MRI-3')
    await enter(
      '/api/v1/assets/RYJ-MRI-3',
      { ...exampleAsset('RYJ-MRI-3', { name: 'MRI 3' }), equipmentNo: 'EQ-3' },
      { headers: { 'if-match': '"1"' } },
    )
    await enter('/api/v1/assets/RYJ-MRI-3', exampleAsset('RYJ-MRI-3', { name: 'MRI 4' }), { headers: { 'if-match': '"2"' } })
    await until(async () => {
      const own = (await register.published('imaging.assets')).filter(({ key }) => key === 'RYJ-MRI-3')
      expect(own.map(({ event }) => (event?.data as { name: string } | undefined)?.name)).toEqual(['MRI 1', 'MRI 3', 'MRI 4'])
      expect(own[1]?.event).toMatchObject({ type: 'uk.nhs.imaging.asset.changed.v1', source: 'urn:nhs:ods:RYJ:register', example: true })
      expect(own[1]?.event?.data).not.toHaveProperty('equipmentNo')
    })
  })

  it('is refused where another machine in use has its maker and serial number, however written', async () => {
    await enterAsset('RYJ-CT-1', { classId: 'ct', manufacturer: 'GE', serial: 'ab 12' })
    const answer = await enterAsset('RYJ-CT-2', { classId: 'ct', manufacturer: 'General Electric', serial: 'AB12' })
    expect(answer.status).toBe(422)
    expect((await refusal(answer)).errors).toEqual([
      {
        pointer: '/body/serial',
        message: expect.stringMatching(/already in the register as RYJ-CT-1 at RYJ01\. .*Read it again on the label/) as string,
      },
    ])
    expect(
      (await enterAsset('RYJ-CT-2', { classId: 'ct', manufacturer: 'General Electric', serial: 'AB12', status: 'DECOMMISSIONED' })).status,
    ).toBe(201)
  })

  it('is taken once when two enter the same machine at the same moment', async () => {
    const answers = await Promise.all(['A', 'B', 'C', 'D'].map((end) => enterAsset(`RYJ-RACE-${end}`, { serial: 'RACE' })))
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([201, 422, 422, 422])
  })

  it.each([
    ['no hours at all', { operatingHours: { patterns: [] } }, '/body/operatingHours/patterns', /the calendar has no hours/],
    [
      'a week without hours',
      { operatingHours: { patterns: [{ week: {} }] } },
      '/body/operatingHours/patterns/0/week',
      /has no hours on any day/,
    ],
    [
      'hours that end before they start',
      { operatingHours: { patterns: [{ week: { monday: [{ from: '18:00', to: '08:00' }] } }] } },
      '/body/operatingHours/patterns/0/week/monday/0',
      /ends before it starts/,
    ],
    [
      'sessions without hours',
      { sessionHours: { patterns: [{ week: { monday: [] } }] } },
      '/body/sessionHours/patterns/0/week',
      /has no hours/,
    ],
    ['a site nobody knows', { siteCode: 'XXX99' }, '/body/siteCode', /Choose a site/],
    ['a contract nobody knows', { contractId: 'C-NONE' }, '/body/contractId', /Enter the contract first/],
    ['a day that does not exist', { installed: '2016-02-31' }, '/body/installed', /real date/],
    ['a refresh before it was installed', { lastRefreshed: '2015-01-01' }, '/body/lastRefreshed', /before it was installed/],
    ['a false check digit', { udi: '04056869003089' }, '/body/udi', /check digit/],
    ['another id than in the address', { assetId: 'OTHER' }, '/body/assetId', /as in the address/],
  ] as const)('is refused with %s, and says where and what to do', async (_, changes, pointer, message) => {
    const answer = await enter('/api/v1/assets/RYJ-BAD', { ...exampleAsset('RYJ-BAD'), ...changes })
    expect(answer.status).toBe(422)
    expect((await refusal(answer)).errors).toContainEqual({ pointer, message: expect.stringMatching(message) as string })
    expect((await register.send('GET', '/api/v1/assets/RYJ-BAD')).status).toBe(404)
  })

  it('is refused without a year of manufacture, which the law asks for', async () => {
    const { manufactured: _day, ...without } = exampleAsset('RYJ-BAD')
    expect((await refusal(await enter('/api/v1/assets/RYJ-BAD', without))).errors?.[0]?.pointer).toBe('/body/manufacturedYear')
    expect(
      (await enter('/api/v1/assets/RYJ-YEAR', { ...without, assetId: 'RYJ-YEAR', serial: 'YEAR', manufacturedYear: 2015 })).status,
    ).toBe(201)
  })

  it.each([
    ['an id no GIAI can have', { assetId: 'ryj mri' }, '/body/assetId'],
    ['a field nobody knows', { colour: 'blue' }, '/body/colour'],
  ])('is refused with %s', async (_, changes, pointer) => {
    const answer = await enter('/api/v1/assets/RYJ-BAD', { ...exampleAsset('RYJ-BAD'), ...changes })
    expect([answer.status, (await refusal(answer)).errors?.map((error) => error.pointer)]).toEqual([400, expect.arrayContaining([pointer])])
  })

  it.each([
    ['another trust’s staff', plannerOf('RAS'), 403],
    ['a supplier', personOf('supplier-engineer', 'siemens'), 403],
    ['a radiology lead', personOf('radiology-lead', 'RYJ'), 403],
    ['the joint body’s administrator', jointOf('administrator'), 403],
    ['nobody', null, 401],
  ] as const)('cannot be entered by %s', async (_, who, status) => {
    expect((await enter('/api/v1/assets/RYJ-BAD', exampleAsset('RYJ-BAD'), { who, headers: { 'if-none-match': '*' } })).status).toBe(status)
  })

  it('can be found by part of its name or number, its site, class and life, page by page', async () => {
    const ids = async (query: string) =>
      (await register.get<{ items: RegisterAsset[]; next?: string }>(`/api/v1/assets?${query}`)).items.map(({ asset }) => asset.assetId)
    expect(await ids('q=ryj-mri-1')).toEqual(['RYJ-MRI-1'])
    expect(await ids('q=AB%2012&status=IN_USE')).toEqual(['RYJ-CT-1'])
    expect(await ids('trust=RAS')).toEqual([])
    expect(await ids('class=ct&site=RYJ01')).toEqual(['RYJ-CT-1', 'RYJ-CT-2'])
    expect(await ids('q=RYJ-MRI&overLife=true&onDate=2024-02-14')).toEqual([])
    expect(await ids('q=RYJ-MRI&overLife=true&onDate=2024-02-15')).toEqual(['RYJ-MRI-1', 'RYJ-MRI-2', 'RYJ-MRI-3'])
    const first = await register.get<{ items: unknown[]; next: string }>('/api/v1/assets?q=RYJ-MRI&limit=2')
    const second = await register.get<{ items: unknown[]; next?: string }>(`/api/v1/assets?q=RYJ-MRI&limit=2&cursor=${first.next}`)
    expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, undefined])
  })

  it('counts in the age profile of its trust and class', async () => {
    await enterAsset('RYJ-PET-1', { classId: 'pet-ct', installed: '2024-01-01', manufactured: '2023-05-01' })
    await enterAsset('RYJ-PET-2', { classId: 'pet-ct', installed: '2017-01-01', manufactured: '2016-05-01', lastRefreshed: '2020-01-01' })
    const profile = await register.get<AgeProfile>('/api/v1/age-bands?trust=RYJ&class=pet-ct&onDate=2026-11-01')
    expect(profile).toEqual({
      onDate: '2026-11-01',
      assets: 2,
      upToFive: { assets: 1, share: 0.5, meetsRule: false },
      upToTen: { assets: 1, share: 0.5, meetsRule: false },
      overTen: { assets: 0, share: 0, meetsRule: true },
      overLife: { assets: 1, share: 0.5 },
      meetsRules: false,
    })
    expect(await register.get<AgeProfile>('/api/v1/age-bands?trust=RAS')).toMatchObject({ assets: 0, overLife: { assets: 0 } })
  })
})

describe('a contract', () => {
  it('is entered, changed on its version, and published with its terms', async () => {
    const path = '/api/v1/contracts/C-RYJ-SIEMENS'
    expect((await enter(path, exampleContract('C-RYJ-SIEMENS'))).status).toBe(201)
    const changed = exampleContract('C-RYJ-SIEMENS', { to: '2029-04-01' })
    expect((await enter(path, changed, { headers: { 'if-match': '"1"' } })).headers.get('etag')).toBe('"2"')
    expect((await enter(path, changed, { headers: { 'if-match': '"1"' } })).status).toBe(412)
    expect(await register.get<ContractSnapshot>(path)).toEqual(changed)
    await enterAsset('RYJ-CON-1', { contractId: 'C-RYJ-SIEMENS' })
    expect((await register.get<RegisterAsset>('/api/v1/assets/RYJ-CON-1')).contract).toEqual(changed)
    await until(async () =>
      expect((await register.published('imaging.contracts')).map(({ event }) => (event?.data as ContractSnapshot | undefined)?.to)).toEqual(
        [undefined, '2029-04-01'],
      ),
    )
  })

  it.each([
    ['a target in per cent', { uptimeTarget: 97 }, 400, '/body/terms/0/uptimeTarget'],
    ['a target of nothing', { uptimeTarget: 0 }, 422, '/body/terms/0/uptimeTarget'],
    ['cover without hours', { coverHours: { patterns: [{ week: {} }] } }, 422, '/body/terms/0/coverHours/patterns/0/week'],
  ])('is refused with %s', async (_, terms, status, pointer) => {
    const { terms: sound } = exampleContract('C-BAD')
    const answer = await enter('/api/v1/contracts/C-BAD', { ...exampleContract('C-BAD'), terms: [{ ...sound[0], ...terms }] })
    expect([answer.status, (await refusal(answer)).errors?.map((error) => error.pointer)]).toEqual([
      status,
      expect.arrayContaining([pointer]),
    ])
  })
})
