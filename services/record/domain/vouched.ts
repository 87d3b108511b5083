import type { SignedRoot } from './root.ts'

/** What signed roots say of one organisation's record. */
export interface Vouched {
  /** The hash that an entry had when it was signed, by sequence. */
  readonly hashes: ReadonlyMap<number, string>
  /** The last entry that a root vouches for; 0 without one. */
  readonly to: number
  /** Where roots contradict each other or one is missing between them, by the root at which it shows. */
  readonly faults: readonly RootFault[]
}

export interface RootFault {
  readonly sequence: number
  readonly what: string
}

/**
 * What the roots of one organisation vouch for together.
 *
 * Roots may cover the same entries twice: a root that was exported and not noted as such is signed again. The first may be missing, as
 * in the export of one day; one missing between others was removed.
 *
 * @param roots Of one organisation, each with a signature that was checked, in any order.
 */
export function vouchedBy(roots: readonly SignedRoot[]): Vouched {
  const hashes = new Map<number, string>()
  const faults: RootFault[] = []
  let to = 0
  for (const { after, sequence, hashes: told } of roots.toSorted(
    (one, other) => one.sequence - other.sequence || one.after - other.after,
  )) {
    if (after > to && to > 0) faults.push({ sequence, what: `No root covers entries ${to + 1} to ${after}: one was removed.` })
    const differing = told.findIndex((hash, index) => (hashes.get(after + index + 1) ?? hash) !== hash)
    if (differing !== -1) faults.push({ sequence, what: `Another signed root says otherwise of entry ${after + differing + 1}.` })
    // Of two that contradict each other the shorter stands: it is the older one.
    for (const [index, hash] of told.entries()) if (!hashes.has(after + index + 1)) hashes.set(after + index + 1, hash)
    to = Math.max(to, sequence)
  }
  return { hashes, to, faults }
}
