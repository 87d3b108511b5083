import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { createServer as createHttpServer, type IncomingMessage, type Server as HttpServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Server } from '@imaging/http'
import { createIdentitySigner, createIdentityVerifier, newIdentityKeys, type IdentityVerifier } from '@imaging/identity'
import { createLog, createMetrics } from '@imaging/observability'
import type { Identity, Session, SignIn } from '@imaging/schemas'
import type { JWK } from 'jose'
import { clientSecret, WEB_CLIENT } from '../../../infra/issuer/example-clients.ts'
import { issuerKey } from '../../../infra/issuer/issuer-keys.ts'
import { issuerServer } from '../../../infra/issuer/issuer-server.ts'
import { freePorts } from '../../../infra/local/ready.ts'
import { accessTokens } from '../src/adapters/access-tokens.ts'
import type { Speaking } from '../src/adapters/clients.ts'
import { httpPorts } from '../src/adapters/http-ports.ts'
import { discovered, oidcIssuer } from '../src/adapters/oidc-issuer.ts'
import { addSite } from '../src/app.ts'
import type { RateLimits } from '../src/shell/rate-limits.ts'
import { openViews } from '../src/shell/views.ts'
import { sessionFixture } from './access-fixture.ts'

/** A request as a service behind the gateway got it, and who it believes is asking. */
export interface Received {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly identity: Identity | undefined
}

/** The pages and the gateway on a port, a real issuer, and services that speak the contracts and keep what they were told. */
export interface SiteFixture {
  readonly origin: string
  readonly issuerOrigin: string
  readonly issuerKey: JWK
  /** What reached any service but the access service. */
  readonly received: Received[]
  /** What the access service was asked when somebody signed in. */
  readonly signIns: SignIn[]
  /** Live sessions by their token. */
  readonly sessions: Map<string, Session>
  /** A token that web signed for a service, as one of them could have kept it. */
  readonly signedFor: (identity: Identity, audience: string) => Promise<string>
  stop(): Promise<void>
}

const SECRET = 'a secret of the tests, long enough to sign'
const SERVICES = ['assets', 'telemetry', 'availability', 'maintenance', 'access', 'record'] as const

const listening = async (server: HttpServer): Promise<string> => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${(server.address() as { readonly port: number }).port}`
}

const bodyOf = async (request: IncomingMessage): Promise<string> =>
  Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString()

/** The access service's part of the contract: everybody of the example but `new-starter` has a role. */
const accessAnswer = (url: string, asked: Record<string, string>, { sessions, signIns }: Pick<SiteFixture, 'sessions' | 'signIns'>) => {
  const begin = (session: Session) => {
    const token = randomBytes(32).toString('base64url')
    sessions.set(token, { ...session, sessionId: crypto.randomUUID() })
    return { token, session }
  }
  const { token = '', subject = '', replaces = '', clientId = '' } = asked
  if (url === '/internal/sign-ins') {
    signIns.push(asked as unknown as SignIn)
    sessions.delete(replaces)
    return subject === 'lay-partner@QRV' ? undefined : begin(sessionFixture(subject as `${string}`))
  }
  if (url === '/internal/sessions/look') return sessions.get(token)
  if (url === '/internal/sessions/role') {
    const former = sessions.get(token)
    sessions.delete(token)
    return former && begin(sessionFixture('committee-member@QRV'))
  }
  if (url === '/internal/sessions/end') return sessions.delete(token) ? {} : {}
  if (url !== '/internal/machines/look' || !clientId.includes('-system@')) return undefined
  const [, organisation = ''] = clientId.split('@')
  const { identity } = sessionFixture(clientId.startsWith('trust') ? `radiology-manager@${organisation}` : `supplier-desk@${organisation}`)
  return { identity: { ...identity, kind: 'machine', id: clientId } }
}

const service = (name: string, verify: IdentityVerifier, state: State): HttpServer =>
  createHttpServer((request, reply) => {
    const serve = async (): Promise<void> => {
      const body = await bodyOf(request)
      const { method, url = '', headers } = request
      const identity = await verify((headers.authorization ?? '').replace('Bearer ', '')).catch(() => undefined)
      if (name === 'access' && url.startsWith('/internal/')) {
        const answer = identity?.kind === 'service' ? accessAnswer(url, JSON.parse(body) as Record<string, string>, state) : undefined
        const status = answer === undefined ? (url === '/internal/sign-ins' ? 403 : 404) : 200
        return void reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? { title: 'No', status }))
      }
      state.received.push({ method, url, headers, body, identity })
      if (url.startsWith('/api/v1/feed')) {
        reply.writeHead(200, { 'content-type': 'text/event-stream' })
        return void reply.write('id: 1\nevent: board\ndata: {}\n\n')
      }
      const isThere = !url.includes('WO-OF-ANOTHER')
      reply.writeHead(isThere ? 200 : 404, { 'content-type': 'application/json', etag: '"7"', 'set-cookie': 'theirs=1' })
      reply.end(JSON.stringify(url.endsWith('openapi.json') ? { openapi: '3.1.0', paths: { '/api/v1/things': {} } } : { url }))
    }
    void serve()
  })

const log = createLog({ service: 'web', level: 'silent' })
const now = (): Date => new Date()

interface Origins {
  readonly origin: string
  readonly issuerOrigin: string
}

/** Two free addresses of this machine, by the name that browsers trust. */
const freeOrigins = async (): Promise<Origins> => {
  const [webPort, issuerPort] = await freePorts(2)
  return { origin: `http://localhost:${webPort}`, issuerOrigin: `http://localhost:${issuerPort}` }
}

