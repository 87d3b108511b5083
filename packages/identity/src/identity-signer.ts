import { randomUUID } from 'node:crypto'
import type { Identity } from '@imaging/schemas'
import { SignJWT } from 'jose'
import { usable, type PrivateKey } from './identity-keys.ts'
import { ALGORITHM, IDENTITY_CLAIM, TOKEN_LIFE_S } from './identity-token.ts'

/** Says to another service who asks, in a token that only that service takes, once, within a minute. */
export type IdentitySigner = (identity: Identity, audience: string) => Promise<string>

export interface SignerOptions {
  readonly key: PrivateKey
  readonly now: () => Date
}

/** A signer for one service. @throws When the key cannot be used. */
export async function createIdentitySigner({ key, now }: SignerOptions): Promise<IdentitySigner> {
  const privateKey = await usable(key.jwk)
  return async (identity, audience) => {
    const issuedAt = Math.floor(now().getTime() / 1000)
    return new SignJWT({ [IDENTITY_CLAIM]: identity })
      .setProtectedHeader({ alg: ALGORITHM, kid: key.service, typ: 'imaging-identity+jwt' })
      .setIssuer(key.service)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + TOKEN_LIFE_S)
      .setJti(randomUUID())
      .sign(privateKey)
  }
}
