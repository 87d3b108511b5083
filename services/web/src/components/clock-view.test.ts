import type { Clock } from '@imaging/schemas'
import { describe, expect, it } from 'vitest'
import { clockView, leftMs } from './clock-view.ts'

const nowMs = Date.parse('2026-11-20T08:15:00Z')
const clock: Clock = { name: 'response', startedAt: '2026-11-20T07:00:00Z', dueAt: '2026-11-20T09:27:00Z', breached: false, paused: false }

describe('clockView', () => {
  it('counts down to when it is due', () => {
    expect(clockView(clock, nowMs)).toEqual({ name: 'Response', words: '1 hour 12 minutes left', due: 'Due 9:27am', look: 'running' })
  })

  it('says by how much it is late, running or stopped', () => {
    expect(clockView({ ...clock, dueAt: '2026-11-20T07:55:00Z', breached: true }, nowMs)).toMatchObject({
      words: 'Late by 20 minutes',
      look: 'late',
    })
    expect(clockView({ ...clock, dueAt: '2026-11-20T07:55:00Z', stoppedAt: '2026-11-20T08:00:00Z', breached: true }, nowMs)).toMatchObject({
      words: 'Late by 5 minutes',
      look: 'stopped',
    })
  })

  it('says when it was done in time or is paused', () => {
    expect(clockView({ ...clock, stoppedAt: '2026-11-20T08:00:00Z' }, nowMs).words).toBe('Done in time')
    expect(clockView({ ...clock, paused: true }, nowMs)).toMatchObject({ words: 'Paused', look: 'paused' })
  })

  it('without a due time says how long it has run', () => {
    const { dueAt: _none, ...open } = clock
    expect(clockView(open, nowMs)).toMatchObject({ words: 'Running for 1 hour 15 minutes', due: undefined })
  })
})

describe('leftMs', () => {
  it('looks only at clocks that run', () => {
    expect(leftMs([{ ...clock, paused: true }, clock], nowMs)).toBe(72 * 60_000)
    expect(leftMs([{ ...clock, stoppedAt: clock.startedAt }], nowMs)).toBe(Number.POSITIVE_INFINITY)
  })
})
