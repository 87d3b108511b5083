import { describe, expect, it } from 'vitest'
import { lateDowntimes } from './late-downtimes.ts'

const startMs = Date.UTC(2026, 2, 2, 9)

function clockAt() {
  let nowMs = startMs
  const late = lateDowntimes({ waitMs: 30_000, now: () => new Date(nowMs) })
  return { late, after: (ms: number) => void (nowMs = startMs + ms) }
}

describe('a downtime learnt late', () => {
  it('is one that began more than an hour ago', () => {
    const { late } = clockAt()
    expect(late.isLate(startMs - 3_600_001)).toBe(true)
    expect(late.isLate(startMs - 3_600_000)).toBe(false)
  })

  it('is judged once no late news has come for as long as it waits', () => {
    const { late, after } = clockAt()
    const decideAt = late.decideAt()
    late.heard()
    after(29_999)
    expect(late.decidedBy() < decideAt).toBe(true)
    after(30_000)
    expect(late.decidedBy() >= decideAt).toBe(true)
  })

  it('waits on while late news flows, but not for ever', () => {
    const { late, after } = clockAt()
    const decideAt = late.decideAt()
    for (let ms = 0; ms < 300_000; ms += 10_000) {
      after(ms)
      late.heard()
      expect(late.decidedBy() < decideAt).toBe(true)
    }
    after(330_000)
    late.heard()
    expect(late.decidedBy() >= decideAt).toBe(true)
  })

  it('waits after a restart as if news had just come', () => {
    const { late, after } = clockAt()
    after(10_000)
    expect(late.decidedBy().getTime()).toBeLessThan(startMs)
  })
})
