import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Place, placesOf } from '../building.ts'
import { sites } from '../reference/sites.ts'
import { placeBook, type PlaceWords, wordsOf } from './place-book.ts'

const site = sites.find(({ siteCode }) => siteCode === 'RYJ01')!
const other = sites.find(({ siteCode }) => siteCode === 'RYJ02')!
const empty = placesOf([], [])
const from = '2026-11-01'
const asked = (words: PlaceWords, held?: Place) => ({ words, site, landlord: undefined, held, mayMake: true })

describe('a book of places', () => {
  it('finds the same room for the same words, however they are written', () => {
    const book = placeBook(empty, from)
    const first = book.placeOf(asked({ building: 'North Wing', room: 'MRI 1' }))
    expect(book.placeOf(asked({ building: 'NORTH  WING', room: 'mri-1' }))).toEqual(first)
    expect([book.made().buildings.length, book.made().rooms.length]).toEqual([1, 1])
  })

  it('finds a room by its name alone while only one has it', () => {
    const book = placeBook(empty, from)
    const first = book.placeOf(asked({ building: 'North Wing', level: '1', room: 'MRI 1' }))
    expect(book.placeOf(asked({ room: 'MRI 1' }))).toEqual(first)
    book.placeOf(asked({ building: 'South Wing', room: 'MRI 1' }))
    expect(book.placeOf(asked({ room: 'MRI 1' }))).toEqual({ ambiguous: ['RYJ01-R-MRI-1', 'RYJ01-R-MRI-1-2'] })
  })

  it('makes nothing where it may not, and still finds what is there', () => {
    const book = placeBook(empty, from)
    const there = book.placeOf(asked({ building: 'North Wing', room: 'MRI 1' }))
    const unmade = (words: PlaceWords) => book.placeOf({ ...asked(words), mayMake: false })
    expect(unmade({ building: 'north wing', room: 'MRI 1' })).toEqual(there)
    expect(unmade({ building: 'South Wing' })).toEqual({ unknown: 'building' })
    expect(unmade({ room: 'MRI 2' })).toEqual({ unknown: 'room' })
    expect(unmade({})).toBeUndefined()
    expect([book.made().buildings.length, book.made().rooms.length]).toEqual([1, 1])
  })

  it('leaves a machine where it is while the words say nothing else', () => {
    const book = placeBook(empty, from)
    const held = book.placeOf(asked({ building: 'North Wing', level: '1', room: 'MRI 1' })) as Place
    const register = placesOf(book.made().buildings, book.made().rooms)
    const next = placeBook(register, from)
    for (const words of [{}, { room: 'MRI 1' }, { level: '1' }, { building: 'north wing' }])
      expect(next.placeOf(asked(words, held))).toEqual(held)
    expect(next.placeOf({ ...asked({}, held), site: other })).toBeUndefined()
  })

  it('keeps what is known of a place: a building without a room, and a level without either', () => {
    const book = placeBook(empty, from)
    expect(book.placeOf(asked({ building: 'North Wing' }))).toEqual({ buildingId: 'RYJ01-B-NORTH-WING' })
    const level = book.placeOf(asked({ level: 'Level 2' })) as Place
    expect(wordsOf(level, placesOf(book.made().buildings, book.made().rooms))).toEqual({ level: 'Level 2', room: 'Level 2' })
    expect(book.placeOf(asked({}))).toBeUndefined()
  })

  it('gives every place an id of its own that the register takes, whatever it is called', () => {
    const name = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }).filter((text) => text.trim() !== '')
    fc.assert(
      fc.property(fc.array(fc.record({ building: name, room: name }), { maxLength: 20 }), (rows) => {
        const book = placeBook(empty, from)
        for (const words of rows) book.placeOf(asked(words))
        const { buildings, rooms } = book.made()
        const ids = [...buildings.map(({ buildingId }) => buildingId), ...rooms.map(({ roomId }) => roomId)]
        expect(new Set(ids).size).toBe(ids.length)
        for (const id of ids) expect(id).toMatch(/^RYJ01-[BR]-[A-Z0-9-]{1,30}$/)
      }),
    )
  })
})
