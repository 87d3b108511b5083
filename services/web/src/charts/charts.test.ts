import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { availabilityStrip24h, stripWords } from './availability-strip.ts'
import { bars90Days, barsWords } from './bars-90-days.ts'
import { lineChart } from './line-chart.ts'
import { ticks } from './ticks.ts'

const nowMs = Date.parse('2026-11-20T08:00:00Z')
const iso = (hoursAgo: number): string => new Date(nowMs - hoursAgo * 3_600_000).toISOString()
const intervals = [
  { from: iso(30), to: iso(10), state: 'UP', confirmed: true },
  { from: iso(10), to: iso(9), state: 'DEGRADED', confirmed: true },
  { from: iso(9), to: iso(6.5), state: 'UP', confirmed: false },
  { from: iso(6.5), state: 'DOWN_UNPLANNED', confirmed: true },
] as const

describe('availabilityStrip24h', () => {
  const markup = String(availabilityStrip24h('CT 2 & <St>', [...intervals], nowMs))

  it('has a title and a description that says the totals, escaped', () => {
    expect(markup).toContain('<title>CT 2 &amp; &lt;St&gt;, last 24 hours</title>')
    expect(markup).toContain('<desc>Down 6 hours 30 minutes, Limited 1 hour and not confirmed for 2 hours 30 minutes</desc>')
  })

  it('draws one path a state, cut to the window, with a shape of its own for each', () => {
    expect(markup.match(/class="app-fill--up"/g)).toHaveLength(1)
    expect(markup).toContain('class="app-fill--down" d="M145.83 0h54.17v22H145.83z"')
    expect(markup).toContain('class="app-fill--unconfirmed"')
  })

  it('says all is well, or nothing is known, in words', () => {
    expect(stripWords([{ from: iso(48), state: 'UP', confirmed: true }], nowMs)).toBe('Working all day')
    expect(stripWords([], nowMs)).toBe('Not known')
  })
})

describe('bars90Days', () => {
  it('draws a bar as high as the share of the day lost', () => {
    expect(String(bars90Days('CT 2', [0, 1, 0.5], 18))).toContain('d="M3 0h2v22h-2zM6 11h2v11h-2z"')
  })

  it('says how much was lost on how many days', () => {
    expect(barsWords([0, 1, 0.5], 18)).toBe('18 hours lost on 2 of 3 days')
    expect(barsWords([0, 0], 0)).toBe('No time lost in 2 days')
  })
})

describe('lineChart', () => {
  const points = [0, 1, 2].map((hour) => ({ at: iso(2 - hour), mean: 4 + hour, min: 4, max: 4 + hour, count: 60 }))
  const series = { assetId: 'NWL-1', channel: 'cold-head', label: 'Cold head temperature', unit: 'K', high: 5.5, points }
  const line = { title: 'Cold head temperature', description: 'Over the limit once', breaches: [], timeLabel: () => '8am' }

  it('draws the line, its limit and the axis labels, once for each width', () => {
    const markup = String(lineChart({ ...line, series }))
    expect(markup.match(/<svg/g)).toHaveLength(2)
    expect(markup).toContain('Upper limit 5.5')
    expect(markup).toContain('<desc>Over the limit once</desc>')
  })

  it('says there are no readings instead of drawing nothing', () => {
    expect(String(lineChart({ ...line, series: { ...series, points: [] } }))).toBe('<p>There are no readings in this time.</p>')
  })
})

describe('ticks', () => {
  it('are round and enclose the range', () => {
    expect(ticks(3.2, 7.9, 4)).toEqual([2, 4, 6, 8])
    expect(ticks(5, 5, 4)).toEqual([4, 4.5, 5, 5.5, 6])
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(number, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (lowest, extent) => {
        const scale = ticks(lowest, lowest + extent, 4)
        expect(scale[0]).toBeLessThanOrEqual(lowest + extent * 1e-6)
        expect(scale.at(-1)).toBeGreaterThanOrEqual(lowest + extent - extent * 1e-6)
        expect(scale.length).toBeLessThanOrEqual(7)
      }),
    )
  })
})
