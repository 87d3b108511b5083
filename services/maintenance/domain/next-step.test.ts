import { describe, expect, it } from 'vitest'
import { acted, afterActs, engineer, handedBack, HOUR_MS, lead, MRI, newOrder, NINE_MS, workedOn } from './example-order.ts'
import { nextStep } from './next-step.ts'
import type { WorkOrder } from './work-order.ts'

const next = (order: WorkOrder): string => nextStep(order, 'Alpha Imaging')

describe('the next step', () => {
  it('names who is awaited for what, wherever the work order stands', () => {
    const accepted = acted(newOrder(), engineer, { action: 'accept' }, NINE_MS)
    const checked = acted(
      handedBack(['table']),
      lead,
      { action: 'record-check', check: 'local-checks', result: 'pass' },
      NINE_MS + 3 * HOUR_MS,
    )
    expect(next(newOrder())).toBe('Alpha Imaging accepts or declines.')
    expect(next(acted(newOrder(), engineer, { action: 'decline', reason: 'x' }, NINE_MS))).toContain('chooses another supplier')
    expect(next(accepted)).toBe('Alpha Imaging’s engineer arrives.')
    expect(next(acted(accepted, engineer, { action: 'start-travel' }, NINE_MS))).toContain('on the way')
    expect(next(acted(accepted, engineer, { action: 'arrive' }, NINE_MS))).toBe('Radiology hands the area over to the engineer.')
    expect(next(workedOn())).toContain('mends the scanner')
    expect(next(acted(workedOn(), engineer, { action: 'need-part', part: 'Fan' }, NINE_MS + HOUR_MS))).toBe(
      'Alpha Imaging gets the part: Fan.',
    )
    expect(next(acted(workedOn(), engineer, { action: 'pause', reason: 'no-access' }, NINE_MS + HOUR_MS))).toContain('The clock is paused')
    expect(next(handedBack(['table']))).toContain('Local checks by an entitled operator: not recorded yet')
    expect(next(checked)).toBe('The radiology lead returns the scanner to use.')
    expect(next(acted(checked, lead, { action: 'release' }, NINE_MS + 4 * HOUR_MS))).toBe('Nothing: the scanner is back in use.')
    const limited = { action: 'release', limits: 'Table to 120 kg.', canStill: ['head'] } as const
    expect(next(acted(checked, lead, limited, NINE_MS + 4 * HOUR_MS))).toContain('with limits. What is left to mend goes on')
    expect(next(acted(checked, lead, { ...limited, followUp: false }, NINE_MS + 4 * HOUR_MS))).toBe(
      'Nothing: the scanner is back in use, with limits.',
    )
  })

  it('says what stands before access to an MRI scanner', () => {
    const arrived = afterActs(newOrder({ opening: { traits: MRI } }), [
      [engineer, { action: 'accept' }],
      [engineer, { action: 'arrive' }],
    ])
    expect(next(arrived)).toBe('Radiology hands the area over to the engineer. First: Engineer screened for the MR environment.')
  })
})
