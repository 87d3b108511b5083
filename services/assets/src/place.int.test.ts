import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import type { BuildingSnapshot, BuildingVersion, RegisterAsset, RegisterImport, RoomSnapshot, RoomVersion } from '@imaging/schemas'
import { exampleAsset, exampleBuilding, exampleRoom, planner, startTestAssets, type Sending, type TestAssets } from './test-assets.ts'

let register: TestAssets
beforeAll(async () => {
  register = await startTestAssets({ databaseUrl: inject('databaseUrl'), kafkaBrokers: inject('kafkaBrokers') })
})
afterAll(() => register.stop())

const put = (path: string, body: unknown, options: Sending = {}): Promise<Response> =>
  register.send('PUT', path, { who: planner, body, headers: { 'if-none-match': '*' }, ...options })
const enterBuilding = (id: string, changes: Partial<BuildingSnapshot> = {}, options: Sending = {}): Promise<Response> =>
  put(`/api/v1/buildings/${id}`, exampleBuilding(id, changes), options)
const enterRoom = (id: string, changes: Partial<RoomSnapshot> = {}, options: Sending = {}): Promise<Response> =>
  put(`/api/v1/rooms/${id}`, exampleRoom(id, changes), options)
const pointers = async (answer: Response): Promise<readonly string[]> =>
  ((await answer.json()) as { errors: readonly { pointer: string }[] }).errors.map(({ pointer }) => pointer)
const until = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 15_000, interval: 50 })

describe('a building', () => {
  it('is entered, found, and published as what the register says of it', async () => {
    const answer = await enterBuilding('RYJ01-B-A')
    expect([answer.status, answer.headers.get('etag'), answer.headers.get('location')]).toEqual([201, '"1"', '/api/v1/buildings/RYJ01-B-A'])
    expect(await register.get('/api/v1/buildings/RYJ01-B-A')).toEqual(exampleBuilding('RYJ01-B-A'))
    await until(async () => {
      const own = (await register.published('imaging.buildings')).filter(({ key }) => key === 'RYJ01-B-A')
      expect(own.map(({ event }) => event)).toMatchObject([
        {
          type: 'uk.nhs.imaging.building.changed.v1',
          source: 'urn:nhs:ods:RYJ01:register',
          example: true,
          data: { endOfLife: '2036-03-31' },
        },
      ])
    })
  })

  it('is changed only on the version that was read, once however often it is sent, and keeps every version', async () => {
    await enterBuilding('RYJ01-B-C')
    const edit = { landlord: 'R1K' }
    const changed = (headers: Record<string, string>) => enterBuilding('RYJ01-B-C', edit, { headers })
    const key = { 'idempotency-key': '6f0c3c1e-edit-of-a-building' }
    expect((await changed({})).status).toBe(428)
    expect((await changed({ 'if-match': '"1"', ...key })).headers.get('etag')).toBe('"2"')
    expect((await changed({ 'if-match': '"1"', ...key })).headers.get('etag')).toBe('"2"')
    expect((await changed({ 'if-match': '"1"' })).status).toBe(412)
    const { items } = await register.get<{ items: BuildingVersion[] }>('/api/v1/buildings/RYJ01-B-C/versions')
    expect(items.map(({ version, building }) => [version, building?.landlord])).toEqual([
      [2, 'R1K'],
      [1, 'RYJ'],
    ])
  })

  it('is refused where it is not sound, is there twice, or belongs to another trust', async () => {
    expect(await pointers(await enterBuilding('RYJ01-B-X', { landlord: 'Q99', endOfLife: '2035-02-30' }))).toEqual([
      '/body/landlord',
      '/body/endOfLife',
    ])
    expect(await pointers(await enterBuilding('RYJ01-B-TWIN', { name: 'EXAMPLE a' }))).toEqual(['/body/name'])
    expect((await enterBuilding('R1K01-B-A', { siteCode: 'R1K01' })).status).toBe(403)
    expect((await register.send('GET', '/api/v1/buildings/RYJ01-B-NONE')).status).toBe(404)
  })

  it('is taken once when two enter it at the same moment', async () => {
    const answers = await Promise.all(['1', '2', '3', '4'].map((end) => enterBuilding(`RYJ01-B-RACE-${end}`, { name: 'Race' })))
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([201, 422, 422, 422])
  })
})

