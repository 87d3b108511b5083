import { ProblemError } from '@imaging/http'
import { createLog } from '@imaging/observability'
import { createIdentitySigner, createIdentityVerifier, newIdentityKeys, type IdentityVerifier } from '@imaging/identity'
import { personOf } from '@imaging/identity/testing'
import type { Identity } from '@imaging/schemas'
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { boardFixture, openOrdersFixture } from '../../preview/board-fixture.ts'
import { httpPorts } from './http-ports.ts'

const lead = personOf('radiology-lead', 'RYJ')
const keys = await newIdentityKeys('web', true)
const now = (): Date => new Date()
const sign = await createIdentitySigner({ key: keys.privateKey, now })

/** A request as the other service saw it. */
interface Seen {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly identity: Identity | undefined
  readonly key: string | string[] | undefined
  readonly ifMatch: string | undefined
  readonly body: string
}

let service: HttpServer
let seen: Seen[]
let answer: (request: IncomingMessage, reply: ServerResponse) => void
let ports: ReturnType<typeof httpPorts>
let verify: Readonly<Record<string, IdentityVerifier>>

const services = ['assets', 'telemetry', 'availability', 'maintenance', 'access', 'record'] as const

/** Who a request says is asking, as the service it was made for believes it. */
const believed = async (authorization = ''): Promise<Identity | undefined> => {
  for (const service of services) {
    const identity = await verify[service]?.(authorization.replace('Bearer ', '')).catch(() => undefined)
    if (identity !== undefined) return identity
  }
  return undefined
}

const json =
  (body: unknown, status = 200) =>
  (_request: IncomingMessage, reply: ServerResponse): void =>
    void reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

beforeEach(async () => {
  seen = []
  const verifiers = services.map(
    async (audience) => [audience, await createIdentityVerifier({ audience, keys: { keys: [keys.publicKey] }, now })] as const,
  )
  verify = Object.fromEntries(await Promise.all(verifiers))
  const serve = async (request: IncomingMessage, reply: ServerResponse): Promise<void> => {
    const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>)
    const { method, url, headers } = request
    seen.push({
      method,
      url,
      identity: await believed(headers.authorization),
      key: headers['idempotency-key'],
      ifMatch: headers['if-match'],
      body: Buffer.concat(chunks).toString(),
    })
    answer(request, reply)
  }
  service = createServer((request, reply) => void serve(request, reply))
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
  const addresses = { assets: url, telemetry: url, availability: url, maintenance: url, access: url, record: url }
  ports = httpPorts({ addresses, sign, log: createLog({ service: 'web', level: 'silent' }) })
})
afterEach(() => {
  service.closeAllConnections()
  service.close()
})

