import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { AssetEntry } from '@imaging/schemas'
import { exampleAsset, planner, startTestAssets, type TestAssets } from '../test-assets.ts'

type Fields = Readonly<Record<string, unknown>>
interface Bundle {
  readonly resourceType: 'Bundle'
  readonly total: number
  readonly link: readonly { readonly relation: string; readonly url: string }[]
  readonly entry: readonly {
    readonly fullUrl: string
    readonly resource: Fields & { readonly id: string }
    readonly search: { readonly mode: string }
  }[]
}

let register: TestAssets
beforeAll(async () => {
  register = await startTestAssets({ databaseUrl: inject('databaseUrl'), kafkaBrokers: inject('kafkaBrokers') })
  const enter = (body: Omit<AssetEntry, 'manufactured'>) =>
    register.send('PUT', `/api/v1/assets/${body.assetId}`, { who: planner, body, headers: { 'if-none-match': '*' } })
  await enter({
    ...exampleAsset('RYJ-MRI-1', { udi: '(01)04056869003085(21)EX1', gmdn: '37618', softwareVersion: 'XA50' }),
    equipmentNo: 'EQ-1',
  })
  const { manufactured: _day, ...withoutDay } = exampleAsset('RYJ-CT-1', { classId: 'ct', status: 'DECOMMISSIONED', siteCode: 'CDCWEM' })
  await enter({ ...withoutDay, manufacturedYear: 2015 })
})
afterAll(() => register.stop())

const search = (query: string): Promise<Bundle> => register.get<Bundle>(`/fhir/r4/${query}`)
const ids = async (query: string): Promise<string[]> => (await search(query)).entry.map(({ resource }) => resource.id)

/** Elements of FHIR R4 that our resources use: whether they must be there, whether they repeat, and what they may hold. */
const id = /^[A-Za-z0-9\-.]{1,64}$/
const dateTime = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/
const rules: Readonly<Record<string, Readonly<Record<string, { readonly many?: true; readonly like?: RegExp }>>>> = {
  Device: {
    resourceType: {},
    id: { like: id },
    meta: {},
    identifier: { many: true },
    udiCarrier: { many: true },
    status: { like: /^(active|inactive|entered-in-error|unknown)$/ },
    manufacturer: {},
    manufactureDate: { like: dateTime },
    serialNumber: {},
    deviceName: { many: true },
    modelNumber: {},
    type: {},
    version: { many: true },
    owner: {},
    location: {},
  },
  Location: {
    resourceType: {},
    id: { like: id },
    identifier: { many: true },
    status: { like: /^(active|suspended|inactive)$/ },
    name: {},
    alias: { many: true },
    mode: { like: /^(instance|kind)$/ },
    type: { many: true },
    address: {},
    physicalType: {},
    position: {},
    managingOrganization: {},
  },
  Organization: {
    resourceType: {},
    id: { like: id },
    identifier: { many: true },
    active: {},
    type: { many: true },
    name: {},
    alias: { many: true },
  },
}

