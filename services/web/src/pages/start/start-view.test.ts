import { describe, expect, it } from 'vitest'
import { boardFixture, emptyBoardFixture, fixtureNow, openOrdersFixture } from '../../../preview/board-fixture.ts'
import { sessionFixture } from '../../../preview/access-fixture.ts'
import { startView } from './start-view.ts'

const nowMs = fixtureNow.getTime()
const view = (key: string, board = boardFixture.rows) => startView(sessionFixture(key), board, openOrdersFixture, nowMs)
const waiting = (key: string): readonly string[] => (view(key).waiting ?? []).map(({ href }) => href)

describe('startView', () => {
  it('shows each role what waits for it, the one due first at the top', () => {
    expect(waiting('radiology-manager@RYJ')).toEqual(['/work-orders/WO-1038', '/work-orders/WO-1044', '/work-orders/WO-1041'])
    expect(waiting('radiology-lead@RQM')).toEqual(['/work-orders/WO-1040'])
    expect(waiting('radiology-lead@RYJ')).toEqual([])
    expect(waiting('estates-planner@RYJ')).toEqual([])
  })

  it('shows a supplier its own jobs and no other', () => {
    expect(waiting('supplier-engineer@ge')).toEqual(['/work-orders/WO-1041', '/work-orders/WO-1040'])
    expect(view('supplier-engineer@ge').lead).toBe('You act for GE HealthCare.')
  })

  it('counts the scanners of one’s own trust', () => {
    expect(view('radiology-manager@RYJ').lead).toBe('24 scanners at Imperial, 3 not fully working.')
    expect(view('radiology-manager@RYJ', emptyBoardFixture.rows).lead).toBe('There are no scanners of Imperial yet.')
  })

  it('says what cannot be read', () => {
    const blind = startView(sessionFixture('radiology-manager@RYJ'), undefined, undefined, nowMs)
    expect(blind).toMatchObject({ lead: 'The live status cannot be read now.', waiting: undefined })
  })
})
