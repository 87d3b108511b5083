import { OutageError } from '@imaging/http'
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose'
import { RefusedAccessToken, type AccessTokens } from '../gateway/who-calls.ts'
import type { Discovered } from './oidc-issuer.ts'

/** How issuers sign: by a key of their own that everybody can check. Never with a shared secret, never not at all. */
const ALGORITHMS = ['ES256', 'ES384', 'PS256', 'RS256', 'EdDSA', 'Ed25519']

/** Clocks of two machines differ by less. Seconds. */
const TOLERANCE_S = 5

export interface AccessTokenOptions {
  readonly discover: Discovered
  /** Our API as the issuer names it: a token for anything else is refused. */
  readonly audience: string
  readonly now: () => Date
}

/** The client a token was given to. @source RFC 9068, section 2.2; Microsoft Entra ID says `azp` or, in older tokens, `appid` */
const clientIn = ({ client_id: clientId, azp, appid }: JWTPayload): string | undefined =>
  [clientId, azp, appid].find((each): each is string => typeof each === 'string' && each !== '')

/** Whether a failure is the issuer's being away rather than anything about the token. */
const isOutage = (error: unknown): boolean =>
  error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC'

/** Access tokens checked against the keys the issuer publishes, which are fetched as they are needed. */
export const accessTokens = ({ discover, audience, now }: AccessTokenOptions): AccessTokens => {
  let keys: { readonly href: string; readonly keyOf: JWTVerifyGetKey } | undefined
  const keysAt = (href: string): JWTVerifyGetKey => {
    if (keys?.href !== href) keys = { href, keyOf: createRemoteJWKSet(new URL(href)) }
    return keys.keyOf
  }
  return {
    async clientOf(token) {
      const { issuer, jwks_uri: href } = (await discover()).serverMetadata()
      if (href === undefined) throw new OutageError('the issuer does not say where its keys are')
      try {
        const { payload } = await jwtVerify(token, keysAt(href), {
          algorithms: ALGORITHMS,
          issuer,
          audience,
          requiredClaims: ['exp', 'iat'],
          clockTolerance: TOLERANCE_S,
          currentDate: now(),
        })
        const clientId = clientIn(payload)
        if (clientId === undefined) throw new RefusedAccessToken('it does not say which client it was given to')
        return { issuer, clientId }
      } catch (error) {
        if (error instanceof RefusedAccessToken) throw error
        if (isOutage(error)) throw new OutageError('the issuer does not give its keys', { cause: error })
        throw new RefusedAccessToken((error as Error).message, { cause: error })
      }
    },
  }
}
