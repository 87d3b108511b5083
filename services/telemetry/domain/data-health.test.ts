import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dataHealth, type Signal } from './data-health.ts'
import type { Interval } from './interval.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

const open: readonly Interval[] = [
  { fromMs: 8 * hourMs, toMs: 20 * hourMs },
  { fromMs: 32 * hourMs, toMs: 44 * hourMs },
]
const scanner: Signal = {
  fittedAtMs: 0,
  isRetired: false,
  lastHeardAtMs: 12 * hourMs,
  expectedEveryMs: 10 * minuteMs,
  expectedDuring: open,
}

/** The slow, obvious reading: walk minute by minute from the last reading, counting the minutes in which a signal was expected. */
function slowHealth(signal: Signal, nowMs: number): string {
  if (signal.fittedAtMs === undefined || signal.isRetired) return 'NOT_CONNECTED'
  const heardAtMs = signal.lastHeardAtMs ?? signal.fittedAtMs
  let missedMinutes = 0
  for (let atMs = Math.max(heardAtMs, signal.fittedAtMs); atMs < nowMs; atMs += minuteMs) {
    if (signal.expectedDuring.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)) missedMinutes += 1
  }
  return missedMinutes >= Math.max(5, (3 * signal.expectedEveryMs) / minuteMs) ? 'SILENT' : 'LIVE'
}

const minutes = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max }).map((each) => each * minuteMs)

const signals = fc.record({
  fittedAtMs: minutes(100),
  isRetired: fc.boolean(),
  lastHeardAtMs: fc.option(minutes(300), { nil: undefined }),
  expectedEveryMs: fc.integer({ min: 1, max: 60 }).map((each) => each * minuteMs),
  expectedDuring: fc.uniqueArray(minutes(600), { maxLength: 8 }).map((edges) => {
    const sorted = edges.toSorted((a, b) => a - b)
    return sorted.flatMap((fromMs, i): Interval[] =>
      i % 2 === 0 && sorted[i + 1] !== undefined ? [{ fromMs, toMs: sorted[i + 1] ?? 0 }] : [],
    )
  }),
})

describe('data health', () => {
  it('is silent once three readings were missed, and not before', () => {
    expect(dataHealth(scanner, 12.5 * hourMs - 1).health).toBe('LIVE')
    expect(dataHealth(scanner, 12.5 * hourMs)).toEqual({ health: 'SILENT', silentFromMs: 12.5 * hourMs })
  })

  it('does not count the night: a scanner last heard at closing is missed half an hour after opening', () => {
    const closing = { ...scanner, lastHeardAtMs: 20 * hourMs - minuteMs }
    expect(dataHealth(closing, 31 * hourMs).health).toBe('LIVE')
    expect(dataHealth(closing, 32 * hourMs + 29 * minuteMs).health).toBe('SILENT')
  })

  it('stays silent through the night once it is', () => {
    expect(dataHealth(scanner, 25 * hourMs).health).toBe('SILENT')
  })

  it('is never silent while no signal is expected, as when powered off on purpose', () => {
    expect(dataHealth({ ...scanner, expectedDuring: [] }, 99 * hourMs)).toEqual({ health: 'LIVE' })
  })

  it('is not connected without a feed, or once retired', () => {
    const { fittedAtMs: _, ...unfitted } = scanner
    expect(dataHealth(unfitted, 13 * hourMs).health).toBe('NOT_CONNECTED')
    expect(dataHealth({ ...scanner, isRetired: true }, 13 * hourMs).health).toBe('NOT_CONNECTED')
  })

  it('misses a feed that was fitted and never spoke', () => {
    const { lastHeardAtMs: _, ...mute } = scanner
    expect(dataHealth(mute, 8.5 * hourMs).health).toBe('SILENT')
  })

  it('agrees with a slow minute-by-minute reading of the rule', () => {
    fc.assert(
      fc.property(signals, minutes(700), ({ lastHeardAtMs, ...rest }, nowMs) => {
        const signal: Signal = { ...rest, ...(lastHeardAtMs !== undefined && { lastHeardAtMs }) }
        expect(dataHealth(signal, nowMs).health).toBe(slowHealth(signal, nowMs))
      }),
      { numRuns: 500 },
    )
  })
})
