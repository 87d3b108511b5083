import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose'
import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { ALGORITHM } from './identity-token.ts'

const PublicKey = Type.Object({
  kty: Type.Literal('OKP'),
  crv: Type.Literal('Ed25519'),
  x: Type.String({ minLength: 1 }),
  /** The service whose key it is. */
  kid: Type.String({ pattern: '^[a-z][a-z-]{0,30}$' }),
  /** Whether that service may speak for people and machines, or for itself alone. */
  speaksForOthers: Type.Boolean(),
})

/** The public keys of the services that call others: what each service checks its callers against. */
export const IdentityKeys = Type.Object({ keys: Type.Array(PublicKey, { maxItems: 100 }) })
export type IdentityKeys = Static<typeof IdentityKeys>

/** A service's own key: only it has this. */
export interface PrivateKey {
  readonly service: string
  readonly jwk: JWK
}

/** A new pair of keys for a service. */
export async function newIdentityKeys(
  service: string,
  speaksForOthers: boolean,
): Promise<{ readonly privateKey: PrivateKey; readonly publicKey: IdentityKeys['keys'][number] }> {
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true })
  const jwk = await exportJWK(publicKey)
  return {
    privateKey: { service, jwk: await exportJWK(privateKey) },
    publicKey: { kty: 'OKP', crv: 'Ed25519', x: jwk.x as string, kid: service, speaksForOthers },
  }
}

/** Reads a file of public keys. @throws {RangeError} When it is not one. */
export function readIdentityKeys(text: string): IdentityKeys {
  const keys: unknown = JSON.parse(text)
  if (Value.Check(IdentityKeys, keys)) return keys
  const [fault] = Value.Errors(IdentityKeys, keys)
  throw new RangeError(`The file of public keys is not one: ${fault?.instancePath} ${fault?.message}`)
}

/** Reads a file with a private key. @throws {RangeError} When it is not one. */
export function readPrivateKey(text: string): PrivateKey {
  const key = JSON.parse(text) as Partial<PrivateKey>
  if (typeof key.service === 'string' && key.jwk?.d !== undefined) return { service: key.service, jwk: key.jwk }
  throw new RangeError('The file of the private key is not one: it needs "service" and "jwk" with "d".')
}

/** A key ready for use. */
export const usable = async (jwk: JWK): Promise<CryptoKey> => (await importJWK(jwk, ALGORITHM)) as CryptoKey
