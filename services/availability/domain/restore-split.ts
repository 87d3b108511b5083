import { type Interval, type Intervals, overlapMs, packed } from '@imaging/calendar'
import type { FailureSpell } from './failures.ts'
import type { WorkOrderFact, WorkOrderStep } from './ledger.ts'

/** What the time to restore is spent on, in order; waiting for a part is taken out of whatever phase it falls in. */
export const restorePhases = ['detect', 'acknowledge', 'travel', 'waitForPart', 'repair', 'checks', 'handBack'] as const
export type RestorePhase = (typeof restorePhases)[number]

/**
 * Splits one ended spell into its phases, in milliseconds, which add up to it.
 *
 * Detect: to the call. Acknowledge: to its acceptance. Travel: to arrival. Repair: to the supplier's hand-back. Checks: to the
 * release. Hand-back: to return to use. A step before the hand-back that was not recorded took no time, as arrival does in a remote
 * repair; a hand-back or release that was not recorded came with what follows it. Of a repeated step the first counts, of hand-back
 * and release the last.
 *
 * @source design, section 6, "detect, acknowledge, travel, wait for part, repair, checks, hand-back"
 */
export function splitOfSpell(spell: FailureSpell, facts: readonly WorkOrderFact[]): Record<RestorePhase, number> {
  const endMs = spell.toMs ?? spell.fromMs
  const during = facts.filter(({ atMs }) => atMs >= spell.fromMs && atMs <= endMs)
  const called = firstOf(during, 'call-logged') ?? spell.fromMs
  const accepted = Math.max(firstOf(during, 'accepted') ?? called, called)
  const arrived = Math.max(firstOf(during, 'arrived') ?? accepted, accepted)
  const released = Math.max(lastOf(during, 'released') ?? endMs, arrived)
  const handedBack = Math.min(Math.max(lastOf(during, 'handed-back') ?? released, arrived), released)
  const waits = waitsForPart(during, handedBack)
  const working = (fromMs: number, toMs: number): number => toMs - fromMs - overlapMs(packed([{ fromMs, toMs }]), waits)
  const split = {
    detect: working(spell.fromMs, called),
    acknowledge: working(called, accepted),
    travel: working(accepted, arrived),
    repair: working(arrived, handedBack),
    checks: released - handedBack,
    handBack: endMs - released,
  }
  const others = Object.values(split).reduce((sumMs, phaseMs) => sumMs + phaseMs, 0)
  return { ...split, waitForPart: endMs - spell.fromMs - others }
}

/** From each request for a part to the next arrival of one, or to the hand-back. */
function waitsForPart(facts: readonly WorkOrderFact[], handedBackMs: number): Intervals {
  const waits: Interval[] = facts
    .filter(({ step }) => step === 'part-awaited')
    .map(({ workOrderId, atMs }) => {
      const arrival = facts.find((fact) => fact.step === 'part-arrived' && fact.workOrderId === workOrderId && fact.atMs >= atMs)
      return { fromMs: atMs, toMs: Math.min(arrival?.atMs ?? handedBackMs, handedBackMs) }
    })
  return packed(waits)
}

const firstOf = (facts: readonly WorkOrderFact[], step: WorkOrderStep): number | undefined => facts.find((fact) => fact.step === step)?.atMs

const lastOf = (facts: readonly WorkOrderFact[], step: WorkOrderStep): number | undefined =>
  facts.findLast((fact) => fact.step === step)?.atMs
