import { ProblemError } from '@imaging/http'
import { createLog } from '@imaging/observability'
import { ACTOR_HEADER, readActor, type Actor } from '@imaging/schemas'
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { boardFixture, openOrdersFixture } from '../../preview/board-fixture.ts'
import type { Ports } from '../pages/pages.ts'
import { httpPorts } from './http-ports.ts'

const actor: Actor = { name: 'Daniel Hughes', role: 'radiology-lead', organisation: 'RYJ' }

/** A request as the other service saw it. */
interface Seen {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly actor: Actor | undefined
  readonly key: string | string[] | undefined
  readonly ifMatch: string | undefined
  readonly body: string
}

let service: HttpServer
let seen: Seen[]
let answer: (request: IncomingMessage, reply: ServerResponse) => void
let ports: Ports

const json =
  (body: unknown, status = 200) =>
  (_request: IncomingMessage, reply: ServerResponse): void =>
    void reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

beforeEach(async () => {
  seen = []
  const serve = async (request: IncomingMessage, reply: ServerResponse): Promise<void> => {
    const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>)
    const { method, url, headers } = request
    seen.push({
      method,
      url,
      actor: readActor(headers[ACTOR_HEADER]),
      key: headers['idempotency-key'],
      ifMatch: headers['if-match'],
      body: Buffer.concat(chunks).toString(),
    })
    answer(request, reply)
  }
  service = createServer((request, reply) => void serve(request, reply))
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
  ports = httpPorts({ assets: url, telemetry: url, availability: url, maintenance: url }, createLog({ service: 'web', level: 'silent' }))
})
afterEach(() => {
  service.closeAllConnections()
  service.close()
})

describe('httpPorts', () => {
  it('tells who asks, and reads the board once for all who ask in the same second', async () => {
    answer = json(boardFixture)
    const [one, other] = await Promise.all([ports.board.board(actor), ports.board.board({ ...actor, organisation: 'RAS' })])
    expect(one.rows).toHaveLength(boardFixture.rows.length)
    expect(other).toBe(one)
    expect(seen).toMatchObject([{ method: 'GET', url: '/api/v1/board?limit=500', actor }])
  })

  it('sends an act with the form’s own key and the version it was decided on', async () => {
    answer = json({})
    await ports.desk.act(actor, 'WO-1041', { action: 'give-access' }, { version: '3', idempotencyKey: 'key-1' })
    expect(seen).toEqual([
      { method: 'POST', url: '/api/v1/work-orders/WO-1041/actions', actor, key: 'key-1', ifMatch: '"3"', body: '{"action":"give-access"}' },
    ])
  })

  it('reads a list to its end', async () => {
    answer = (request, reply) =>
      json(request.url?.includes('cursor=') ? { items: [openOrdersFixture[1]] } : { items: [openOrdersFixture[0]], next: 'c2' })(
        request,
        reply,
      )
    expect((await ports.orders.openWorkOrders(actor)).map(({ workOrderId }) => workOrderId)).toEqual(['WO-1041', 'WO-1038'])
    expect(seen.map(({ url }) => url)).toEqual([
      '/api/v1/work-orders?open=true&limit=200',
      '/api/v1/work-orders?open=true&limit=200&cursor=c2',
    ])
  })

  it('passes on what a service refuses, in its own words', async () => {
    answer = json({ type: 'about:blank', title: 'This cannot be done now', status: 409, detail: 'It is closed.' }, 409)
    const refused = ports.desk.act(actor, 'WO-1041', { action: 'arrive' }, { version: '3', idempotencyKey: 'key-1' })
    await expect(refused).rejects.toBeInstanceOf(ProblemError)
    await expect(refused).rejects.toMatchObject({ status: 409, detail: 'It is closed.' })
  })

  it('sends a report from a label in nobody’s name, and its photo under the report’s id', async () => {
    answer = json({ heldReportId: 'held-1' }, 202)
    const report = { assetId: 'NWL-001', state: 'DEGRADED' } as const
    expect(await ports.labels.report(report, 'key-1')).toBe('held-1')
    await ports.photos.keep(undefined, { eventId: 'held-1', number: 1, assetId: 'NWL-001', bytes: Buffer.from('photo') })
    const photo = { eventId: 'held-1', number: 1, assetId: 'NWL-001', held: true, content: 'cGhvdG8=' }
    expect(seen.map(({ url, actor: sender, key, body }) => ({ url, sender, key, body: JSON.parse(body) }))).toEqual([
      { url: '/api/v1/held-reports', sender: undefined, key: 'key-1', body: report },
      { url: '/api/v1/attachments', sender: undefined, key: 'held-1-1', body: photo },
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
    expect(await Array.fromAsync(ports.feed.changes(actor, '41', new AbortController().signal))).toEqual([{ id: '42', entry }])
  })

  it('calls a service that does not answer not available, instead of failing', async () => {
    answer = (_request, reply) => void reply.destroy()
    expect((await ports.health.services()).every(({ isReady, state }) => !isReady && state === undefined)).toBe(true)
  })
})
