import { describe, expect, it } from 'vitest'
import { acted, handedBack, HOUR_MS, lead, newOrder, NINE_MS, OFFICE_HOURS } from './example-order.ts'
import type { Fact } from './fact.ts'
import { clocks } from './clocks.ts'
import { evolve } from './evolve.ts'
import { impossibleHistory } from './history.ts'
import { callAgain, logCall, worsen } from './platform-acts.ts'
import { priority } from './priority.ts'
import { summary } from './summary.ts'
import type { WorkOrder } from './work-order.ts'

describe('the priority of a call', () => {
  it('is highest when the site has no other of its class, or for something it can do', () => {
    expect(priority('DOWN_UNPLANNED', { isOnlyOfClassAtSite: true, isOnlyWithCapabilityAtSite: true })).toBe('P1')
    expect(priority('DOWN_UNPLANNED', { isOnlyOfClassAtSite: false, isOnlyWithCapabilityAtSite: true })).toBe('P1')
    expect(priority('DOWN_UNPLANNED', { isOnlyOfClassAtSite: false, isOnlyWithCapabilityAtSite: false })).toBe('P2')
  })

  it('is lower while the scanner still works within limits', () => {
    expect(priority('DEGRADED', { isOnlyOfClassAtSite: true, isOnlyWithCapabilityAtSite: true })).toBe('P2')
    expect(priority('DEGRADED', { isOnlyOfClassAtSite: false, isOnlyWithCapabilityAtSite: true })).toBe('P3')
  })
})

describe('a limited scanner that goes down', () => {
  const limited = newOrder({ opening: { scannerState: 'DEGRADED', priority: 'P3' } })
  const worse = (urgency: 'P1' | 'P3', order = limited) => worsen(order, urgency, NINE_MS + HOUR_MS).reduce<WorkOrder>(evolve, order)

  it('makes its work order more urgent, never less, and once', () => {
    expect(worse('P1')).toMatchObject({ scannerState: 'DOWN_UNPLANNED', priority: 'P1', version: limited.version })
    expect(worse('P3', newOrder({ opening: { scannerState: 'DEGRADED', priority: 'P2' } })).priority).toBe('P2')
    expect(worsen(worse('P1'), 'P1', NINE_MS + HOUR_MS)).toEqual([])
  })

  it('shortens the clocks that run to what the new priority allows', () => {
    const allowedMs = (order: WorkOrder) => clocks(order, NINE_MS + HOUR_MS)[0]?.allowedMs
    expect([allowedMs(limited), allowedMs(worse('P1'))]).toEqual([16 * HOUR_MS, 4 * HOUR_MS])
  })
})

describe('what a release with limits leaves to mend', () => {
  const atMs = NINE_MS + 4 * HOUR_MS
  const limits = { limits: 'Table to 120 kg.', canStill: ['head'] }
  const first = acted(
    handedBack(['table'], newOrder({ opening: { cause: 'table-or-mechanical' } })),
    lead,
    { action: 'record-check', check: 'local-checks', result: 'pass' },
    atMs,
  )
  const released = (said: object) => acted(first, lead, { action: 'release', ...said }, atMs)

  it('is called in again with the same supplier and terms, as limited use since the release', () => {
    const again = callAgain(released(limits), 'WO-2', 'P3')
    expect(again).toMatchObject({
      step: 'call-logged',
      atMs,
      assignment: first.assignment,
      opening: {
        workOrderId: 'WO-2',
        follows: 'WO-1',
        downtimeId: first.opening.downtimeId,
        scannerState: 'DEGRADED',
        priority: 'P3',
        faultAtMs: atMs,
        summary: 'Limited: table or mechanical. Table to 120 kg.',
      },
    })
    expect(evolve(undefined, again as Fact)).toMatchObject({ status: 'NEW', promises: [], checks: [], version: 1 })
  })

  it('is left when somebody says so, and is nothing without limits', () => {
    expect(callAgain(released({ ...limits, followUp: false }), 'WO-2', 'P3')).toBeUndefined()
    expect(callAgain(released({}), 'WO-2', 'P3')).toBeUndefined()
    expect(callAgain(first, 'WO-2', 'P3')).toBeUndefined()
  })
})

describe('the summary of a call', () => {
  it('says the state, the cause, the fault and what was written', () => {
    expect(summary({ state: 'DOWN_UNPLANNED', cause: 'rf-or-coil', fault: 'amp-7', note: 'No signal.' })).toBe(
      'Down: rf or coil, amp 7. No signal.',
    )
    expect(summary({ state: 'DEGRADED' })).toBe('Limited.')
  })
})

describe('history from an older system', () => {
  const by = { role: 'supplier-engineer', organisation: 'alpha-imaging' }
  const call = logCall(newOrder().opening, { supplierId: 'alpha-imaging', terms: OFFICE_HOURS }, NINE_MS)
  const released: Fact = { step: 'released', atMs: NINE_MS + 2 * HOUR_MS, by, releaseId: 'R' }
  const later = NINE_MS + 24 * HOUR_MS

  it('is taken as it was, without asking whether today’s rules would allow it', () => {
    expect(impossibleHistory([call, { step: 'arrived', atMs: NINE_MS, by }, released], later)).toBeUndefined()
  })

  it('is refused when it does not begin with the call, runs backwards, lies ahead, or has no end', () => {
    expect(impossibleHistory([released], later)).toContain('first fact')
    expect(impossibleHistory([], later)).toContain('first fact')
    expect(impossibleHistory([call, { ...released, atMs: NINE_MS - 1 }], later)).toContain('earlier')
    expect(impossibleHistory([call, released], NINE_MS)).toContain('future')
    expect(impossibleHistory([call, released, released], later)).toContain('after the end')
    expect(impossibleHistory([call], later)).toContain('ends with a release')
  })
})
