import { personOf } from '@imaging/identity/testing'
import { describe, expect, it } from 'vitest'
import { feedFixture } from '../../../preview/feed-fixture.ts'
import { boardEvents } from './board-events.ts'
import { boardFilter } from './board-filter.ts'
import type { BoardChange } from './board-reader.ts'

const now = (): Date => new Date('2026-11-20T08:15:00Z')
const identity = personOf('radiology-manager', 'RYJ', { status: ['RYJ', 'RQM', 'RAS'] })

const change = (id: string, trust: string): BoardChange => ({
  id,
  entry: {
    assetId: 'NWL-001',
    name: 'CT <1>',
    siteName: 'St Mary’s Hospital',
    trust,
    classId: 'ct',
    state: 'DEGRADED',
    health: 'LIVE',
    publishedAt: '2026-11-20T08:14:59.000Z',
  },
})

const open = (query: Record<string, string>, tickMs = 60_000) => {
  const feed = feedFixture()
  const stop = new AbortController()
  const events = boardEvents(
    {
      changes: feed.changes(identity, undefined, stop.signal),
      filter: boardFilter(query),
      sees: identity.sees.status,
      now,
      signal: stop.signal,
      tickMs,
    },
    '7',
  )
  return { feed, stop, events }
}

describe('boardEvents', () => {
  it('ticks at once, then tells changes with their position and what to say', async () => {
    const { feed, events } = open({})
    expect((await events.next()).value).toEqual({ id: '7', event: 'tick', data: {} })
    feed.tell(change('8', 'RYJ'))
    expect((await events.next()).value).toEqual({
      id: '8',
      event: 'scanner',
      data: {
        assetId: 'NWL-001',
        status: '<strong class="nhsuk-tag nhsuk-tag--yellow">Limited</strong>',
        announcement: 'CT <1>, St Mary’s Hospital is now Limited',
        publishedAt: '2026-11-20T08:14:59.000Z',
      },
    })
  })

  it('tells of a report from a label, and leads to it', async () => {
    const { feed, events } = open({})
    await events.next()
    const { id, entry } = change('8', 'RYJ')
    feed.tell({ id, entry: { ...entry, heldReports: 1 } })
    expect((await events.next()).value).toMatchObject({
      data: {
        status: expect.stringContaining('<a class="app-held" href="/held-reports#NWL-001">Reported from the label, not confirmed</a>'),
        announcement: 'CT <1>, St Mary’s Hospital is now Limited, reported from the label, not confirmed',
      },
    })
  })

  it('passes over what the filter does not show, but keeps its position', async () => {
    const { feed, events } = open({ trust: 'RAS' }, 5)
    await events.next()
    feed.tell(change('8', 'RYJ'))
    const positions: string[] = []
    for await (const { id, event } of events) {
      expect(event).toBe('tick')
      positions.push(id)
      if (id === '8') break
    }
    expect(positions.at(-1)).toBe('8')
  })

  it('ends when nobody listens any more', async () => {
    const { stop, events } = open({})
    await events.next()
    const last = events.next()
    stop.abort()
    expect((await last).done).toBe(true)
  })

  it('fails when the feed breaks, so that the browser comes back', async () => {
    const { feed, events } = open({})
    await events.next()
    const next = events.next()
    await new Promise(setImmediate)
    feed.cut()
    await expect(next).rejects.toThrow('cut')
  })

  it('shows nothing of a trust that does not share with the one who looks, whatever the feed sends', async () => {
    const { feed, events } = open({})
    await events.next()
    feed.tell(change('8', 'R1K'))
    feed.tell(change('9', 'RQM'))
    expect((await events.next()).value).toMatchObject({ id: '9' })
  })
})