describe('a room', () => {
  it('is listed by its site and its building, page by page', async () => {
    await enterBuilding('RYJ03-B-L', { siteCode: 'RYJ03' })
    for (const end of ['1', '2', '3'])
      await enterRoom(`RYJ03-R-${end}`, { siteCode: 'RYJ03', ...(end !== '3' && { buildingId: 'RYJ03-B-L' }) })
    const list = (query: string) => register.get<{ items: RoomSnapshot[]; next?: string }>(`/api/v1/rooms?${query}`)
    const ids = ({ items }: { items: RoomSnapshot[] }) => items.map(({ roomId }) => roomId)
    expect(ids(await list('site=RYJ03'))).toEqual(['RYJ03-R-1', 'RYJ03-R-2', 'RYJ03-R-3'])
    expect(ids(await list('building=RYJ03-B-L'))).toEqual(['RYJ03-R-1', 'RYJ03-R-2'])
    const first = await list('site=RYJ03&limit=2')
    expect(ids(await list(`site=RYJ03&limit=2&cursor=${first.next}`))).toEqual(['RYJ03-R-3'])
  })

  it('is refused in a building of another site, and with a life that is no date', async () => {
    expect(await pointers(await enterRoom('RYJ02-R-X', { siteCode: 'RYJ02', buildingId: 'RYJ01-B-A', endOfLife: '2031-02-29' }))).toEqual([
      '/body/buildingId',
      '/body/endOfLife',
    ])
  })

  it('shows with each asset that stands in it, with its building', async () => {
    await enterRoom('RYJ01-R-1', { buildingId: 'RYJ01-B-A' })
    expect((await put('/api/v1/assets/RYJ-MRI-1', exampleAsset('RYJ-MRI-1', { place: { roomId: 'RYJ01-R-1' } }))).status).toBe(201)
    expect(await register.get<RegisterAsset>('/api/v1/assets/RYJ-MRI-1')).toMatchObject({
      asset: { place: { roomId: 'RYJ01-R-1' } },
      room: { roomId: 'RYJ01-R-1', floorLoadKg: 9_000 },
      building: { buildingId: 'RYJ01-B-A', rebuild: { programme: 'New Hospital Programme' } },
    })
    const nowhere = exampleAsset('RYJ-MRI-2', { place: { roomId: 'RYJ01-R-NONE' } })
    expect(await pointers(await put('/api/v1/assets/RYJ-MRI-2', nowhere))).toEqual(['/body/place/roomId'])
    const both = { ...exampleAsset('RYJ-MRI-3'), place: { roomId: 'RYJ01-R-1', buildingId: 'RYJ01-B-A' } }
    expect((await put('/api/v1/assets/RYJ-MRI-3', both)).status).toBe(400)
  })

  it('is a FHIR location in its building, and the site still finds what stands in it', async () => {
    expect(await register.get('/fhir/r4/Location/RYJ01-R-1')).toMatchObject({
      partOf: { reference: 'Location/RYJ01-B-A' },
      physicalType: { coding: [{ code: 'ro' }] },
    })
    expect(await register.get('/fhir/r4/Location/RYJ01-B-A')).toMatchObject({
      description: 'To be rebuilt: New Hospital Programme',
      extension: [{ url: 'urn:nhs:imaging:stands-until', valueDate: '2035-04-01' }],
      partOf: { reference: 'Location/RYJ01' },
    })
    expect(await register.get('/fhir/r4/Device/RYJ-MRI-1')).toMatchObject({
      location: { reference: 'Location/RYJ01-R-1', display: "Example room 1, Example A, St Mary's Hospital" },
    })
    expect(await register.get('/fhir/r4/Device?location=RYJ01')).toMatchObject({ total: 1 })
    expect(await register.get('/fhir/r4/Location?partof=Location/RYJ01-B-A')).toMatchObject({ total: 1 })
  })
})

