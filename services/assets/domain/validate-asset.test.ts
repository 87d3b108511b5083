import { describe, expect, it } from 'vitest'
import type { Asset } from './asset.ts'
import { placesOf } from './building.ts'
import { assetClasses } from './reference/asset-classes.ts'
import { makerAliases } from './reference/maker-aliases.ts'
import { organisations } from './reference/organisations.ts'
import { sites } from './reference/sites.ts'
import { type RegisterContext, validateAsset } from './validate-asset.ts'

const sound: Asset = {
  assetId: 'RYJ-MRI-0001',
  name: 'MRI 1',
  classId: 'mri',
  manufacturer: 'Siemens Healthineers',
  model: 'MAGNETOM Aera',
  serial: '75217X3',
  manufacturedYear: 2014,
  manufactured: '2014-11-03',
  installed: '2015-05-09',
  lastRefreshed: '2021-02-01',
  siteCode: 'RYJ01',
  place: { roomId: 'RYJ01-R-MRI-1' },
  owner: 'RYJ',
  operator: 'RYJ',
  landlord: 'RYJ',
  funder: 'Trust capital',
  coOwners: ['R1K'],
  udi: '06291041500213',
  dicomAliases: ['MRI1'],
  capabilities: [{ code: '1.5t' }],
  linkedAssets: [{ kind: 'chiller', name: 'Chiller 2', dependency: 'stops' }],
  feed: { fitted: true, expectedEveryS: 60 },
  purchasePricePence: 124_950_000,
  netBookValuePence: 0,
  donated: false,
  status: 'IN_USE',
  example: true,
}
const register: RegisterContext = {
  assets: [],
  sites,
  places: placesOf(
    [],
    ['RYJ01', 'RYJ02'].map((siteCode) => ({
      roomId: `${siteCode}-R-MRI-1`,
      siteCode,
      name: 'MRI 1',
      validFrom: '2020-01-01',
      example: true,
    })),
  ),
  organisations,
  classes: assetClasses,
  contracts: [],
  makerAliases,
  today: '2026-11-01',
}

describe('an asset', () => {
  it('may be saved when nothing is wrong with it', () => {
    expect(validateAsset(sound, register)).toEqual([])
  })

  it.each([
    ['assetId', { assetId: 'ryj 1' }],
    ['manufacturer', { manufacturer: ' ' }],
    ['model', { model: '' }],
    ['serial', { serial: '' }],
    ['place.roomId', { place: { roomId: 'RYJ01-R-MRI-9' } }],
    ['place.roomId', { place: { roomId: 'RYJ02-R-MRI-1' } }],
    ['place.buildingId', { place: { buildingId: 'RYJ01-B-NOWHERE' } }],
    ['siteCode', { siteCode: 'RAL01' }],
    ['classId', { classId: 'toaster' }],
    ['owner', { owner: 'Q99' }],
    ['coOwners', { coOwners: ['Q99'] }],
    ['installed', { installed: '2015-02-31' }],
    ['supportEnds', { supportEnds: 'next year' }],
    ['installed', { installed: '2026-11-02', manufactured: '2014-11-03', lastRefreshed: '2026-11-02' }],
    ['manufacturedYear', { manufacturedYear: 2016, manufactured: '2016-01-01' }],
    ['manufactured', { manufactured: '2013-11-03' }],
    ['lastRefreshed', { lastRefreshed: '2015-05-08' }],
    ['udi', { udi: '06291041500214' }],
    ['purchasePricePence', { purchasePricePence: -1 }],
    ['netBookValuePence', { netBookValuePence: 0.5 }],
  ] as const)('is refused for its %s when given %j, with what was written and what to do', (field, change) => {
    const problems = validateAsset({ ...sound, ...change }, register)
    expect(problems.map((problem) => problem.field)).toEqual([field])
    expect(problems[0]?.problem).toMatch(/\.$/)
    expect(problems[0]?.remedy).toMatch(/\.$/)
  })

  it('is refused when the register holds its maker and serial number under another id', () => {
    const other = { assetId: 'R1K-MRI-7', manufacturer: 'Siemens', serial: '75217x3', siteCode: 'R1K01' }
    expect(validateAsset(sound, { ...register, assets: [other] })).toMatchObject([
      { field: 'serial', problem: expect.stringContaining('R1K-MRI-7 at R1K01') },
    ])
  })

  it('hears everything that is wrong at once', () => {
    const problems = validateAsset({ ...sound, model: '', siteCode: '?', udi: '1' }, register)
    expect(problems.map(({ field }) => field).toSorted()).toEqual(['model', 'siteCode', 'udi'])
  })

  it('may be a surgical robot: a class is data', () => {
    const robot = {
      ...(assetClasses[0] ?? expect.unreachable()),
      classId: 'surgical-robot',
      name: 'Surgical robot',
      alsoWritten: ['Robot'],
    }
    expect(validateAsset({ ...sound, classId: 'surgical-robot' }, { ...register, classes: [...assetClasses, robot] })).toEqual([])
  })
})
