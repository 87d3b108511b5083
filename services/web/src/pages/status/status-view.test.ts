import type { BoardRow } from '@imaging/schemas'
import { describe, expect, it } from 'vitest'
import { boardFixture, emptyBoardFixture, fixtureNow, openOrdersFixture } from '../../../preview/board-fixture.ts'
import { boardFilter, filteredRows } from './board-filter.ts'
import { alternativesTo, outageView, promiseViews } from './outage-view.ts'
import { targetWords } from './scanner-table.ts'
import { boardCsv } from './status-csv.ts'
import { statusView } from './status-view.ts'

const nowMs = fixtureNow.getTime()
const rows = boardFixture.rows
const row = (index: number): BoardRow => rows[index] as BoardRow
const TRUSTS = ['RYJ', 'RQM', 'RAS', 'R1K']
const view = (query: Record<string, string> = {}, page = 1) =>
  statusView({ board: boardFixture, orders: openOrdersFixture, ordersOf: TRUSTS, filter: boardFilter(query), page, nowMs })

describe('statusView', () => {
  it('puts the worst first, and among them the longest', () => {
    expect(
      view()
        .outages.map(({ name, siteName, forWords }) => [`${name}, ${siteName}`, forWords])
        .slice(0, 2),
    ).toEqual([
      ['MRI 1, Hammersmith Hospital', '2 days 4 hours'],
      ["CT 2, St Mary's Hospital", '6 hours 30 minutes'],
    ])
  })

  it('says nothing of work orders of a trust that keeps them to itself', () => {
    const shown = statusView({ board: boardFixture, orders: [], ordersOf: ['RYJ'], filter: boardFilter({}), page: 1, nowMs }).outages
    const trustOf = (assetId: string): string | undefined => rows.find((each) => each.assetId === assetId)?.trust
    for (const { assetId, nextStep } of shown.filter(({ nextStep }) => !nextStep?.startsWith('Due back')))
      expect(nextStep).toBe(trustOf(assetId) === 'RYJ' ? 'No work order yet' : undefined)
  })

  it('says what a limited scanner can still do, and what must be rebooked', () => {
    const limited = view().outages.find(({ canStill }) => canStill !== undefined)
    expect(limited).toMatchObject({ canStill: 'Neuro', slots: 'About 4 slots today' })
  })

  it('keeps every time that was promised, with why it did not hold', () => {
    expect(promiseViews(openOrdersFixture[0]?.promises ?? [], nowMs)).toEqual([
      {
        label: 'Engineer due',
        now: '3:40pm',
        isPast: false,
        earlier: [
          { time: '7:15am', reason: 'Traffic on the M4' },
          { time: '1pm', reason: 'Called to another fault first' },
        ],
      },
    ])
  })

  it('counts a silent scanner as not confirmed, not as working', () => {
    const { counts } = view()
    expect(counts.find(({ words }) => words === 'not confirmed')).toMatchObject({ count: 1, href: '/status?status=not-confirmed' })
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length)
  })

  it('narrows to what the address asks for, and passes it on to the feed and the downloads', () => {
    const filtered = view({ trust: 'RYJ', type: 'mri' })
    expect(filtered.feed).toBe('/events?trust=RYJ&type=mri&after=1042')
    expect(filtered.csvHref).toBe('/status.csv?trust=RYJ&type=mri')
    expect(filteredRows(rows, boardFilter({ status: 'not-confirmed' })).map(({ assetId }) => assetId)).toEqual(['NWL-009'])
  })

  it('says so when work orders cannot be read', () => {
    const blind = statusView({ board: boardFixture, orders: undefined, ordersOf: TRUSTS, filter: boardFilter({}), page: 1, nowMs })
    expect(blind.areWorkOrdersKnown).toBe(false)
    expect(blind.outages[0]?.nextStep).toBe('Work orders cannot be read now')
  })

  it('has words for a board without scanners', () => {
    const empty = statusView({ board: emptyBoardFixture, orders: [], ordersOf: TRUSTS, filter: boardFilter({}), page: 1, nowMs })
    expect(empty.allWell).toBe('There are no scanners that match.')
    expect(String(empty.scanners)).toContain('There are no scanners that match.')
  })
})

describe('alternativesTo', () => {
  it('names only scanners that work now and can do all that was lost, own trust first', () => {
    const others = alternativesTo(row(1), rows)
    expect(
      others.every(({ state, capabilities }) => state === 'UP' && capabilities.includes('stroke') && capabilities.includes('trauma')),
    ).toBe(true)
    expect(others[0]?.trust).toBe('RYJ')
    expect(others.map(({ assetId }) => assetId)).not.toContain('NWL-032')
  })

  it('asks of a limited scanner’s stand-in only what it can no longer do', () => {
    const others = alternativesTo(row(20), rows)
    expect(others.length).toBeGreaterThan(0)
    expect(others.every(({ capabilities }) => capabilities.includes('cardiac-mri'))).toBe(true)
  })

  it('says of a stand-in that is limited itself, or of which there is no signal, that it is, and names it after the others', () => {
    const [down, ...others] = rows.filter(({ classId }) => classId === 'mri').map((each) => ({ ...each, capabilities: ['neuro'] }))
    const notRight: BoardRow = { ...(others[0] as BoardRow), name: 'Not right', siteName: 'A', state: 'DEGRADED', canStill: ['neuro'] }
    const unheard: BoardRow = { ...(others[1] as BoardRow), name: 'Unheard', siteName: 'B', state: 'UP', health: 'NOT_CONNECTED' }
    const sound: BoardRow = { ...(others[2] as BoardRow), name: 'Sound', siteName: 'C', state: 'UP', health: 'LIVE' }
    const board = { rows: [notRight, unheard, sound], isOrdersKnown: true, ordersOf: TRUSTS, nowMs }
    expect(outageView({ ...(down as BoardRow), state: 'DOWN_UNPLANNED' }, undefined, board).alternatives).toBe(
      'C (Sound), A (Not right – limited) and B (Unheard – no signal, ask first)',
    )
  })

  it('does not send patients to a scanner that has fallen silent', () => {
    expect(alternativesTo(row(14), rows).map(({ assetId }) => assetId)).not.toContain('NWL-009')
  })
})

describe('the scanner table', () => {
  it('compares uptime with the contract, and never calls an undefined figure met', () => {
    expect(targetWords({ uptime: { value: 0.9799, countedHours: 1, lostHours: 0 }, uptimeTarget: 0.98 })).toBe('Below 98%')
    expect(targetWords({ uptime: { value: 0.98, countedHours: 1, lostHours: 0 }, uptimeTarget: 0.98 })).toBe('Meets 98%')
    expect(targetWords({ uptime: { countedHours: 0, lostHours: 0 }, uptimeTarget: 0.975 })).toBe('Target 97.5%')
    expect(targetWords({ uptime: { value: 1, countedHours: 1, lostHours: 0 } })).toBe('No contract target')
  })

  it('gives the same rows as CSV, with the instant they were read', () => {
    const lines = boardCsv(rows, nowMs).trim().split('\r\n')
    expect(lines).toHaveLength(rows.length + 1)
    expect(lines[2]).toContain('"Tube arcing, scans abort"')
    expect(lines[2]?.endsWith('2026-11-20T08:15:00.000Z')).toBe(true)
  })
})
