import { personOf } from '@imaging/identity/testing'
import { importJWK, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { RATE_LIMITS } from '../shell/rate-limits.ts'
import { signIn, startSite, testBrowser, type SiteFixture, type TestBrowser } from '../../preview/site-fixture.ts'

let site: SiteFixture
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site?.stop())
afterEach(() => void site.received.splice(0))

const seconds = (): number => Math.floor(Date.now() / 1000)

/** A token as the issuer would sign it, but for what is different. */
const signed = async (
  different: { readonly [claim in keyof JWTPayload]: JWTPayload[claim] | undefined } = {},
  kid: string | undefined = site.issuerKey.kid,
): Promise<string> =>
  new SignJWT({
    iss: site.issuerOrigin,
    aud: `${site.origin}/api/v1`,
    sub: 'supplier-system@siemens',
    client_id: 'supplier-system@siemens',
    iat: seconds(),
    exp: seconds() + 60,
    ...different,
  } as JWTPayload)
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...(kid !== undefined && { kid }) })
    .sign(await importJWK(site.issuerKey, 'ES256'))

const call = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${site.origin}/api/v1/${path}`, init)
const withToken = (token: string, more: Readonly<Record<string, string>> = {}): RequestInit => ({
  headers: { authorization: `Bearer ${token}`, ...more },
})

const signedInBrowser = async (subject: string): Promise<TestBrowser> => {
  const browser = testBrowser(site.origin)
  await signIn(browser, subject)
  return browser
}

describe('a system with an access token', () => {
  it('is known to the service as what it is, in a token of ours', async () => {
    const answer = await call('maintenance/work-orders?open=true', withToken(await signed()))
    expect([answer.status, answer.headers.get('etag'), answer.headers.get('set-cookie')]).toEqual([200, '"7"', null])
    expect(site.received).toMatchObject([
      { url: '/api/v1/work-orders?open=true', identity: { kind: 'machine', id: 'supplier-system@siemens', organisation: 'siemens' } },
    ])
  })

  it('cannot say itself who asks, nor of which organisation', async () => {
    const forged = {
      'imaging-actor': Buffer.from(JSON.stringify({ name: 'x', role: 'administrator', organisation: 'RYJ' })).toString('base64url'),
      'x-organisation': 'RYJ',
      cookie: 'a=b',
    }
    await call('maintenance/work-orders', withToken(await signed(), forged))
    const [{ headers, identity } = { headers: {}, identity: undefined }] = site.received
    expect(identity).toMatchObject({ organisation: 'siemens' })
    expect(Object.keys(headers)).not.toContain('imaging-actor')
    expect(Object.keys(headers)).not.toContain('x-organisation')
    expect(headers.cookie).toBeUndefined()
  })

  it('sends what it has to say as it is, once', async () => {
    const answer = await call('maintenance/work-orders/WO-1/actions', {
      ...withToken(await signed(), { 'content-type': 'application/json', 'idempotency-key': 'key-1', 'if-match': '"3"' }),
      method: 'POST',
      body: '{"action":"accept"}',
    })
    expect(answer.status).toBe(200)
    expect(site.received).toMatchObject([
      { method: 'POST', body: '{"action":"accept"}', headers: { 'idempotency-key': 'key-1', 'if-match': '"3"' } },
    ])
  })

  it('that guesses ids learns nothing: what is another’s is not there', async () =>
    expect((await call('maintenance/work-orders/WO-OF-ANOTHER', withToken(await signed()))).status).toBe(404))
})

describe('a token that is not to be believed', () => {
  const bad: readonly (readonly [string, () => Promise<string> | string])[] = [
    ['expired', () => signed({ iat: seconds() - 700, exp: seconds() - 100 })],
    ['without an end', () => signed({ exp: undefined })],
    ['for another API', () => signed({ aud: 'https://other.example/api' })],
    ['for the pages, as the issuer says who signed in', () => signed({ aud: 'imaging-web', client_id: undefined })],
    ['of another issuer', () => signed({ iss: 'https://evil.example' })],
    ['for a client that is no system of ours', () => signed({ client_id: 'imaging-web' })],
    ['for no client', () => signed({ client_id: undefined })],
    [
      'unsigned',
      () =>
        new UnsecuredJWT({ client_id: 'supplier-system@siemens' })
          .setIssuer(site.issuerOrigin)
          .setAudience(`${site.origin}/api/v1`)
          .setExpirationTime('1m')
          .encode(),
    ],
    [
      'signed with a secret everybody has',
      () =>
        new SignJWT({
          client_id: 'supplier-system@siemens',
          iss: site.issuerOrigin,
          aud: `${site.origin}/api/v1`,
          iat: seconds(),
          exp: seconds() + 60,
        })
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode(JSON.stringify(site.issuerKey.x).padEnd(64, 'x'))),
    ],
    ['of ours for a service, replayed', () => site.signedFor(personOf('administrator', 'RYJ'), 'maintenance')],
    ['that is a session', () => 'x'.repeat(43)],
    ['that is nothing', () => ''],
  ]

  it.each(bad)('is refused like every other: %s', async (_what, make) => {
    const browser = await signedInBrowser('radiology-manager@RYJ')
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await call('maintenance/work-orders', withToken(await make(), { cookie }))
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    expect(await answer.json()).toMatchObject({ title: 'Who asks is not known', detail: 'Sign in and try again.' })
    expect(site.received).toEqual([])
  })

  it('and none at all are the same', async () => {
    const answer = await call('maintenance/work-orders')
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(await answer.json()).toMatchObject({ status: 401, title: 'Who asks is not known', detail: 'Sign in and try again.' })
  })
})

describe('a person with a session', () => {
  it('reads as themselves', async () => {
    const browser = await signedInBrowser('radiology-lead@RYJ')
    expect((await browser.go('/api/v1/maintenance/work-orders')).status).toBe(200)
    expect(site.received).toMatchObject([{ identity: { kind: 'person', role: 'radiology-lead', organisation: 'RYJ' } }])
  })

  it('changes something only from our own pages', async () => {
    const browser = await signedInBrowser('radiology-lead@RYJ')
    const post = (headers: Readonly<Record<string, string>>) =>
      browser.go('/api/v1/maintenance/work-orders/WO-1/actions', { method: 'POST', headers, body: '{}' })
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://evil.example' }, {}])
      expect((await post(headers)).status).toBe(403)
    expect(site.received).toEqual([])
    expect((await post({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect((await post({ origin: site.origin })).status).toBe(200)
  })

  it('is told no more once the session has ended, also where it was already reading', async () => {
    const browser = await signedInBrowser('radiology-lead@RYJ')
    const stream = await browser.go('/api/v1/availability/feed')
    expect(stream.headers.get('content-type')).toContain('text/event-stream')
    site.sessions.clear()
    const text = await stream.text().catch((error: Error) => error.message)
    expect(text).not.toBe('')
    expect((await browser.go('/api/v1/maintenance/work-orders')).status).toBe(401)
  }, 30_000)
})

describe('the gateway', () => {
  it('lists the APIs, and gives each document with its places here', async () => {
    const { items } = (await (await call('')).json().catch(async () => (await fetch(`${site.origin}/api/v1`)).json())) as {
      readonly items: readonly { readonly name: string; readonly openapi: string }[]
    }
    expect(items.map(({ name }) => name)).toEqual(['assets', 'telemetry', 'availability', 'maintenance', 'access', 'record'])
    const document = (await (await fetch(`${site.origin}${items[3]?.openapi}`)).json()) as { readonly paths: object }
    expect(Object.keys(document.paths)).toEqual(['/api/v1/maintenance/things'])
  })

  it('reaches the listed services’ APIs and nothing else', async () => {
    const token = await signed()
    for (const path of ['simulator/things', 'web/things', 'constructor/things', 'access/%2e%2e/%2e%2e/internal/sessions/look'])
      expect((await call(path, withToken(token))).status, path).toBe(404)
    expect(site.received).toEqual([])
  })

  it('takes no more than a service could use', async () => {
    const answer = await call('assets/imports', { ...withToken(await signed()), method: 'POST', body: 'x'.repeat(16 * 1_048_576) }).catch(
      () => ({ status: 413 }),
    )
    expect(answer.status).toBe(413)
    expect(site.received).toEqual([])
  })
})

describe('floods', () => {
  it('of one person or one organisation are held back, and leave the others room', async () => {
    const tight = await startSite({ ...RATE_LIMITS, person: 3, organisation: 5 })
    const browsers = [] as TestBrowser[]
    for (const subject of ['radiology-manager@RYJ', 'radiology-lead@RYJ', 'radiology-manager@RQM']) {
      const browser = testBrowser(tight.origin)
      await signIn(browser, subject)
      browsers.push(browser)
    }
    const statuses = async (browser: TestBrowser | undefined, times: number): Promise<readonly number[]> => {
      const seen: number[] = []
      for (let time = 0; time < times; time++) seen.push((await browser?.go('/api/v1/assets/assets'))?.status ?? 0)
      return seen
    }
    expect(await statuses(browsers[0], 4)).toEqual([200, 200, 200, 429])
    expect(await statuses(browsers[1], 3)).toEqual([200, 200, 429])
    expect(await statuses(browsers[2], 3)).toEqual([200, 200, 200])
    const page = await browsers[0]?.go('/account')
    expect([page?.status, page?.headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8'])
    await tight.stop()
  })

  it('of strangers are held back by address', async () => {
    const tight = await startSite({ ...RATE_LIMITS, stranger: 2 })
    const statuses = []
    for (let time = 0; time < 3; time++) statuses.push((await fetch(`${tight.origin}/sign-in`)).status)
    expect(statuses).toEqual([200, 200, 429])
    await tight.stop()
  })
})
