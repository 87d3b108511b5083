import type { Digest, Head } from './entry.ts'

/** How far a record reached at an instant. */
export interface Root extends Head {
  readonly organisation: string
  /** The last entry of the root before; 0 for the first. */
  readonly after: number
  /** The digest of the hashes of all entries it covers. */
  readonly digest: string
  readonly at: string
}

/** A root that was signed, with the hash of each entry it covers. */
export interface SignedRoot extends Root {
  readonly signature: string
  readonly hashes: readonly string[]
}

/**
 * The root of entries that stand one after another.
 *
 * @param hashes Those of the entries after `after`, in order; at least one.
 * @throws {RangeError} Without any.
 */
export function rootOf(
  { organisation, after, hashes, at }: Pick<SignedRoot, 'organisation' | 'after' | 'hashes' | 'at'>,
  digest: Digest,
): Root {
  const hash = hashes.at(-1)
  if (hash === undefined) throw new RangeError('a root covers at least one entry')
  return { organisation, after, sequence: after + hashes.length, hash, digest: digest(hashes), at }
}

/** Why a root contradicts itself; nothing when it does not. */
export function contradiction({ after, sequence, hash, digest: told, hashes }: SignedRoot, digest: Digest): string | undefined {
  if (hashes.length !== sequence - after) return `it covers ${sequence - after} entries and lists ${hashes.length}`
  if (hashes.at(-1) !== hash) return 'its hash is not the last it lists'
  return digest(hashes) === told ? undefined : 'the hashes it lists are not those that were signed'
}
