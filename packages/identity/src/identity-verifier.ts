import { Identity } from '@imaging/schemas'
import { jwtVerify, type CryptoKey, type JWTHeaderParameters } from 'jose'
import { Compile } from 'typebox/compile'
import { usable, type IdentityKeys } from './identity-keys.ts'
import { ALGORITHM, CLOCK_TOLERANCE_S, IDENTITY_CLAIM, TOKEN_LIFE_S } from './identity-token.ts'
import { createUsedTokens } from './used-tokens.ts'

/** Who a token says is asking. @throws {RefusedToken} When it does not say so in a way to be believed. */
export type IdentityVerifier = (token: string) => Promise<Identity>

/** A token that is not believed. Why is for the log alone: every refusal looks the same from outside. */
export class RefusedToken extends Error {
  override readonly name = 'RefusedToken'
}

export interface VerifierOptions {
  /** The service that checks: a token made for another is refused. */
  readonly audience: string
  readonly keys: IdentityKeys
  readonly now: () => Date
}

const identityCheck = Compile(Identity)

interface Caller {
  readonly key: CryptoKey
  readonly speaksForOthers: boolean
}

/** A verifier for one service. @throws When a key cannot be used. */
export async function createIdentityVerifier({ audience, keys, now }: VerifierOptions): Promise<IdentityVerifier> {
  const callers = new Map<string, Caller>()
  for (const { kid, speaksForOthers, ...jwk } of keys.keys) callers.set(kid, { key: await usable(jwk), speaksForOthers })
  const used = createUsedTokens((TOKEN_LIFE_S + 2 * CLOCK_TOLERANCE_S) * 1000)

  const keyOf = ({ kid = '' }: JWTHeaderParameters): CryptoKey => {
    const caller = callers.get(kid)
    if (caller === undefined) throw new RefusedToken(`no key of ${kid} is known`)
    return caller.key
  }

  return async (token) => {
    const { payload, protectedHeader } = await jwtVerify(token, keyOf, {
      algorithms: [ALGORITHM],
      typ: 'imaging-identity+jwt',
      audience,
      clockTolerance: CLOCK_TOLERANCE_S,
      maxTokenAge: TOKEN_LIFE_S,
      requiredClaims: ['exp', 'iat', 'jti', 'iss'],
      currentDate: now(),
    }).catch((error: Error) => {
      throw new RefusedToken(error.message, { cause: error })
    })
    const { iss = '', jti = '', [IDENTITY_CLAIM]: identity } = payload
    if (iss !== protectedHeader.kid) throw new RefusedToken(`signed by ${protectedHeader.kid}, but issued by ${iss}`)
    if (!identityCheck.Check(identity)) throw new RefusedToken('it does not say who asks')
    const speaker = identity.kind === 'service' ? identity.name : undefined
    if (speaker === undefined ? callers.get(iss)?.speaksForOthers !== true : speaker !== iss)
      throw new RefusedToken(`${iss} may not speak for ${speaker ?? 'people or machines'}`)
    if (!used.firstUse(jti, now().getTime())) throw new RefusedToken('it was used before')
    return identity
  }
}
