import { OutageError } from '@imaging/http'
import * as oidc from 'openid-client'
import { RefusedSignIn, type Issuer, type SignedIn, type SignInChecks } from '../pages/sign-in/issuer.ts'

export interface IssuerSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
}

/** What the issuer says of itself: where its doors are, and what it signs with. */
export type Discovered = () => Promise<oidc.Configuration>

/** An issuer that takes longer is away. Seconds. */
const TIMEOUT_S = 8

/** Only an issuer on this machine may be spoken to without TLS. */
const isOnThisMachine = (issuer: string): boolean => /^http:\/\/localhost(:\d+)?(\/|$)/.test(issuer)

/** Asks the issuer for its description once; an outage is not remembered. */
export const discovered = ({ issuer, clientId, clientSecret }: IssuerSettings): Discovered => {
  let known: Promise<oidc.Configuration> | undefined
  return () => {
    const asked = (known ??= oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      timeout: TIMEOUT_S,
      ...(isOnThisMachine(issuer) && { execute: [oidc.allowInsecureRequests] }),
    }))
    return asked.catch((error: unknown) => {
      if (known === asked) known = undefined
      throw new OutageError(`the issuer ${issuer} does not say where it is reached`, { cause: error })
    })
  }
}

/** The claims that are looked at; of everything else the issuer says nothing is made. */
const signedIn = (tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers): SignedIn => {
  const claims = tokens.claims()
  if (claims === undefined || tokens.id_token === undefined) throw new RefusedSignIn('the issuer did not say who signed in')
  const { iss, sub, name } = claims
  return {
    issuer: iss,
    subject: sub,
    name: typeof name === 'string' && name !== '' ? name.slice(0, 120) : undefined,
    idToken: tokens.id_token,
  }
}

/** A refusal by what it says; anything else is the issuer being away. */
const asRefusal = (error: unknown): Error => {
  const isRefusal =
    error instanceof RefusedSignIn ||
    error instanceof oidc.AuthorizationResponseError ||
    error instanceof oidc.ResponseBodyError ||
    (error instanceof oidc.ClientError && error.code !== 'OAUTH_TIMEOUT')
  if (isRefusal) return new RefusedSignIn((error as Error).message, { cause: error })
  return new OutageError('the issuer did not answer', { cause: error })
}

/** Sign-in by OpenID Connect: authorisation code with PKCE, state and nonce; signing out where the issuer offers it. */
export const oidcIssuer = (discover: Discovered, { publicOrigin }: { readonly publicOrigin: string }): Issuer => ({
  async begin() {
    const checks: SignInChecks = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      codeVerifier: oidc.randomPKCECodeVerifier(),
    }
    const address = oidc.buildAuthorizationUrl(await discover(), {
      redirect_uri: `${publicOrigin}/sign-in/return`,
      scope: 'openid profile',
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(checks.codeVerifier),
      code_challenge_method: 'S256',
    })
    return { href: address.href, checks }
  },

  async finish(returnedTo, { state, nonce, codeVerifier }) {
    const configuration = await discover()
    try {
      const tokens = await oidc.authorizationCodeGrant(configuration, new URL(returnedTo), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      })
      return signedIn(tokens)
    } catch (error) {
      throw asRefusal(error)
    }
  },

  async signOutHref(idToken) {
    const configuration = await discover()
    if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined
    return oidc.buildEndSessionUrl(configuration, {
      post_logout_redirect_uri: `${publicOrigin}/signed-out`,
      ...(idToken !== undefined && { id_token_hint: idToken }),
    }).href
  },
})
