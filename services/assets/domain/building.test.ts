import { describe, expect, it } from 'vitest'
import { type Building, placesOf, recordsAt, type Room, standsUntil, validateBuilding, validateRoom } from './building.ts'
import { organisations } from './reference/organisations.ts'
import { sites } from './reference/sites.ts'

const wing: Building = {
  buildingId: 'RYJ01-B-WING',
  siteCode: 'RYJ01',
  name: 'Example wing',
  validFrom: '2020-01-01',
  landlord: 'RYJ',
  example: true,
}
const room: Room = {
  roomId: 'RYJ01-R-MRI-1',
  siteCode: 'RYJ01',
  buildingId: wing.buildingId,
  name: 'MRI 1',
  validFrom: '2020-01-01',
  example: true,
}
const context = { ...placesOf([wing], [room]), sites, organisations }

describe('a place', () => {
  it('is a room with its building, or a building alone', () => {
    expect(recordsAt({ roomId: room.roomId }, context)).toEqual({ room, building: wing })
    expect(recordsAt({ buildingId: wing.buildingId }, context)).toEqual({ room: undefined, building: wing })
    expect(recordsAt(undefined, context)).toEqual({ room: undefined, building: undefined })
  })
})

describe('a building', () => {
  it('stands until its life ends or the works begin, whichever is first', () => {
    const rebuild = { programme: 'New Hospital Programme' }
    expect(standsUntil({ endOfLife: '2036-01-01', rebuild: { ...rebuild, worksFrom: '2035-04-01' } })).toBe('2035-04-01')
    expect(standsUntil({ endOfLife: '2034-01-01', rebuild: { ...rebuild, worksFrom: '2035-04-01' } })).toBe('2034-01-01')
    expect(standsUntil({ rebuild })).toBeUndefined()
  })

  it('may be saved when nothing is wrong with it', () => {
    expect(validateBuilding({ ...wing, rebuild: { programme: 'A', worksFrom: '2035-04-01', worksTo: '2040-04-01' } }, context)).toEqual([])
  })

  it.each([
    ['siteCode', { siteCode: 'RAL01', buildingId: 'RAL01-B-WING' }],
    ['buildingId', { buildingId: 'RYJ02-B-WING', name: 'Other' }],
    ['name', { name: ' ' }],
    ['name', { buildingId: 'RYJ01-B-TWIN', name: 'EXAMPLE  Wing' }],
    ['landlord', { landlord: 'Q99' }],
    ['endOfLife', { endOfLife: '2035-02-30' }],
    ['rebuild.worksFrom', { rebuild: { programme: 'A', worksFrom: '2035-02-30' } }],
    ['rebuild.worksTo', { rebuild: { programme: 'A', worksFrom: '2035-04-01', worksTo: '2035-04-01' } }],
  ] as const)('is refused for its %s when given %j', (field, change) => {
    expect(validateBuilding({ ...wing, ...change }, context).map((problem) => problem.field)).toEqual([field])
  })
})

describe('a room', () => {
  it('may be saved when nothing is wrong with it, and have the name of one on another level', () => {
    expect(validateRoom(room, context)).toEqual([])
    expect(validateRoom({ ...room, roomId: 'RYJ01-R-OTHER', level: '2' }, context)).toEqual([])
  })

  it.each([
    ['roomId', { roomId: 'RYJ02-R-1', name: 'Other' }],
    ['name', { name: '' }],
    ['name', { roomId: 'RYJ01-R-TWIN', name: 'mri  1' }],
    ['buildingId', { buildingId: 'RYJ01-B-NOWHERE' }],
    ['gln', { gln: '5012345678901' }],
    ['surveyDue', { surveyDue: '2027-02-29' }],
  ] as const)('is refused for its %s when given %j', (field, change) => {
    expect(validateRoom({ ...room, ...change }, context).map((problem) => problem.field)).toEqual([field])
  })
})
