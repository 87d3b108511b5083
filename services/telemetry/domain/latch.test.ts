import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { restingLatch, standing, stepLatch, type LatchRule, type LatchState } from './latch.ts'

const minuteMs = 60_000

const hot: LatchRule = {
  side: 'above',
  levels: [
    { severity: 'watch', raiseAt: 24, clearAt: 22 },
    { severity: 'warning', raiseAt: 28, clearAt: 25 },
  ],
  raiseAfterMs: 15 * minuteMs,
  clearAfterMs: 10 * minuteMs,
  gapMs: 60 * minuteMs,
}

/** Scores five minutes apart, and the severity after each. */
function severities(rule: LatchRule, scores: readonly (number | undefined)[], stepMs = 5 * minuteMs): (string | undefined)[] {
  let state = restingLatch(rule)
  return scores.map((score, i) => {
    state = stepLatch(rule, state, i * stepMs, score)
    return standing(rule, state)
  })
}

/**
 * The slow, obvious reading of the rule: after each score look back over all of them, and ask for how long the last ones have, without a
 * pause, been on the side that turns the level over.
 */
function slowIsUp(rule: LatchRule, level: number, scores: readonly { readonly atMs: number; readonly score: number }[]): boolean {
  const { raiseAt, clearAt } = rule.levels[level] ?? { raiseAt: 0, clearAt: 0 }
  const sign = rule.side === 'above' ? 1 : -1
  let isUp = false
  for (let now = 0; now < scores.length; now += 1) {
    const turns = (score: number): boolean => (isUp ? sign * score <= sign * clearAt : sign * score >= sign * raiseAt)
    let start = now + 1
    while (start > 0 && turns(scores[start - 1]!.score)) {
      const isPause = start <= now && scores[start]!.atMs - scores[start - 1]!.atMs > rule.gapMs
      if (isPause) break
      start -= 1
    }
    const heldMs = start > now ? -1 : scores[now]!.atMs - scores[start]!.atMs
    if (heldMs >= (isUp ? rule.clearAfterMs : rule.raiseAfterMs)) isUp = !isUp
  }
  return isUp
}

const rules = fc
  .record({
    side: fc.constantFrom('above' as const, 'below' as const),
    raiseAt: fc.integer({ min: 4, max: 7 }),
    apart: fc.integer({ min: 1, max: 3 }),
    further: fc.integer({ min: 1, max: 3 }),
    raiseAfterMs: fc.integer({ min: 0, max: 6 }),
    clearAfterMs: fc.integer({ min: 0, max: 6 }),
    gapMs: fc.integer({ min: 2, max: 6 }),
  })
  .map(({ side, raiseAt, apart, further, ...times }): LatchRule => {
    const back = side === 'above' ? -apart : apart
    const graver = side === 'above' ? raiseAt + further : raiseAt - further
    const levels = [
      { severity: 'watch' as const, raiseAt, clearAt: raiseAt + back },
      { severity: 'alarm' as const, raiseAt: graver, clearAt: graver + back },
    ]
    return { side, levels, ...times }
  })

const scored = fc
  .array(fc.record({ pauseMs: fc.integer({ min: 1, max: 7 }), score: fc.integer({ min: 0, max: 10 }) }), { maxLength: 40 })
  .map((steps) => {
    let atMs = 0
    return steps.map(({ pauseMs, score }) => ({ atMs: (atMs += pauseMs), score }))
  })

const run = (rule: LatchRule, scores: readonly { readonly atMs: number; readonly score: number }[]): LatchState =>
  scores.reduce((state, { atMs, score }) => stepLatch(rule, state, atMs, score), restingLatch(rule))

describe('a latch', () => {
  it('raises only after the score has stayed beyond the limit for long enough', () => {
    expect(severities(hot, [25, 25, 25, 25])).toEqual([undefined, undefined, undefined, 'watch'])
  })

  it('starts again when the score comes back in between', () => {
    expect(severities(hot, [25, 25, 23, 25, 25, 25, 25])).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      'watch',
    ])
  })

  it('stays up between the two limits and clears only below the milder one', () => {
    expect(severities(hot, [25, 25, 25, 25, 23, 23, 23, 22, 22, 22])).toEqual([
      undefined,
      undefined,
      undefined,
      'watch',
      'watch',
      'watch',
      'watch',
      'watch',
      'watch',
      undefined,
    ])
  })

  it('escalates and eases by severity without clearing', () => {
    expect(severities(hot, [30, 30, 30, 30, 24, 24, 24])).toEqual([
      undefined,
      undefined,
      undefined,
      'warning',
      'warning',
      'warning',
      'watch',
    ])
  })

  it('does not claim what it did not see: a long pause breaks the run', () => {
    expect(severities(hot, [25, 25], 61 * minuteMs)).toEqual([undefined, undefined])
  })

  it('keeps what stands while the score cannot be known', () => {
    expect(severities(hot, [25, 25, 25, 25, undefined, undefined]).at(-1)).toBe('watch')
  })

  it('remembers when the condition was first raised, through its changes of severity', () => {
    const state = [25, 25, 25, 25, 30, 30, 30, 30].reduce(
      (each, score, i) => stepLatch(hot, each, i * 5 * minuteMs, score),
      restingLatch(hot),
    )
    expect(standing(hot, state)).toBe('warning')
    expect(state.raisedAtMs).toBe(15 * minuteMs)
  })

  it('agrees with a slow second reading of the rule', () => {
    fc.assert(
      fc.property(rules, scored, (rule, scores) => {
        const state = run(rule, scores)
        expect(state.levels.map(({ isUp }) => isUp)).toEqual(rule.levels.map((_, level) => slowIsUp(rule, level, scores)))
      }),
      { numRuns: 500 },
    )
  })

  it('never flaps: scores that stay between the limits change nothing', () => {
    fc.assert(
      fc.property(rules, scored, fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { maxLength: 20 }), (rule, scores, shares) => {
        let state = run(rule, scores)
        const [mild] = rule.levels
        const only = { ...rule, levels: mild === undefined ? [] : [mild] }
        const was = state.levels[0]?.isUp
        let atMs = state.atMs ?? 0
        for (const share of shares) {
          const score = (mild?.clearAt ?? 0) + share * ((mild?.raiseAt ?? 0) - (mild?.clearAt ?? 0))
          state = stepLatch(only, state, (atMs += 1), score)
        }
        expect(state.levels[0]?.isUp).toBe(was)
      }),
    )
  })
})
