import fc from 'fast-check'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { page, readCursor } from './page.ts'

const Key = Type.Object({ at: Type.String(), id: Type.Integer() })

describe('pages', () => {
  it('walked by their cursors hold every item once, in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }), (count, limit) => {
        const all = Array.from({ length: count }, (_, id) => ({ id, at: `2026-11-0${(id % 9) + 1} é` }))
        const seen: number[] = []
        let cursor: string | undefined
        do {
          const after = readCursor(Key, cursor)
          const read = all.filter(({ id }) => after === undefined || id > after.id).slice(0, limit + 1)
          const { items, next } = page(read, limit, ({ id, at }) => ({ id, at }))
          seen.push(...items.map(({ id }) => id))
          cursor = next
        } while (cursor !== undefined)
        expect(seen).toEqual(all.map(({ id }) => id))
      }),
    )
  })

  it('say that the last page is the last even when it is full', () => {
    expect(page([1, 2], 2, String)).toEqual({ items: [1, 2] })
    expect(page([1, 2, 3], 2, String)).toEqual({ items: [1, 2], next: expect.any(String) })
  })

  it.each(['', 'rubbish', Buffer.from('{"id":"x"}').toString('base64url')])('refuse the cursor %j, which is not of this list', (cursor) => {
    expect(() => readCursor(Key, cursor)).toThrow(
      expect.objectContaining({ status: 400, errors: [expect.objectContaining({ pointer: '/query/cursor' })] }),
    )
  })
})
