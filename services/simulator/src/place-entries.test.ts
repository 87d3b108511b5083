import { BuildingChangedV1, closed, RoomChangedV1 } from '@imaging/schemas'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { exampleFleet } from '../domain/index.ts'
import { buildingsOf, placeOf, roomsOf } from './place-entries.ts'

const fleet = exampleFleet(1)
const buildings = buildingsOf(fleet)
const rooms = roomsOf(1, fleet)

describe('the places of the example fleet', () => {
  it('are what the register takes, each once', () => {
    for (const building of buildings) expect([...Value.Errors(closed(BuildingChangedV1.properties.data), building)]).toEqual([])
    for (const room of rooms) expect([...Value.Errors(closed(RoomChangedV1.properties.data), room)]).toEqual([])
    expect(new Set(buildings.map(({ buildingId }) => buildingId)).size).toBe(15)
    expect(new Set(rooms.map(({ roomId }) => roomId)).size).toBe(130)
  })

  it('hold every asset: a room of its own for what is built in, a building for what is wheeled', () => {
    const roomIds = new Set(rooms.map(({ roomId }) => roomId))
    const buildingIds = new Set(buildings.map(({ buildingId }) => buildingId))
    for (const asset of fleet) {
      const place = placeOf(asset)
      expect(roomIds.has(place.roomId ?? '') || buildingIds.has(place.buildingId ?? '')).toBe(true)
    }
    for (const { buildingId = '' } of rooms) expect(buildingIds.has(buildingId)).toBe(true)
  })

  it('have Imperial’s three main sites in the New Hospital Programme', () => {
    const programmeAt = new Map(buildings.map(({ siteCode, rebuild }) => [siteCode, rebuild?.programme]))
    for (const siteCode of ['RYJ01', 'RYJ02', 'RYJ03']) expect(programmeAt.get(siteCode)).toBe('New Hospital Programme')
    expect(programmeAt.get('RQM01')).toBeUndefined()
  })

  it('are the same for the same seed', () => expect(roomsOf(1, fleet)).toEqual(rooms))
})
