import { afterNext, beforeFirst, contradiction, faultOf, type Entry, type SignedRoot } from '@imaging/record/domain'
import type { Transaction } from '@imaging/postgres'
import type { RecordVerdict } from '@imaging/schemas'
import { canonicalDigest } from './canonical-digest.ts'
import { everyEntry, recordedOrganisations } from './entry-repository.ts'
import type { CheckSignature } from './root-signature.ts'
import { rootsOf } from './root-repository.ts'

/** Entries and roots as they are found somewhere. */
export interface FoundRecord {
  organisations(): Promise<readonly string[]>
  /** In the order of their sequence. To be read to the end before others are. */
  entries(organisation: string): AsyncIterable<Entry>
  roots(organisation: string): Promise<readonly SignedRoot[]>
}

/** What is to be verified. */
export interface Verification {
  readonly found: FoundRecord
  /** Roots from where whoever rules the database could not reach. */
  readonly exported: readonly SignedRoot[]
  /** Left out, roots that are found beside the entries are not looked at; exported ones always are. */
  readonly checkSignature?: CheckSignature
  /** One record only. */
  readonly organisation?: string
}

/** Roots after these say nothing new; they were all damaged by the same hand. */
const FAULTS_MAX = 20

/** The record as a database holds it, read in a transaction that sees all of it. */
export const storedRecord = (tx: Transaction): FoundRecord => ({
  organisations: () => recordedOrganisations(tx),
  entries: (organisation) => everyEntry(tx, organisation),
  roots: (organisation) => rootsOf(tx, organisation),
})

/**
 * Says of each record whether it is as it was written, and what is not.
 *
 * @throws {RangeError} When there are exported roots and nothing to check their signatures with.
 */
export async function verifyRecord({ found, exported, checkSignature, organisation }: Verification): Promise<readonly RecordVerdict[]> {
  if (checkSignature === undefined && exported.length > 0) throw new RangeError('exported roots need public keys to be checked with')
  const all = new Set([...(await found.organisations()), ...exported.map((root) => root.organisation)])
  const verdicts: RecordVerdict[] = []
  for (const each of [...all].toSorted()) {
    if (organisation !== undefined && each !== organisation) continue
    const own = checkSignature === undefined ? [] : await found.roots(each)
    const roots = [...own, ...exported.filter((root) => root.organisation === each)]
    verdicts.push(await verdictOf(found, each, await judged(roots, checkSignature)))
  }
  return verdicts
}

interface Judged {
  readonly believed: readonly SignedRoot[]
  readonly faults: RecordVerdict['faults']
}

async function judged(roots: readonly SignedRoot[], checkSignature: CheckSignature | undefined): Promise<Judged> {
  const believed: SignedRoot[] = []
  const faults: RecordVerdict['faults'] = []
  for (const root of roots) {
    const why = contradiction(root, canonicalDigest) ?? (await checkSignature?.(root))
    if (why === undefined) believed.push(root)
    else faults.push({ kind: 'root', sequence: root.sequence, what: `The root of entry ${root.sequence} cannot be believed: ${why}.` })
  }
  return { believed, faults }
}

async function verdictOf(found: FoundRecord, organisation: string, { believed, faults }: Judged): Promise<RecordVerdict> {
  let progress = beforeFirst(organisation, believed, canonicalDigest)
  for await (const entry of found.entries(organisation)) progress = afterNext(progress, entry, canonicalDigest)
  const { entries, vouched } = progress
  const fault = faultOf(progress)
  const ofRoots = vouched.faults.map((each) => ({ kind: 'root' as const, ...each }))
  return {
    organisation,
    entries,
    provenTo: vouched.to,
    faults: [...(fault === undefined ? [] : [fault]), ...faults, ...ofRoots].slice(0, FAULTS_MAX),
  }
}
