import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  floodSentence,
  noFlood,
  passThroughFlood,
  settleFlood,
  type FloodLimit,
  type FloodWatch,
  type Gated,
  type Notice,
} from './flood.ts'

const limit: FloodLimit = { withinMs: 60, raisedMax: 3 }
const raised = (conditionId: string, atMs: number, more: Partial<Notice> = {}): Notice => ({
  conditionId,
  change: 'raised',
  severity: 'watch',
  atMs,
  ...more,
})
const cleared = (conditionId: string, atMs: number): Notice => ({ conditionId, change: 'cleared', atMs })

function pass(notices: readonly Notice[], from: FloodWatch = noFlood): { watch: FloodWatch; passed: string[]; summaries: string[] } {
  let watch = from
  const passed: string[] = []
  const summaries: string[] = []
  const take = ({ watch: next, passed: now, summary }: Gated): void => {
    watch = next
    passed.push(...now.map((each) => `${each.conditionId} ${each.change}`))
    if (summary !== undefined) summaries.push(`${summary.change} ${summary.flood.severity} ${summary.flood.heldBack}`)
  }
  for (const notice of notices) {
    take(settleFlood(limit, watch, notice.atMs))
    take(passThroughFlood(limit, watch, notice))
  }
  return { watch, passed, summaries }
}

const five = ['a', 'b', 'c', 'd', 'e'].map((id, i) => raised(id, i))

describe('a flood of conditions', () => {
  it('passes as many as the limit and sums up the rest in one', () => {
    const { passed, summaries, watch } = pass(five)
    expect(passed).toEqual(['a raised', 'b raised', 'c raised'])
    expect(summaries).toEqual(['raised watch 1'])
    expect(watch.flood).toMatchObject({ sinceMs: 3, heldBack: 2, held: { d: 'watch', e: 'watch' } })
  })

  it('raises the summary again only for something graver', () => {
    const { summaries } = pass([...five, raised('f', 6, { severity: 'alarm' }), raised('g', 7, { severity: 'warning' })])
    expect(summaries).toEqual(['raised watch 1', 'escalated alarm 3'])
  })

  it('never holds back what is a matter of safety', () => {
    expect(pass([...five, raised('quench', 6, { isSafety: true })]).passed).toContain('quench raised')
  })

  it('lets go what still stands when it ends, and only that', () => {
    const { passed, summaries, watch } = pass([...five, cleared('d', 6), cleared('a', 200)])
    expect(passed).toEqual(['a raised', 'b raised', 'c raised', 'e raised', 'a cleared'])
    expect(summaries).toEqual(['raised watch 1', 'cleared watch 2'])
    expect(watch.flood).toBeNull()
  })

  it('says how many were held back', () => {
    const { flood } = pass(five).watch
    if (flood === null) throw new Error('five at once are a flood')
    expect(floodSentence('site', flood).message).toBe('Many scanners here at once: 2 further conditions are held back.')
  })

  it('loses nothing: once it is over, people know exactly the conditions that stand', () => {
    const steps = fc.array(fc.record({ id: fc.integer({ min: 0, max: 12 }), pauseMs: fc.integer({ min: 0, max: 25 }) }), { maxLength: 60 })
    fc.assert(
      fc.property(steps, (all) => {
        let atMs = 0
        const standing = new Map<number, string>()
        const notices = all.map(({ id, pauseMs }): Notice => {
          atMs += pauseMs
          const old = standing.get(id)
          if (old === undefined) standing.set(id, `${id}/${atMs}/${standing.size}`)
          else standing.delete(id)
          return old === undefined ? raised(standing.get(id) ?? '', atMs) : cleared(old, atMs)
        })
        const { watch, passed } = pass(notices)
        const last = settleFlood(limit, watch, atMs + limit.withinMs)
        const known = new Set<string>()
        for (const each of [...passed, ...last.passed.map(({ conditionId, change }) => `${conditionId} ${change}`)]) {
          const [id = '', change] = each.split(' ')
          if (change === 'raised') known.add(id)
          else expect(known.delete(id)).toBe(true)
        }
        expect([...known].toSorted()).toEqual([...standing.values()].toSorted())
        expect(JSON.parse(JSON.stringify(watch))).toEqual(watch)
      }),
    )
  })
})
