import { readFileSync } from 'node:fs'
import { calculateJwkThumbprint, compactVerify, CompactSign, decodeProtectedHeader, importJWK, type JWK } from 'jose'
import type { Root, SignedRoot } from '@imaging/record/domain'
import { RecordKeys } from '@imaging/schemas'
import { Value } from 'typebox/value'
import { canonical } from './canonical-digest.ts'

const ALGORITHM = 'EdDSA'
/** Says what is signed, so that a signature made for something else never passes for one of these. */
const TYPE = 'imaging-record-root'

/** Signs roots with the key of this service. */
export interface RootSigner {
  sign(root: Root): Promise<string>
  readonly publicKey: RecordKeys['keys'][number]
}

/**
 * A signer with a private key.
 *
 * @param jwk An Ed25519 key as a JSON Web Key.
 * @throws {RangeError} When it is not one.
 */
export async function createRootSigner(jwk: JWK): Promise<RootSigner> {
  if (jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519' || jwk.x === undefined || jwk.d === undefined)
    throw new RangeError('The key that signs the record is not one: it must be a private Ed25519 key as a JSON Web Key.')
  const privateKey = await importJWK(jwk, ALGORITHM)
  const kid = await calculateJwkThumbprint(jwk)
  return {
    publicKey: { kty: 'OKP', crv: 'Ed25519', x: jwk.x, kid, use: 'sig' },
    sign: (root) =>
      new CompactSign(new TextEncoder().encode(canonical(root))).setProtectedHeader({ alg: ALGORITHM, kid, typ: TYPE }).sign(privateKey),
  }
}

/** Reads a file of public keys. @throws {RangeError} When it is not one. */
export function readRecordKeys(file: string): RecordKeys {
  const keys: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (Value.Check(RecordKeys, keys)) return keys
  throw new RangeError(`${file} does not hold public keys of the record: it must be what /api/v1/record/keys answers.`)
}

/** Why a root's signature cannot be believed; nothing when it can. */
export type CheckSignature = (root: SignedRoot) => Promise<string | undefined>

/** A check of signatures against public keys. @throws When a key cannot be used. */
export async function signatureCheck({ keys }: RecordKeys): Promise<CheckSignature> {
  const known = new Map(await Promise.all(keys.map(async (key) => [key.kid, await importJWK(key, ALGORITHM)] as const)))
  return async (signed) => {
    const { signature, hashes: _, ...root } = signed
    try {
      const { kid = '', typ } = decodeProtectedHeader(signature)
      const key = known.get(kid)
      if (key === undefined) return 'it was signed with a key that is not known'
      const { payload } = await compactVerify(signature, key, { algorithms: [ALGORITHM] })
      return typ === TYPE && new TextDecoder().decode(payload) === canonical(root) ? undefined : 'what was signed is something else'
    } catch {
      return 'its signature is not one'
    }
  }
}
