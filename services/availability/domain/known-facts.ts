import type { EffectiveFact, LedgerFact } from './ledger.ts'

/**
 * The facts known at an instant: those recorded at or before it, each once.
 *
 * A fact delivered twice counts as first recorded.
 *
 * @source design, section 5: "as known at K" means recorded at or before K
 */
export function knownFacts<Fact extends LedgerFact>(facts: readonly Fact[], knownAtMs: number): Fact[] {
  const known = facts.filter(({ recordedMs }) => recordedMs <= knownAtMs)
  const ids = new Set<string>()
  for (const { eventId } of known) ids.add(eventId)
  return ids.size === known.length ? known : firstOfEach(known)
}

function firstOfEach<Fact extends LedgerFact>(facts: readonly Fact[]): Fact[] {
  const first = new Map<string, Fact>()
  for (const fact of facts) {
    const earlier = first.get(fact.eventId)
    if (earlier === undefined || fact.recordedMs < earlier.recordedMs) first.set(fact.eventId, fact)
  }
  return [...first.values()]
}

/**
 * Orders facts by when they take effect; at one instant the later recorded comes later, then the greater id.
 *
 * @source design, section 6, "State at an instant"
 */
export const byEffect = (left: EffectiveFact, right: EffectiveFact): number => left.atMs - right.atMs || byRecording(left, right)

/** Orders facts by when they were recorded, then by id. */
export const byRecording = (left: LedgerFact, right: LedgerFact): number =>
  left.recordedMs - right.recordedMs || (left.eventId < right.eventId ? -1 : left.eventId > right.eventId ? 1 : 0)
