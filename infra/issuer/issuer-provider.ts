import type { JWK } from 'jose'
import { Provider, type ClientMetadata, type Configuration, type KoaContextWithOIDC } from 'oidc-provider'
import { exampleAccount } from '@imaging/access/example-accounts'
import { apiOf, clientSecret, machineClients, WEB_CLIENT } from './example-clients.ts'
import { SIGNING } from './issuer-keys.ts'

export interface IssuerOptions {
  /** Where browsers and services reach the issuer. */
  readonly origin: string
  /** Where browsers reach the pages. */
  readonly webOrigin: string
  /** From which every client's secret is made. */
  readonly secret: string
  readonly key: JWK
}

/** A token of a machine: as short as real issuers make them. Seconds. */
const ACCESS_TOKEN_S = 600
/** Time to choose who to be. Seconds. */
const CHOICE_S = 3_600
/** Long enough for a shift; the platform has limits of its own. Seconds. */
const SESSION_S = 12 * 3_600

/** Where somebody chooses who to be. */
export const CHOICE_PATH = '/choose'

const clients = ({ secret, webOrigin }: IssuerOptions): ClientMetadata[] => [
  {
    client_id: WEB_CLIENT,
    client_secret: clientSecret(secret, WEB_CLIENT),
    client_name: 'Imaging assets',
    redirect_uris: [`${webOrigin}/sign-in/return`],
    post_logout_redirect_uris: [`${webOrigin}/signed-out`],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    id_token_signed_response_alg: SIGNING,
  },
  ...machineClients.map((clientId) => ({
    client_id: clientId,
    client_secret: clientSecret(secret, clientId),
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [] as 'none'[],
    id_token_signed_response_alg: 'ES256' as const,
  })),
]

/** Tokens for machines are for our API and nothing else; people's are for asking the issuer who they are. */
const resources = ({ webOrigin }: IssuerOptions) => ({
  enabled: true,
  defaultResource: (ctx: KoaContextWithOIDC) => (ctx.oidc.client?.clientId === WEB_CLIENT ? [] : apiOf(webOrigin)),
  getResourceServerInfo: () => ({
    scope: '',
    audience: apiOf(webOrigin),
    accessTokenFormat: 'jwt' as const,
    accessTokenTTL: ACCESS_TOKEN_S,
    jwt: { sign: { alg: 'ES256' as const } },
  }),
})

/** Our pages may know who somebody is without asking them: whoever chose an account has agreed. */
async function grantAtOnce(ctx: KoaContextWithOIDC) {
  const { provider, client, session } = ctx.oidc
  const known = session?.grantIdFor(client?.clientId ?? '')
  if (known !== undefined) return provider.Grant.find(known)
  const grant = new provider.Grant({ clientId: client?.clientId ?? '', accountId: session?.accountId ?? '' })
  grant.addOIDCScope('openid profile')
  await grant.save()
  return grant
}

/**
 * Signs out without a second question where the token shows that it is the person themselves who asks; else asks.
 *
 * @source OpenID Connect RP-Initiated Logout 1.0, section 2
 */
async function signOut(ctx: KoaContextWithOIDC, form: string): Promise<void> {
  const { session, entities, params, provider } = ctx.oidc
  const asked = entities.IdTokenHint as { readonly payload?: { readonly sub?: string } } | undefined
  const to = params?.['post_logout_redirect_uri']
  if (session !== undefined && typeof to === 'string' && asked?.payload?.sub === session.accountId) {
    await session.destroy()
    ctx.cookies.set(provider.cookieName('session'), null)
    ctx.status = 303
    ctx.redirect(to)
    return
  }
  ctx.body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign out of the example issuer</title></head>
<body><h1>Sign out of the example issuer?</h1>${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button></body></html>`
}

const settings = (options: IssuerOptions): Configuration => ({
  clients: clients(options),
  jwks: { keys: [options.key] as never },
  cookies: {
    keys: [options.secret],
    // Cookies know no ports: ours must not be taken for the pages' own.
    names: { session: 'issuer-session', interaction: 'issuer-interaction', resume: 'issuer-resume' },
    long: { httpOnly: true, sameSite: 'lax' },
    short: { httpOnly: true, sameSite: 'lax' },
  },
  findAccount: (_ctx, subject) => {
    const account = exampleAccount(subject)
    return account && { accountId: subject, claims: () => ({ sub: subject, name: account.name }) }
  },
  claims: { openid: ['sub'], profile: ['name'] },
  scopes: ['openid', 'profile'],
  // The name stands in the identity token itself, so that nobody has to be asked for it.
  conformIdTokenClaims: false,
  responseTypes: ['code'],
  pkce: { required: () => true },
  interactions: { url: (_ctx, { uid }) => `${CHOICE_PATH}/${uid}` },
  loadExistingGrant: grantAtOnce,
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: resources(options),
    rpInitiatedLogout: { enabled: true, logoutSource: signOut },
  },
  renderError: (ctx, { error, error_description: why }) => {
    ctx.type = 'text'
    ctx.body = `The example issuer refuses this: ${why ?? error}\nBegin again at ${options.webOrigin}.\n`
  },
  ttl: {
    AccessToken: ACCESS_TOKEN_S,
    Interaction: CHOICE_S,
    Grant: SESSION_S,
    Session: SESSION_S,
    IdToken: CHOICE_S,
    ClientCredentials: ACCESS_TOKEN_S,
  },
})

/** The OpenID provider of the local run: real in its protocol, invented in its people. What it issued is forgotten when it ends. */
export const issuerProvider = (options: IssuerOptions): Provider => new Provider(options.origin, settings(options))
