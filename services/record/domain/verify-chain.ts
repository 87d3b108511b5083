import { emptyHead, hashOf, type Digest, type Entry, type Head } from './entry.ts'
import { vouchedBy, type Vouched } from './vouched.ts'
import type { SignedRoot } from './root.ts'

/**
 * What is wrong with a record at an entry.
 *
 * `changed`: it does not have the hash of what it says. `rewritten`: it has, and is not the entry that stood there. `removed`: later ones
 * are there and it is not. `inserted`: there was an entry of that number already. `cut-off`: a root vouches for it and nothing is there.
 */
export interface ChainFault {
  readonly kind: 'changed' | 'rewritten' | 'removed' | 'inserted' | 'cut-off'
  readonly sequence: number
  readonly what: string
}

/** How far the check of one record has come; it goes from entry to entry, so that a record of any length can be checked. */
export interface Progress {
  readonly vouched: Vouched
  /** The last entry that is as it should be. */
  readonly head: Head
  readonly entries: number
  /** An entry that does not go on from the one before, until the next one says which of the two was changed. */
  readonly unlinked?: Head
  readonly fault?: ChainFault
}

/** Before the first entry. @param roots Those of the organisation, with signatures that were checked. */
export const beforeFirst = (organisation: string, roots: readonly SignedRoot[], digest: Digest): Progress => ({
  vouched: vouchedBy(roots),
  head: emptyHead(organisation, digest),
  entries: 0,
})

/** After an entry that is known to be as it was written. */
export const goingOnFrom = ({ sequence, hash }: Head): Progress => ({
  vouched: { hashes: new Map([[sequence, hash]]), to: sequence, faults: [] },
  head: { sequence, hash },
  entries: 0,
})

/** After one more entry. Only the first fault is kept: what follows it may be its consequence. */
export function afterNext(progress: Progress, entry: Entry, digest: Digest): Progress {
  const { head, fault, unlinked } = progress
  const counted = { ...progress, entries: progress.entries + 1 }
  if (fault !== undefined) return counted
  if (unlinked !== undefined) return { ...counted, fault: notLinked(head, unlinked, entry) }
  const found = misplaced(head, entry) ?? changed(entry, digest) ?? replaced(progress, entry)
  if (found !== undefined) return { ...counted, fault: found }
  const { sequence, hash } = entry
  return entry.previousHash === head.hash ? { ...counted, head: { sequence, hash } } : { ...counted, unlinked: { sequence, hash } }
}

/** The first thing that is not as it was written, once every entry was looked at; nothing while all is well. */
export function faultOf({ fault, unlinked, head, vouched }: Progress): ChainFault | undefined {
  if (fault !== undefined) return fault
  if (unlinked !== undefined) return notLinked(head, unlinked, undefined)
  if (head.sequence >= vouched.to) return undefined
  const cut = head.sequence + 1 === vouched.to ? `Entry ${vouched.to} was` : `Entries ${head.sequence + 1} to ${vouched.to} were`
  return { kind: 'cut-off', sequence: head.sequence + 1, what: `${cut} cut off at the end: a signed root vouches for what stood there.` }
}

/** The check of a whole record at once. @param entries In the order of their sequence, as far as they have one. */
export const verifyChain = (organisation: string, entries: readonly Entry[], roots: readonly SignedRoot[], digest: Digest): Progress =>
  entries.reduce((progress, entry) => afterNext(progress, entry, digest), beforeFirst(organisation, roots, digest))

function misplaced({ sequence: last }: Head, { sequence, eventId }: Entry): ChainFault | undefined {
  if (sequence === last + 1) return undefined
  if (sequence > last) {
    const what = `Entry ${last + 1} is missing: it was removed, or given another number. Entry ${sequence} is the next there is.`
    return { kind: 'removed', sequence: last + 1, what }
  }
  return { kind: 'inserted', sequence, what: `There is a second entry ${sequence}, of event ${eventId}: one of the two was inserted.` }
}

function changed(entry: Entry, digest: Digest): ChainFault | undefined {
  if (hashNow(entry, digest) === entry.hash) return undefined
  const what = `Entry ${entry.sequence} was changed: it does not have the hash of what it says.`
  return { kind: 'changed', sequence: entry.sequence, what }
}

/** What has no canonical form was never written by us. */
function hashNow(entry: Entry, digest: Digest): string | undefined {
  try {
    return hashOf(entry, digest)
  } catch {
    return undefined
  }
}

/** Whether a signed root, or an entry before that one vouches for, shows that this is another entry. */
function replaced({ vouched, head }: Progress, { sequence, hash, previousHash }: Entry): ChainFault | undefined {
  const signed = vouched.hashes.get(sequence)
  if (signed !== undefined && signed !== hash) {
    return { kind: 'rewritten', sequence, what: notSigned(sequence, sequence === 1 || vouched.hashes.has(sequence - 1)) }
  }
  if (previousHash === head.hash || head.sequence > vouched.to) return undefined
  return head.sequence === 0 || vouched.hashes.has(head.sequence) ? doesNotGoOn(sequence) : undefined
}

const notSigned = (sequence: number, isFirst: boolean): string =>
  isFirst
    ? `Entry ${sequence} is not the one that was signed: it was replaced, or one was inserted or removed here and what follows rewritten.`
    : `Entry ${sequence} is not the one that was signed: it or one before it was replaced. No root that is at hand says which.`

const doesNotGoOn = (sequence: number): ChainFault => ({
  kind: 'rewritten',
  sequence,
  what: `Entry ${sequence} does not go on from the one before it: it was replaced.`,
})

/** Of two that do not fit together, the one whose successor remembers another hash was replaced. */
function notLinked(before: Head, unlinked: Head, next: Entry | undefined): ChainFault {
  if (next !== undefined && next.previousHash !== unlinked.hash) return doesNotGoOn(unlinked.sequence)
  const remembered = `entry ${unlinked.sequence} remembers another hash of it`
  const doubt = next === undefined ? `, or entry ${unlinked.sequence}, the last, was` : ''
  return { kind: 'rewritten', sequence: before.sequence, what: `Entry ${before.sequence} was replaced${doubt}: ${remembered}.` }
}