describe('the FHIR API', () => {
  it.each(Object.keys(rules))('gives every %s with the elements of R4, as often and in the form R4 allows', async (type) => {
    const { entry, total } = await search(`${type}?_count=200`)
    expect(total).toBeGreaterThan(0)
    for (const { resource } of entry) {
      for (const [name, value] of Object.entries(resource)) {
        const rule = rules[type]?.[name]
        expect(rule, `${type}.${name} is no element we know`).toBeDefined()
        expect(Array.isArray(value), `${type}.${name}`).toBe(rule?.many === true)
        expect(value, `${type}.${name} must not be empty`).not.toEqual([])
        if (rule?.like !== undefined) expect(value).toMatch(rule.like)
      }
    }
  })

  it('refers only to what it gives', async () => {
    const known = new Set(
      (await Promise.all(Object.keys(rules).map((type) => search(`${type}?_count=200`)))).flatMap(({ entry }) =>
        entry.map(({ resource }) => `${String(resource['resourceType'])}/${resource.id}`),
      ),
    )
    const { entry } = await search('Device')
    for (const { resource } of entry)
      for (const name of ['owner', 'location']) expect(known).toContain((resource[name] as { reference: string }).reference)
  })

  it('gives a device with its identifiers, its makers’ names and where it stands', async () => {
    const answer = await register.send('GET', '/fhir/r4/Device/RYJ-MRI-1')
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('etag')]).toEqual([
      200,
      'application/fhir+json; charset=utf-8',
      'W/"1"',
    ])
    expect(await answer.json()).toMatchObject({
      identifier: [{ system: 'https://id.gs1.org/8004', value: 'RYJ-MRI-1' }, { value: 'EQ-1' }],
      udiCarrier: [{ deviceIdentifier: '04056869003085', carrierHRF: '(01)04056869003085(21)EX1' }],
      manufactureDate: '2015-11-01',
      deviceName: [{ name: 'MRI 1', type: 'user-friendly-name' }],
      owner: { reference: 'Organization/RYJ' },
      location: { reference: 'Location/RYJ01', display: "St Mary's Hospital" },
    })
    expect(await register.get('/fhir/r4/Device/RYJ-CT-1')).toMatchObject({ status: 'inactive', manufactureDate: '2015' })
  })

  it('names organisations and sites by the ODS, and says so where a code is ours', async () => {
    expect(await register.get('/fhir/r4/Organization/RYJ')).toMatchObject({
      identifier: [{ system: 'https://fhir.nhs.uk/Id/ods-organization-code', value: 'RYJ' }],
    })
    expect(await ids('Location?identifier=https://fhir.nhs.uk/Id/ods-site-code|RYJ01')).toEqual(['RYJ01'])
    expect(await ids('Location?identifier=urn:nhs:imaging:site|')).toEqual(['CDCEAL', 'CDCWEM', 'CDCWIL'])
  })

  it.each([
    ['Device?identifier=https://id.gs1.org/8004|RYJ-MRI-1', ['RYJ-MRI-1']],
    ['Device?identifier=EQ-1', ['RYJ-MRI-1']],
    ['Device?identifier=|EQ-1', ['RYJ-MRI-1']],
    ['Device?identifier=|RYJ-MRI-1', []],
    ['Device?organization=Organization/RYJ&type=mri', ['RYJ-MRI-1']],
    ['Device?organization=RAS', []],
    ['Device?type=mri,ct', ['RYJ-CT-1', 'RYJ-MRI-1']],
    ['Device?type=urn:nhs:imaging:asset-class|ct&status=inactive&location=CDCWEM', ['RYJ-CT-1']],
    ['Location?organization=RAS', ['RAS01', 'RAS02']],
    ['Organization?identifier=R1K,RQM', ['R1K', 'RQM']],
  ])('finds by %s', async (query, found) => {
    expect(await ids(query)).toEqual(found)
  })

  it('gives a search page by page', async () => {
    const seen: string[] = []
    let path: string | undefined = 'Location?_count=6'
    for (let pages = 0; path !== undefined && pages < 5; pages += 1) {
      const { entry, link, total }: Bundle = await search(path)
      expect(total).toBe(15)
      seen.push(...entry.map(({ resource }) => resource.id))
      path = link.find(({ relation }) => relation === 'next')?.url.split('/fhir/r4/')[1]
    }
    expect([seen.length, new Set(seen).size]).toEqual([15, 15])
  })

  it.each([
    ['Device/NOBODY', 404, 'not-found'],
    ['Device?colour=blue', 400, 'invalid'],
    ['Device?_count=many', 400, 'invalid'],
    ['Patient', 404, 'not-found'],
  ])('refuses %s as FHIR does', async (path, status, code) => {
    const answer = await register.send('GET', `/fhir/r4/${path}`)
    expect([answer.status, await answer.json()]).toEqual([
      status,
      expect.objectContaining({ resourceType: 'OperationOutcome', issue: [expect.objectContaining({ severity: 'error', code })] }),
    ])
  })

  it('says what it can do', async () => {
    const statement = await register.get<{
      fhirVersion: string
      rest: { resource: { type: string; searchParam: { name: string }[] }[] }[]
    }>('/fhir/r4/metadata')
    expect(statement).toMatchObject({
      resourceType: 'CapabilityStatement',
      status: 'active',
      kind: 'instance',
      fhirVersion: '4.0.1',
      format: ['application/fhir+json'],
    })
    expect(statement.rest[0]?.resource.map(({ type, searchParam }) => [type, searchParam.map(({ name }) => name)])).toContainEqual([
      'Organization',
      ['_id', 'identifier', 'type'],
    ])
  })
})
