import { afterNext, beforeFirst, faultOf, goingOnFrom, rootOf, type Progress, type SignedRoot } from '@imaging/record/domain'
import type { Pool } from '@imaging/postgres'
import { ROOT_ENTRIES_MAX } from '@imaging/schemas'
import { canonicalDigest } from './canonical-digest.ts'
import { entriesAfter, headOf, recordedOrganisations } from './entry-repository.ts'
import type { RootExport } from './root-export.ts'
import { addRoot, lastRoot } from './root-repository.ts'
import type { CheckSignature, RootSigner } from './root-signature.ts'

export interface SignDeps {
  readonly ingest: Pool
  readonly signer: RootSigner
  readonly checkSignature: CheckSignature
  readonly exported: RootExport
  readonly now: () => Date
}

/** A record that is not as it was written is not signed: a signature would make good what was done to it. */
export class TamperedRecord extends Error {
  override readonly name = 'TamperedRecord'
}

/**
 * Signs how far each record has come, as far as it has come further.
 *
 * @throws {TamperedRecord} When a record is not as it was written, after the others were signed.
 */
export async function signAllRoots(deps: SignDeps, signal?: AbortSignal): Promise<void> {
  const tampered: TamperedRecord[] = []
  for (const organisation of await recordedOrganisations(deps.ingest)) {
    if (signal?.aborted) return
    try {
      await signRoots(deps, organisation)
    } catch (error) {
      if (!(error instanceof TamperedRecord)) throw error
      tampered.push(error)
    }
  }
  if (tampered.length > 0) throw new TamperedRecord(tampered.map(({ message }) => message).join(' '))
}

/**
 * Signs, exports and writes down how far one record has come since its last root; nothing when it has not.
 *
 * A root is exported before it is written down. After a fall between the two it is signed once more, which does no harm.
 *
 * @throws {TamperedRecord} When what is to be signed is not as it was written.
 */
export async function signRoots(deps: SignDeps, organisation: string): Promise<readonly SignedRoot[]> {
  const { ingest, signer, exported, now } = deps
  const signed: SignedRoot[] = []
  const before = await lastRoot(ingest, organisation)
  if (before !== undefined) await checkStanding(deps, before)
  let progress = before === undefined ? beforeFirst(organisation, [], canonicalDigest) : goingOnFrom(before)
  for (;;) {
    const after = progress.head.sequence
    const entries = await entriesAfter(ingest, organisation, after, ROOT_ENTRIES_MAX)
    if (entries.length === 0) return signed
    progress = sound(
      entries.reduce((come, entry) => afterNext(come, entry, canonicalDigest), progress),
      organisation,
    )
    const hashes = entries.map(({ hash }) => hash)
    const root = rootOf({ organisation, after, hashes, at: now().toISOString() }, canonicalDigest)
    const made = { ...root, hashes, signature: await signer.sign(root) }
    await exported.keep(made)
    await addRoot(ingest, made)
    signed.push(made)
  }
}

/** Checks that the last root is ours, and that what it vouches for is still there. */
async function checkStanding({ ingest, checkSignature }: SignDeps, root: SignedRoot): Promise<void> {
  const { organisation, sequence } = root
  const why = await checkSignature(root)
  if (why !== undefined) throw new TamperedRecord(`The last root of ${organisation} cannot be believed: ${why}.`)
  const head = await headOf(ingest, organisation)
  if ((head?.sequence ?? 0) < sequence) throw new TamperedRecord(`Entry ${sequence} of ${organisation} was signed and is gone.`)
}

function sound(progress: Progress, organisation: string): Progress {
  const fault = faultOf(progress)
  if (fault !== undefined) throw new TamperedRecord(`The record of ${organisation} is not signed any further. ${fault.what}`)
  return progress
}
