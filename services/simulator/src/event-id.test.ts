import { describe, expect, it } from 'vitest'
import { eventId } from './event-id.ts'

const atMs = Date.UTC(2026, 10, 22, 9, 30)

describe('an event id', () => {
  it('is a UUIDv7 that says its instant', () => {
    const id = eventId(atMs, 1, 'state', 'RYJ01-CT-001')
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(atMs)
  })

  it('is the same for the same event and another for any other', () => {
    expect(eventId(atMs, 1, 'a', 'b')).toBe(eventId(atMs, 1, 'a', 'b'))
    const others = [eventId(atMs, 2, 'a', 'b'), eventId(atMs + 1, 1, 'a', 'b'), eventId(atMs, 1, 'a', 'c')]
    expect(new Set([eventId(atMs, 1, 'a', 'b'), ...others]).size).toBe(4)
  })

  it('sorts by time', () => {
    const ids = Array.from({ length: 100 }, (_, minute) => eventId(atMs + minute * 60_000, 1, 'x', minute))
    expect(ids.toSorted()).toEqual(ids)
  })
})