const listenAt = (server: Server, origin: string): Promise<string> =>
  server.listen({ port: Number(new URL(origin).port), host: '127.0.0.1' })

const startIssuer = async ({ origin, issuerOrigin }: Origins, key: JWK): Promise<Server> => {
  const metrics = createMetrics({ service: 'issuer' })
  const issuer = await issuerServer({ origin: issuerOrigin, webOrigin: origin, secret: SECRET, key, log, metrics })
  await listenAt(issuer, issuerOrigin)
  return issuer
}

type Identities = Awaited<ReturnType<typeof newIdentityKeys>>
type State = Pick<SiteFixture, 'received' | 'sessions' | 'signIns'>

/** A service for each name, believing what is signed with web's key. */
const startServices = async ({ publicKey }: Identities, state: State) => {
  const verifierOf = (audience: string) => createIdentityVerifier({ audience, keys: { keys: [publicKey] }, now })
  const servers = await Promise.all(SERVICES.map(async (name) => service(name, await verifierOf(name), state)))
  const urls = await Promise.all(servers.map(listening))
  const addresses = Object.fromEntries(SERVICES.map((name, index) => [name, urls[index] ?? '']))
  return { servers, addresses: addresses as Record<(typeof SERVICES)[number], string> }
}

const startWeb = async ({ origin, issuerOrigin }: Origins, speaking: Omit<Speaking, 'log'>, limits?: RateLimits): Promise<Server> => {
  const discover = discovered({ issuer: issuerOrigin, clientId: WEB_CLIENT, clientSecret: clientSecret(SECRET, WEB_CLIENT) })
  const web: Server = await createServer({
    service: 'web',
    version: '0.1.0',
    log,
    metrics: createMetrics({ service: 'web' }),
    ready: [],
    openapi: { title: 'Pages', description: 'Pages of a test' },
  })
  await web.register(
    addSite({
      ...speaking,
      render: openViews(),
      assets: { style: '/assets/app.css', script: '/assets/enhance.js', icon: '/assets/icon.svg' },
      ports: { ...httpPorts({ ...speaking, log }), issuer: oidcIssuer(discover, { publicOrigin: origin }) },
      tokens: accessTokens({ discover, audience: `${origin}/api/v1`, now }),
      issuerOrigin,
      exampleRun: true,
      organisation: undefined,
      publicOrigin: origin,
      secret: SECRET,
      now,
      newId: () => crypto.randomUUID(),
      recheckMs: 100,
      ...(limits !== undefined && { limits }),
    }),
  )
  await listenAt(web, origin)
  return web
}

/** Starts all of it. */
export const startSite = async (limits?: RateLimits): Promise<SiteFixture> => {
  const origins = await freeOrigins()
  const key = await issuerKey(mkdtempSync(join(tmpdir(), 'issuer-')))
  const issuer = await startIssuer(origins, key)
  const identities = await newIdentityKeys('web', true)
  const sign = await createIdentitySigner({ key: identities.privateKey, now })
  const state = { received: [] as Received[], sessions: new Map<string, Session>(), signIns: [] as SignIn[] }
  const { servers, addresses } = await startServices(identities, state)
  const web = await startWeb(origins, { addresses, sign }, limits)
  return {
    ...origins,
    ...state,
    issuerKey: key,
    signedFor: sign,
    async stop() {
      await web.close()
      await issuer.close()
      for (const server of servers) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}

/** A browser that keeps cookies by host, follows nothing by itself, and says where its requests come from. */
export interface TestBrowser {
  readonly cookies: Map<string, string>
  go(url: string, init?: RequestInit): Promise<Response>
  send(url: string, fields: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): Promise<Response>
}

export const testBrowser = (origin: string): TestBrowser => {
  const cookies = new Map<string, string>()
  const go = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(new URL(url, origin), { redirect: 'manual', ...init, headers: { cookie, ...init.headers } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return answer
  }
  return {
    cookies,
    go,
    send: (url, fields, headers = { 'sec-fetch-site': 'same-origin' }) =>
      go(url, { method: 'POST', headers, body: new URLSearchParams(fields) }),
  }
}

const locationOf = (answer: Response): string => answer.headers.get('location') ?? ''

/** Goes to the issuer, chooses somebody, and stops at the address that leads back to us. */
export const chosenAt = async (browser: TestBrowser, subject: string, next = '/'): Promise<string> => {
  const authorise = locationOf(await browser.send('/sign-in', { next }))
  const choose = new URL(locationOf(await browser.go(authorise)), authorise).href
  const resume = new URL(locationOf(await browser.send(choose, { account: subject })), authorise).href
  return locationOf(await browser.go(resume))
}

/** Signs somebody in, and says where they are sent then. */
export const signIn = async (browser: TestBrowser, subject: string, next = '/'): Promise<Response> =>
  browser.go(await chosenAt(browser, subject, next))
