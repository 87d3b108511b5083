import type { Fact } from './fact.ts'
import { replay } from './evolve.ts'
import { isOpen } from './work-order.ts'

/**
 * Why facts from an older system cannot be a closed work order, as a sentence; `undefined` when they can.
 *
 * The rules of today are not asked: what happened, happened. Only what would make no sense at all is refused.
 */
export function impossibleHistory(facts: readonly Fact[], nowMs: number): string | undefined {
  const [first] = facts
  if (first?.step !== 'call-logged') return 'The first fact is the call.'
  for (const [index, fact] of facts.entries()) {
    const before = facts[index - 1]
    if (index > 0 && fact.step === 'call-logged') return `Fact ${index + 1}: the call is logged once.`
    if (before !== undefined && fact.atMs < before.atMs) return `Fact ${index + 1} (${fact.step}) is earlier than the one before it.`
    if (fact.atMs > nowMs) return `Fact ${index + 1} (${fact.step}) is in the future.`
    if (before !== undefined && (before.step === 'released' || before.step === 'cancelled'))
      return `Fact ${index + 1} (${fact.step}) comes after the end.`
  }
  return isOpen(replay(facts)) ? 'It ends with a release or a cancellation: only closed work orders are history.' : undefined
}
