import { createHash, createPublicKey, verify } from 'node:crypto'

/**
 * The rules of the record once more, slow and obvious, with nothing of the service: what the verifier says is compared with this.
 */

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }
export type SlowEntry = { readonly organisation: string; readonly sequence: number; readonly hash: string; readonly previousHash: string }
export type SlowRoot = {
  readonly organisation: string
  readonly after: number
  readonly sequence: number
  readonly hash: string
  readonly digest: string
  readonly at: string
  readonly signature: string
  readonly hashes: readonly string[]
}

/** RFC 8785 for what a record holds: text, whole numbers, lists and objects. */
function canonical(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const named = value as { readonly [name: string]: Json }
  const names = Object.keys(named).toSorted((one, other) => (one < other ? -1 : 1))
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(named[name] as Json)}`).join(',')}}`
}

const sha256 = (value: unknown): string =>
  createHash('sha256')
    .update(canonical(value as Json))
    .digest('hex')

const without = (value: object, ...names: readonly string[]): unknown =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))

/** The number of the first entry that is not as it was written; `undefined` while all are. @param roots Those that can be believed. */
export function slowFirstFault(organisation: string, entries: readonly SlowEntry[], roots: readonly SlowRoot[]): number | undefined {
  const signed = (sequence: number): string | undefined => {
    const covering = roots.filter((root) => root.after < sequence && sequence <= root.sequence)
    return covering[0]?.hashes[sequence - covering[0].after - 1]
  }
  const place = (index: number): number => index + 1
  for (const [index, entry] of entries.entries()) {
    const expected = place(index)
    if (entry.sequence !== expected) return Math.min(entry.sequence, expected)
    if (sha256(without(entry, 'hash')) !== entry.hash) return expected
    if (signed(expected) !== undefined && signed(expected) !== entry.hash) return expected
    const before = entries[index - 1]
    if (before === undefined) {
      if (entry.previousHash !== sha256({ organisation, sequence: 0 })) return expected
    } else if (entry.previousHash !== before.hash) {
      // One of the two was replaced. The one before is certain when it was signed; this one is not when the next remembers another.
      const next = entries[index + 1]
      return signed(before.sequence) !== undefined || (next !== undefined && next.previousHash !== entry.hash) ? expected : before.sequence
    }
  }
  const signedTo = Math.max(0, ...roots.map(({ sequence }) => sequence))
  return entries.length < signedTo ? place(entries.length) : undefined
}

/** Whether a root can be believed: signed with this key, and not contradicting itself. @param x The public key, in base64url. */
export function slowIsBelievable(root: SlowRoot, x: string): boolean {
  const [header = '', payload = '', signature = ''] = root.signature.split('.')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return (
    verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')) &&
    Buffer.from(payload, 'base64url').toString() === canonical(without(root, 'signature', 'hashes') as Json) &&
    sha256(root.hashes) === root.digest &&
    root.hashes.length === root.sequence - root.after &&
    root.hashes.at(-1) === root.hash
  )
}
