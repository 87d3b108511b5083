import { appended, emptyHead, type Digest, type Entry, type Head } from '../entry.ts'
import { rootOf, type SignedRoot } from '../root.ts'

const FIRST_AT_MS = Date.UTC(2026, 5, 1, 8)
const MINUTE_MS = 60_000

/** A record of so many made-up acts, one a minute. */
export function exampleRecord(organisation: string, entries: number, digest: Digest): readonly Entry[] {
  const all: Entry[] = []
  let head: Head = emptyHead(organisation, digest)
  for (let index = 0; index < entries; index += 1) {
    const at = new Date(FIRST_AT_MS + index * MINUTE_MS).toISOString()
    const eventId = `0193a5c0-7b1e-7c00-8000-${String(index).padStart(12, '0')}`
    const by = { role: 'radiology-lead', name: 'Example Lead', organisation }
    const details = { decision: `Example decision ${index}`, reason: 'Example “reason” – é 日本' }
    const act = { organisation, recordedAt: at, eventId, act: 'work-order.released', at, by, about: `WO-${index}`, details }
    const entry = appended(act, head, digest)
    all.push(entry)
    head = entry
  }
  return all
}

/** Roots over entries, one for each of the sequences, with signatures that say nothing. */
export function exampleRoots(entries: readonly Entry[], upTo: readonly number[], digest: Digest): readonly SignedRoot[] {
  let after = 0
  return upTo.map((sequence) => {
    const covered = entries.slice(after, sequence)
    const organisation = covered[0]?.organisation ?? ''
    const hashes = covered.map(({ hash }) => hash)
    const root = rootOf({ organisation, after, hashes, at: '2026-06-05T10:05:00.000Z' }, digest)
    after = sequence
    return { ...root, hashes, signature: 'a.b.c' }
  })
}

/** Entries with new hashes from one of them on, as somebody would write them who rewrites a record. */
export function rehashed(organisation: string, entries: readonly Entry[], fromIndex: number, digest: Digest): readonly Entry[] {
  const all = entries.slice(0, fromIndex)
  let head: Head = all.at(-1) ?? emptyHead(organisation, digest)
  for (const told of entries.slice(fromIndex)) {
    const entry = appended(told, head, digest)
    all.push(entry)
    head = entry
  }
  return all
}
