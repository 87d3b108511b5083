import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clocks } from './clocks.ts'
import { deadlines } from './deadlines.ts'
import { evolve } from './evolve.ts'
import {
  acted,
  afterActs,
  engineer,
  handedBack,
  HOUR_MS,
  lead,
  radiologyManager,
  MINUTE_MS,
  newOrder,
  NINE_MS,
  OFFICE_HOURS,
  workedOn,
} from './example-order.ts'
import { escalate, remind } from './platform-acts.ts'
import { RELEASE_MINUTES, TERMS_WITHOUT_CONTRACT } from './terms.ts'
import type { WorkOrder } from './work-order.ts'

const clock = (order: WorkOrder, name: string, atMs: number) => clocks(order, atMs).find((one) => one.name === name)
const FIVE_PM_FRIDAY_MS = Date.UTC(2026, 2, 6, 17)

describe('the response clock', () => {
  it('runs in cover hours: four hours from Friday 17:00 end on Monday at 11:00', () => {
    const order = newOrder({ atMs: FIVE_PM_FRIDAY_MS })
    expect(clock(order, 'response', FIVE_PM_FRIDAY_MS)?.dueAtMs).toBe(Date.UTC(2026, 2, 9, 11))
  })

  it('runs through the weekend where the contract counts elapsed hours', () => {
    const order = newOrder({ atMs: FIVE_PM_FRIDAY_MS, terms: TERMS_WITHOUT_CONTRACT })
    expect(clock(order, 'response', FIVE_PM_FRIDAY_MS)?.dueAtMs).toBe(FIVE_PM_FRIDAY_MS + 4 * HOUR_MS)
  })

  it('stops when the engineer arrives, or at once when connected from a distance', () => {
    expect(clock(workedOn(), 'response', NINE_MS + 9 * HOUR_MS)?.stoppedAtMs).toBe(NINE_MS + 2 * MINUTE_MS)
    const remote = acted(newOrder(), engineer, { action: 'accept', remote: true }, NINE_MS + HOUR_MS)
    expect(clock(remote, 'response', NINE_MS + 9 * HOUR_MS)).toMatchObject({ stoppedAtMs: NINE_MS + HOUR_MS, breached: false })
  })

  it('begins anew for the supplier it is given to', () => {
    const declined = acted(newOrder(), engineer, { action: 'decline', reason: 'x' }, NINE_MS + 3 * HOUR_MS)
    const given = acted(declined, radiologyManager, { action: 'reassign', supplierId: 'beta-care', reason: 'x' }, NINE_MS + 5 * HOUR_MS)
    expect(clock(given, 'response', NINE_MS + 5 * HOUR_MS)).toMatchObject({ usedMs: 0, dueAtMs: NINE_MS + 9 * HOUR_MS })
  })
})

describe('the repair clock', () => {
  it('starts with access, or with the fault where the contract says so', () => {
    expect(clock(newOrder(), 'repair', NINE_MS)).toBeUndefined()
    expect(clock(workedOn(), 'repair', NINE_MS + HOUR_MS)?.startedAtMs).toBe(NINE_MS + 3 * MINUTE_MS)
    const fromFault = newOrder({ terms: { ...OFFICE_HOURS, clockStarts: 'fault' } })
    expect(clock(fromFault, 'repair', NINE_MS)).toMatchObject({ startedAtMs: NINE_MS - 10 * MINUTE_MS, usedMs: 10 * MINUTE_MS })
  })

  it('rests while paused, and its due time moves with every minute', () => {
    const paused = acted(workedOn(), engineer, { action: 'pause', reason: 'no-access' }, NINE_MS + HOUR_MS)
    const first = clock(paused, 'repair', NINE_MS + 2 * HOUR_MS)
    const later = clock(paused, 'repair', NINE_MS + 3 * HOUR_MS)
    expect(later?.usedMs).toBe(first?.usedMs)
    expect(first).toMatchObject({ paused: true })
    expect(later?.dueAtMs).toBeGreaterThan(first?.dueAtMs as number)
  })

  it('does not charge the supplier for the time the customer held what then failed its checks', () => {
    const back = handedBack(['table'])
    const failed = acted(back, lead, { action: 'record-check', check: 'local-checks', result: 'fail', note: 'x' }, NINE_MS + 5 * HOUR_MS)
    const atHandBack = clock(back, 'repair', NINE_MS + 5 * HOUR_MS)?.usedMs as number
    expect(clock(failed, 'repair', NINE_MS + 6 * HOUR_MS)?.usedMs).toBe(atHandBack + HOUR_MS)
  })

  it('runs on to return to use where the contract says so', () => {
    const terms = { ...OFFICE_HOURS, clockEnds: 'return-to-use' } as const
    expect(clock(handedBack(['table'], newOrder({ terms })), 'repair', NINE_MS + 5 * HOUR_MS)?.stoppedAtMs).toBeUndefined()
    expect(clock(handedBack(['table']), 'repair', NINE_MS + 5 * HOUR_MS)?.stoppedAtMs).toBe(NINE_MS + 2 * HOUR_MS)
  })
})

describe('the release clock', () => {
  it('is the hospital’s own: from hand-back, elapsed, and from anew after a failed check', () => {
    const back = handedBack(['table'])
    expect(clock(back, 'release', NINE_MS + 3 * HOUR_MS)).toMatchObject({ usedMs: HOUR_MS, allowedMs: RELEASE_MINUTES.P1 * MINUTE_MS })
    const failed = acted(back, lead, { action: 'record-check', check: 'local-checks', result: 'fail', note: 'x' }, NINE_MS + 5 * HOUR_MS)
    expect(clock(failed, 'release', NINE_MS + 6 * HOUR_MS)).toBeUndefined()
  })
})

