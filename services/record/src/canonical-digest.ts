import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/**
 * SHA-256 of a value's canonical JSON, in lower-case hexadecimal.
 *
 * @throws {Error} For a value that has none, such as text with half a character.
 * @source RFC 8785, JSON Canonicalization Scheme
 */
export const canonicalDigest = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex')

/** A value's canonical JSON. @throws {Error} For a value that has none. */
export function canonical(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new RangeError('the value has no JSON')
  return text
}
