import type { Downtime } from './downtimes.ts'

/** What became of the downtimes of one asset when its ledger grew. */
export interface Restatement {
  /** New ones, under names never used before; a new one may be closed already. */
  readonly opened: readonly Downtime[]
  /** Those that had no end, or were not known, and now have one. */
  readonly closed: readonly Downtime[]
  /** Those that had an end and now have none. */
  readonly reopened: readonly Downtime[]
  /** Those that kept their name and whether they have ended, but not their times, or are unplanned from another instant. */
  readonly changed: readonly Downtime[]
  /** Names that now belong to another downtime: merged into it, or its opening event was corrected. */
  readonly renamed: readonly { readonly fromId: string; readonly toId: string }[]
  /** Names of downtimes that never were. */
  readonly voided: readonly string[]
}

/**
 * Compares the downtimes of one asset before and after its ledger grew.
 *
 * An old name maps to the downtime that now holds its opening event or what replaced that; else to the first that overlaps it; else it
 * is void.
 *
 * @source design, section 6, "when restatement merges or voids downtimes, the old name maps to the new"
 */
export function restatement(before: readonly Downtime[], after: readonly Downtime[]): Restatement {
  const old = new Map(before.map((downtime) => [downtime.id, downtime]))
  const current = new Map(after.map((downtime) => [downtime.id, downtime]))
  const owners = ownersOfEvents(after)
  const renamed: { fromId: string; toId: string }[] = []
  const voided: string[] = []
  for (const downtime of before) {
    if (current.has(downtime.id)) continue
    const successor = owners.get(downtime.id) ?? after.find((candidate) => overlaps(candidate, downtime))
    if (successor === undefined) voided.push(downtime.id)
    else renamed.push({ fromId: downtime.id, toId: successor.id })
  }
  const inherited = new Set(renamed.map(({ toId }) => toId))
  const predecessor = (id: string): Downtime | undefined => old.get(id) ?? old.get(renamed.find(({ toId }) => toId === id)?.fromId ?? id)
  return {
    opened: after.filter(({ id }) => !old.has(id) && !inherited.has(id)),
    closed: after.filter(({ id, toMs }) => toMs !== undefined && hadNoEnd(predecessor(id))),
    reopened: after.filter(({ id, toMs }) => toMs === undefined && !hadNoEnd(predecessor(id))),
    changed: after.filter((downtime) => hasChanged(predecessor(downtime.id), downtime)),
    renamed,
    voided,
  }
}

/** Every event a downtime is made of, and every event those replace, by the downtime's own. */
function ownersOfEvents(downtimes: readonly Downtime[]): Map<string, Downtime> {
  const owners = new Map<string, Downtime>()
  for (const downtime of downtimes) {
    for (const { change } of downtime.intervals) {
      for (const eventId of change === undefined ? [] : [change.eventId, ...(change.replaces ?? [])]) owners.set(eventId, downtime)
    }
  }
  return owners
}

const overlaps = (left: Downtime, right: Downtime): boolean =>
  left.fromMs < (right.toMs ?? Infinity) && right.fromMs < (left.toMs ?? Infinity)

const hadNoEnd = (before: Downtime | undefined): boolean => before === undefined || before.toMs === undefined

function hasChanged(before: Downtime | undefined, after: Downtime): boolean {
  if (before === undefined || (before.toMs === undefined) !== (after.toMs === undefined)) return false
  return before.fromMs !== after.fromMs || before.toMs !== after.toMs || before.unplannedFromMs !== after.unplannedFromMs
}