describe('httpPorts', () => {
  it('says who asks in a token for that service, and reads the board once for all of a role and organisation who ask at once', async () => {
    answer = json(boardFixture)
    const [one, other] = await Promise.all([
      ports.board.board(lead),
      ports.board.board({ ...lead, id: 'somebody else', name: 'Ruth Adler' }),
    ])
    expect(one.rows).toHaveLength(boardFixture.rows.length)
    expect(other).toBe(one)
    expect(seen).toMatchObject([{ method: 'GET', url: '/api/v1/board?limit=500', identity: lead }])
  })

  it('never shows one organisation the board of another, nor what a revoked grant had shown', async () => {
    answer = json(boardFixture)
    await ports.board.board(lead)
    await ports.board.board(personOf('radiology-lead', 'RAS'))
    await ports.board.board(personOf('radiology-lead', 'RYJ', { status: ['RYJ', 'RAS'] }))
    expect(seen).toHaveLength(3)
  })

  it('signs every attempt anew, as each token is good once', async () => {
    let asked = 0
    answer = (request, reply) => json(asked++ === 0 ? {} : { items: [] }, asked === 1 ? 503 : 200)(request, reply)
    await ports.accessDesk.accounts(lead)
    expect(seen.map(({ identity }) => identity)).toEqual([lead, lead])
  })

  it('looks sessions up as itself, and takes only "there is none" for none', async () => {
    answer = json({ type: 'about:blank', title: 'No session', status: 404 }, 404)
    expect(await ports.access.look('a'.repeat(43))).toBeUndefined()
    expect(seen).toMatchObject([{ url: '/internal/sessions/look', identity: { kind: 'service', name: 'web' } }])
    answer = json({ type: 'about:blank', title: 'Not yours', status: 403 }, 403)
    await expect(ports.access.look('a'.repeat(43))).rejects.toMatchObject({ status: 403 })
    expect(await ports.access.signIn({ issuer: 'http://localhost:3001', subject: 'nobody' })).toBeUndefined()
  })

  it('sends an act with the form’s own key and the version it was decided on', async () => {
    answer = json({})
    await ports.desk.act(lead, 'WO-1041', { action: 'give-access' }, { version: '3', idempotencyKey: 'key-1' })
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/api/v1/work-orders/WO-1041/actions',
        identity: lead,
        key: 'key-1',
        ifMatch: '"3"',
        body: '{"action":"give-access"}',
      },
    ])
  })

  it('reads a list to its end', async () => {
    answer = (request, reply) =>
      json(request.url?.includes('cursor=') ? { items: [openOrdersFixture[1]] } : { items: [openOrdersFixture[0]], next: 'c2' })(
        request,
        reply,
      )
    expect((await ports.orders.openWorkOrders(lead)).map(({ workOrderId }) => workOrderId)).toEqual(['WO-1041', 'WO-1038'])
    expect(seen.map(({ url }) => url)).toEqual([
      '/api/v1/work-orders?open=true&limit=200',
      '/api/v1/work-orders?open=true&limit=200&cursor=c2',
    ])
  })

  it('passes on what a service refuses, in its own words', async () => {
    answer = json({ type: 'about:blank', title: 'This cannot be done now', status: 409, detail: 'It is closed.' }, 409)
    const refused = ports.desk.act(lead, 'WO-1041', { action: 'arrive' }, { version: '3', idempotencyKey: 'key-1' })
    await expect(refused).rejects.toBeInstanceOf(ProblemError)
    await expect(refused).rejects.toMatchObject({ status: 409, detail: 'It is closed.' })
  })

  it('sends a report from a label in nobody’s name but our own, and its photo under the report’s id', async () => {
    answer = json({ heldReportId: 'held-1' }, 202)
    const report = { assetId: 'NWL-001', state: 'DEGRADED' } as const
    expect(await ports.labels.report(report, 'key-1')).toBe('held-1')
    await ports.photos.keepHeld({ eventId: 'held-1', number: 1, assetId: 'NWL-001', bytes: Buffer.from('photo') })
    const photo = { eventId: 'held-1', number: 1, assetId: 'NWL-001', content: 'cGhvdG8=' }
    const identity = { kind: 'service', name: 'web' }
    expect(seen.map(({ url, identity: sender, key, body }) => ({ url, identity: sender, key, body: JSON.parse(body) }))).toEqual([
      { url: '/api/v1/held-reports', identity, key: 'key-1', body: report },
      { url: '/api/v1/held-attachments', identity, key: 'held-1-1', body: photo },
    ])
  })

  it('follows the feed from where a browser left off', async () => {
    const entry = {
      assetId: 'NWL-001',
      name: 'CT 1',
      siteName: 'St Mary’s Hospital',
      trust: 'RYJ',
      classId: 'ct',
      state: 'UP',
      health: 'LIVE',
    }
    answer = (request, reply) => {
      expect(request.headers['last-event-id']).toBe('41')
      reply.writeHead(200, { 'content-type': 'text/event-stream' })
      reply.end(`retry: 2000\n\n: still here\n\nid: 42\nevent: board\ndata: ${JSON.stringify(entry)}\n\n`)
    }
    expect(await Array.fromAsync(ports.feed.changes(lead, '41', new AbortController().signal))).toEqual([{ id: '42', entry }])
  })

  it('calls a service that does not answer not available, instead of failing', async () => {
    answer = (_request, reply) => void reply.destroy()
    expect((await ports.health.services()).every(({ isReady, state }) => !isReady && state === undefined)).toBe(true)
  })
})
