import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ACTOR_HEADER, readActor, type Actor, type WorkOrder } from '@imaging/schemas'

/** One request as the simulator sent it. */
export interface Heard {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly actor: Actor | undefined
  readonly body: unknown
}

/** Register, board and maintenance as far as the simulator speaks to them, in a test's own process. */
export interface FakePlatform {
  readonly url: string
  readonly heard: readonly Heard[]
  /** Open work orders, whole. */
  readonly orders: WorkOrder[]
  /** What the board shows of assets; UP unless told. */
  readonly states: Map<string, string>
  /** Answers old work orders with 503 while true. */
  maintenanceIsAway: boolean
  stop(): Promise<void>
}

/** Starts the fake platform on a free port. */
export async function startFakePlatform(): Promise<FakePlatform> {
  const heard: Heard[] = []
  const known = new Set<string>()
  const platform = { heard, orders: [] as WorkOrder[], states: new Map<string, string>(), maintenanceIsAway: false }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const { method = 'GET', headers } = request
      const path = new URL(request.url ?? '/', 'http://fake').pathname
      const one = {
        method,
        path,
        headers,
        actor: readActor(headers[ACTOR_HEADER]),
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
      }
      if (method !== 'GET') heard.push(one)
      const { status, body, etag } = answer(one, platform, known)
      response.writeHead(status, { 'content-type': 'application/json', ...(etag !== undefined && { etag }) })
      response.end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return Object.assign(platform, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  })
}

interface Answer {
  readonly status: number
  readonly body: unknown
  readonly etag?: string
}

function answer(
  { method, path, body }: Heard,
  platform: Pick<FakePlatform, 'orders' | 'states' | 'maintenanceIsAway'>,
  known: Set<string>,
): Answer {
  if (method === 'PUT') {
    if (known.has(path)) return { status: 412, body: { type: 'about:blank', title: 'It is there already', status: 412 } }
    known.add(path)
    return { status: 201, body }
  }
  if (path === '/api/v1/board') {
    const assets = [...known].filter((one) => one.startsWith('/api/v1/assets/')).map((one) => one.slice('/api/v1/assets/'.length))
    return {
      status: 200,
      body: {
        total: assets.length,
        rows: assets.map((assetId) => ({ assetId, state: platform.states.get(assetId) ?? 'UP', since: '2026-01-01T00:00:00Z' })),
      },
    }
  }
  if (path === '/api/v1/work-order-history') {
    return platform.maintenanceIsAway
      ? { status: 503, body: { type: 'about:blank', title: 'Away', status: 503 } }
      : { status: 200, body: { workOrders: [] } }
  }
  if (path === '/api/v1/work-orders') return { status: 200, body: { items: platform.orders } }
  const order = platform.orders.find(({ workOrderId }) => path.includes(workOrderId))
  return order === undefined
    ? { status: 404, body: { type: 'about:blank', title: 'None', status: 404 } }
    : { status: 200, body: order, etag: `"${order.version}"` }
}
