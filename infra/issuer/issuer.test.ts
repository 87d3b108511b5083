import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Server } from '@imaging/http'
import { createLog, createMetrics } from '@imaging/observability'
import { exampleAccounts } from '@imaging/access/example-accounts'
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePorts } from '../local/ready.ts'
import { apiOf, clientSecret, WEB_CLIENT } from './example-clients.ts'
import { issuerKey } from './issuer-keys.ts'
import { issuerServer } from './issuer-server.ts'

const secret = 'a secret of the tests, long enough to sign'
const webOrigin = 'http://localhost:3000'

let server: Server
let origin: string

beforeAll(async () => {
  const [port = 0] = await freePorts(1)
  origin = `http://localhost:${port}`
  server = await issuerServer({
    origin,
    webOrigin,
    secret,
    key: await issuerKey(mkdtempSync(join(tmpdir(), 'issuer-'))),
    log: createLog({ service: 'issuer', level: 'silent' }),
    metrics: createMetrics({ service: 'issuer' }),
  })
  await server.listen({ port, host: '127.0.0.1' })
})
afterAll(() => server?.close())

const tokenOf = (clientId: string, clientSecretSent: string, more: Record<string, string> = {}): Promise<Response> =>
  fetch(`${origin}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecretSent)}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...more }),
  })

/** A browser that keeps cookies and follows nothing by itself. */
const browser = () => {
  const cookies = new Map<string, string>()
  return async (url: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(new URL(url, origin), { redirect: 'manual', ...init, headers: { cookie, ...init.headers } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return answer
  }
}

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const authorisation = (more: Record<string, string> = {}): string =>
  `/auth?${new URLSearchParams({
    client_id: WEB_CLIENT,
    response_type: 'code',
    redirect_uri: `${webOrigin}/sign-in/return`,
    scope: 'openid profile',
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  })}`

describe('the example issuer', () => {
  it('lets somebody be chosen by organisation, without a script, and sends back a code', async () => {
    const visit = browser()
    const choose = (await visit(authorisation())).headers.get('location') ?? ''
    const all = await (await visit(choose)).text()
    expect(all.match(/name="account"/g)).toHaveLength(exampleAccounts.length)
    expect(all).toContain('Everybody here is invented')
    const some = await (await visit(`${choose}?organisation=hilling`)).text()
    expect(some.match(/name="account"/g)).toHaveLength(8)
    expect(await (await visit(`${choose}?organisation=%3Cb%3E`)).text()).toContain('No organisation is called “&lt;b&gt;”')

    const chosen = await visit(choose, { method: 'POST', body: new URLSearchParams({ account: 'radiology-manager@RYJ' }) })
    const back = await visit(chosen.headers.get('location') ?? '')
    const returned = new URL(back.headers.get('location') ?? '')
    expect(returned.origin + returned.pathname).toBe(`${webOrigin}/sign-in/return`)
    expect(returned.searchParams.get('state')).toBe('state-1')

    const answer = await fetch(`${origin}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: WEB_CLIENT,
        client_secret: clientSecret(secret, WEB_CLIENT),
        code: returned.searchParams.get('code') ?? '',
        redirect_uri: `${webOrigin}/sign-in/return`,
        code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
      }),
    })
    const { id_token: idToken } = (await answer.json()) as { readonly id_token: string }
    expect(decodeJwt(idToken)).toMatchObject({ sub: 'radiology-manager@RYJ', name: 'Amara Osei', nonce: 'nonce-1', iss: origin })

    const out = await visit(
      `/session/end?${new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: `${webOrigin}/signed-out` })}`,
    )
    expect([out.status, out.headers.get('location')]).toEqual([303, `${webOrigin}/signed-out`])
    expect((await visit(authorisation())).headers.get('location')).toMatch(/choose/)
  })

  it('knows nobody who is not in the list', async () => {
    const visit = browser()
    const choose = (await visit(authorisation())).headers.get('location') ?? ''
    expect((await visit(choose, { method: 'POST', body: new URLSearchParams({ account: 'administrator@XXX' }) })).status).toBe(422)
    expect((await browser()(choose)).status).toBe(404)
  })

  it('gives no code without proof of who asked for it, and to no other address', async () => {
    const without = await browser()(authorisation({ code_challenge: '', code_challenge_method: '' }))
    expect(without.headers.get('location')).toContain('error=invalid_request')
    expect((await browser()(authorisation({ redirect_uri: 'https://evil.example/' }))).status).toBe(400)
  })

  it('gives a system a signed token for our API and no other', async () => {
    const answer = await tokenOf('supplier-system@siemens', clientSecret(secret, 'supplier-system@siemens'))
    const { access_token: token } = (await answer.json()) as { readonly access_token: string }
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(`${origin}/jwks`)), {
      issuer: origin,
      audience: apiOf(webOrigin),
    })
    expect(payload).toMatchObject({ client_id: 'supplier-system@siemens' })
    expect((await tokenOf('supplier-system@siemens', 'a guess')).status).toBe(401)
    expect((await tokenOf(WEB_CLIENT, clientSecret(secret, WEB_CLIENT))).status).toBe(400)
  })
})