describe('an import', () => {
  const headings = 'Asset id,Type,Make,Model,Serial,Site,Year made,Install date,Building,Level,Room'
  const file = (...rows: readonly string[]): string => [headings, ...rows].join('\n')
  const machine = (id: string, place: string): string => `${id},CT,Siemens,Force,${id}-S,CXH,2014,17/12/2014,${place}`
  const checked = async (content: string): Promise<RegisterImport> => {
    const body = { fileName: 'register.csv', content: Buffer.from(content).toString('base64') }
    return (await (await register.send('POST', '/api/v1/imports', { who: planner, body })).json()) as RegisterImport
  }
  const act = async (name: string, { importId, version }: RegisterImport): Promise<RegisterImport> => {
    const answer = await register.send('POST', `/api/v1/imports/${importId}/${name}`, {
      who: planner,
      headers: { 'if-match': `"${version}"` },
    })
    return (await answer.json()) as RegisterImport
  }
  const placeOf = async (assetId: string) => (await register.get<RegisterAsset>(`/api/v1/assets/${assetId}`)).asset.place
  const roomVersions = async (id: string) => (await register.get<{ items?: RoomVersion[] }>(`/api/v1/rooms/${id}/versions`)).items ?? []
  const answersFor = (path: string): Promise<number> => register.send('GET', path).then(({ status }) => status)

  it('shows the buildings and rooms it would make, makes each once, finds them again, and takes them back', async () => {
    const content = file(
      machine('PL-1', 'East wing,Level 1,CT 1'),
      machine('PL-2', 'EAST WING,Level 1,CT 2'),
      machine('PL-3', 'East wing,,'),
    )
    const first = await checked(content)
    expect(first.newPlaces).toEqual([
      { kind: 'building', id: 'RYJ02-B-EAST-WING', siteCode: 'RYJ02', name: 'East wing' },
      { kind: 'room', id: 'RYJ02-R-CT-1', siteCode: 'RYJ02', name: 'CT 1', level: 'Level 1', building: 'East wing' },
      { kind: 'room', id: 'RYJ02-R-CT-2', siteCode: 'RYJ02', name: 'CT 2', level: 'Level 1', building: 'East wing' },
    ])
    expect(await answersFor('/api/v1/buildings/RYJ02-B-EAST-WING')).toBe(404)
    const applied = await act('apply', first)
    expect(await register.get('/api/v1/buildings/RYJ02-B-EAST-WING')).toMatchObject({ landlord: 'RYJ', example: false })
    expect([await placeOf('PL-1'), await placeOf('PL-3')]).toEqual([{ roomId: 'RYJ02-R-CT-1' }, { buildingId: 'RYJ02-B-EAST-WING' }])
    const again = await checked(content)
    expect([again.counts.same, again.newPlaces]).toEqual([3, []])
    expect(await act('undo', applied)).toMatchObject({ status: 'UNDONE', kept: [] })
    expect(await answersFor('/api/v1/buildings/RYJ02-B-EAST-WING')).toBe(404)
    expect((await roomVersions('RYJ02-R-CT-1')).map(({ version, room }) => [version, room === undefined])).toEqual([
      [2, true],
      [1, false],
    ])
    await until(async () => {
      const own = (await register.published('imaging.rooms')).filter(({ key }) => key === 'RYJ02-R-CT-1')
      expect(own.map(({ event }) => event === undefined)).toEqual([false, true])
    })
  })

  it('moves a machine to the room the file names and back, and leaves a room that someone uses or has changed', async () => {
    await act('apply', await checked(file(machine('MV-1', 'West wing,,CT 5'))))
    const moved = await checked(file(machine('MV-1', 'West wing,,CT 6'), machine('MV-2', 'West wing,,CT 7')))
    expect(moved.rows[0]?.changes).toEqual([{ field: 'Room', was: 'CT 5', is: 'CT 6' }])
    const applied = await act('apply', moved)
    const room = await register.get<RoomSnapshot>('/api/v1/rooms/RYJ02-R-CT-6')
    await put('/api/v1/rooms/RYJ02-R-CT-6', { ...room, floorLoadKg: 5_000 }, { headers: { 'if-match': '"1"' } })
    expect(await act('undo', applied)).toMatchObject({ status: 'UNDONE' })
    expect(await placeOf('MV-1')).toEqual({ roomId: 'RYJ02-R-CT-5' })
    const there = (id: string) => answersFor(`/api/v1/rooms/${id}`)
    expect([await there('RYJ02-R-CT-5'), await there('RYJ02-R-CT-6'), await there('RYJ02-R-CT-7')]).toEqual([200, 200, 404])
  })

  it('is to be checked again where someone has since entered a place it would make', async () => {
    const first = await checked(file(machine('LATE-1', 'South wing,,CT 9')))
    await put('/api/v1/buildings/RYJ02-B-SOUTH-WING', exampleBuilding('RYJ02-B-SOUTH-WING', { siteCode: 'RYJ02', name: 'South wing' }))
    expect(await act('apply', first)).toMatchObject({ status: 409, detail: expect.stringContaining('RYJ02-B-SOUTH-WING') as string })
    expect((await checked(file(machine('LATE-1', 'South wing,,CT 9')))).newPlaces).toMatchObject([{ kind: 'room' }])
  })
})
