import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createIdentityVerifier, type IdentityKeys, type IdentityVerifier } from '@imaging/identity'
import type { Identity, WorkOrder } from '@imaging/schemas'

/** One request as the simulator sent it. */
export interface Heard {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Who the token says it is, which was checked as the service would. */
  readonly identity: Identity
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

const SERVICES = ['assets', 'availability', 'maintenance'] as const

const serviceAt = (path: string): (typeof SERVICES)[number] => {
  if (path === '/api/v1/board') return 'availability'
  return path.startsWith('/api/v1/work-order') ? 'maintenance' : 'assets'
}

/** Checks a request as the service it goes to would. */
async function identityChecker(keys: IdentityKeys): Promise<(path: string, authorization: string) => Promise<Identity>> {
  const now = (): Date => new Date()
  const verifiers = new Map<string, IdentityVerifier>()
  for (const audience of SERVICES) verifiers.set(audience, await createIdentityVerifier({ audience, keys, now }))
  return async (path, authorization) => {
    const verify = verifiers.get(serviceAt(path))
    if (verify === undefined) throw new Error(`no service is at ${path}`)
    return verify(authorization.slice('Bearer '.length))
  }
}

/** Starts the fake platform on a free port, which believes whom these keys can speak for. */
export async function startFakePlatform(keys: IdentityKeys): Promise<FakePlatform> {
  const identityOf = await identityChecker(keys)
  const heard: Heard[] = []
  const known = new Map<string, { readonly operator?: string }>()
  const platform = { heard, orders: [] as WorkOrder[], states: new Map<string, string>(), maintenanceIsAway: false }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    const answerOnce = async (): Promise<void> => {
      const text = Buffer.concat(chunks).toString()
      const { method = 'GET', headers } = request
      const path = new URL(request.url ?? '/', 'http://fake').pathname
      const one = {
        method,
        path,
        headers,
        identity: await identityOf(path, headers.authorization ?? ''),
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
      }
      if (method !== 'GET') heard.push(one)
      const { status, body, etag } = answer(one, platform, known)
      response.writeHead(status, { 'content-type': 'application/json', ...(etag !== undefined && { etag }) })
      response.end(JSON.stringify(body))
    }
    request.on('end', () => {
      answerOnce().catch((error: Error) =>
        response.writeHead(401).end(JSON.stringify({ title: error.message, status: 401, type: 'about:blank' })),
      )
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
  { method, path, body, identity }: Heard,
  platform: Pick<FakePlatform, 'orders' | 'states' | 'maintenanceIsAway'>,
  known: Map<string, { readonly operator?: string }>,
): Answer {
  if (method === 'PUT') {
    if (known.has(path)) return { status: 412, body: { type: 'about:blank', title: 'It is there already', status: 412 } }
    known.set(path, body as { readonly operator?: string })
    return { status: 201, body }
  }
  const organisation = identity.kind === 'service' ? '' : identity.organisation
  if (path === '/api/v1/board') {
    const assets = [...known]
      .filter(([one, { operator }]) => one.startsWith('/api/v1/assets/') && operator === organisation)
      .map(([one]) => one.slice('/api/v1/assets/'.length))
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
  if (path === '/api/v1/work-orders') return { status: 200, body: { items: platform.orders.filter(({ trust }) => trust === organisation) } }
  const order = platform.orders.find(({ workOrderId }) => path.includes(workOrderId))
  return order === undefined
    ? { status: 404, body: { type: 'about:blank', title: 'None', status: 404 } }
    : { status: 200, body: order, etag: `"${order.version}"` }
}