describe('deadlines', () => {
  it('are a reminder at three quarters and one level higher each half time after the breach', () => {
    let order = newOrder({ terms: TERMS_WITHOUT_CONTRACT })
    const seen: (string | number)[][] = []
    for (let next = deadlines(order)[0]; next !== undefined; next = deadlines(order)[0]) {
      seen.push([next.kind === 'reminder' ? next.about : next.level, (next.atMs - NINE_MS) / HOUR_MS])
      const facts = next.kind === 'reminder' ? remind(order, next.about, next.atMs) : escalate(order, next.clock, next.level, next.atMs)
      expect(facts).toHaveLength(1)
      order = facts.reduce<WorkOrder>(evolve, order)
    }
    expect(seen).toEqual([
      ['response', 3],
      [1, 4],
      [2, 6],
      [3, 8],
    ])
  })

  it('are not met early, twice, or once overtaken by what people did', () => {
    const order = newOrder({ terms: TERMS_WITHOUT_CONTRACT })
    expect(escalate(order, 'response', 1, NINE_MS + 3 * HOUR_MS)).toEqual([])
    expect(escalate(order, 'response', 2, NINE_MS + 9 * HOUR_MS)).toEqual([])
    const arrived = afterActs(order, [
      [engineer, { action: 'accept' }],
      [engineer, { action: 'arrive' }],
    ])
    expect(escalate(arrived, 'response', 1, NINE_MS + 4 * HOUR_MS)).toEqual([])
  })

  it('remind the radiology manager of a choice that waits, and hold no clock against nobody while paused', () => {
    const declined = acted(newOrder(), engineer, { action: 'decline', reason: 'x' }, NINE_MS)
    expect(deadlines(declined)[0]).toEqual({ kind: 'reminder', about: 'choice', atMs: NINE_MS + 15 * MINUTE_MS })
    const paused = acted(workedOn(), engineer, { action: 'pause', reason: 'no-access' }, NINE_MS + HOUR_MS)
    expect(deadlines(paused)).toEqual([])
  })
})

/** Slow and obvious: look at every minute since the start and count those that count. It shares no code with the clocks. */
function minutesCounted(fromMs: number, toMs: number, pauses: readonly (readonly [number, number])[], inCover: boolean): number {
  const london = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', weekday: 'short', hour: '2-digit', hourCycle: 'h23' })
  let minutes = 0
  for (let ms = fromMs; ms < toMs; ms += 60_000) {
    if (pauses.some(([from, to]) => ms >= from && ms < to)) continue
    if (inCover) {
      const parts = Object.fromEntries(london.formatToParts(ms).map(({ type, value }) => [type, value]))
      if (parts['weekday'] === 'Sat' || parts['weekday'] === 'Sun') continue
      if (Number(parts['hour']) < 8 || Number(parts['hour']) >= 18) continue
    }
    minutes += 1
  }
  return minutes
}

describe('clocks against a count of every minute', () => {
  // The Friday before clocks go forward, so that some cases cross the change.
  const fridayMs = Date.UTC(2026, 2, 27, 10)

  it('agree on the time used, in cover hours and elapsed, with pauses and over the clock change', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 2, maxLength: 5 })
    fc.assert(
      fc.property(lengths, fc.integer({ min: 0, max: 3_000 }), fc.boolean(), (legs, restMinutes, inCover) => {
        const terms = { ...OFFICE_HOURS, runs: inCover ? ('cover-hours' as const) : ('elapsed' as const) }
        let order = acted(newOrder({ terms, atMs: fridayMs }), engineer, { action: 'accept' }, fridayMs)
        order = acted(order, lead, { action: 'give-access' }, fridayMs)
        const pauses: [number, number][] = []
        let atMs = fridayMs
        for (const [index, minutes] of legs.entries()) {
          atMs += minutes * MINUTE_MS
          if (index % 2 === 0) pauses.push([atMs, Infinity])
          else pauses.splice(-1, 1, [pauses.at(-1)?.[0] as number, atMs])
          order = acted(order, engineer, index % 2 === 0 ? { action: 'pause', reason: 'no-access' } : { action: 'resume' }, atMs)
        }
        const nowMs = atMs + restMinutes * MINUTE_MS
        const counted = minutesCounted(fridayMs, nowMs, pauses, inCover)
        for (const name of ['response', 'repair']) expect(clock(order, name, nowMs)?.usedMs).toBe(counted * MINUTE_MS)
      }),
      { numRuns: 40 },
    )
  })

  it('agree on the minute at which the time runs out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4 * 24 * 60 }), fc.boolean(), (startMinutes, inCover) => {
        const fromMs = fridayMs + startMinutes * MINUTE_MS
        const terms = { ...OFFICE_HOURS, runs: inCover ? ('cover-hours' as const) : ('elapsed' as const) }
        const dueAtMs = clock(newOrder({ terms, atMs: fromMs }), 'response', fromMs)?.dueAtMs as number
        expect(minutesCounted(fromMs, dueAtMs, [], inCover)).toBe(240)
        expect(minutesCounted(fromMs, dueAtMs - MINUTE_MS, [], inCover)).toBe(239)
      }),
      { numRuns: 30 },
    )
  })
})
