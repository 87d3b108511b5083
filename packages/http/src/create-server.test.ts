import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { createLog, currentTraceparent, startTracing } from '@imaging/observability'
import { Type } from 'typebox'
import { afterEach, describe, expect, it } from 'vitest'
import type { Server } from './create-server.ts'
import { exampleServer } from './example-server.ts'
import { Page, PageQuery } from './page.ts'
import { conflict, problem } from './problem.ts'

const PROBLEM = 'application/problem+json; charset=utf-8'
const ANYWHERE = { port: 0, host: '127.0.0.1' }
const open: Server[] = []

const serverWith = async (...options: Parameters<typeof exampleServer>): Promise<Server> => {
  const server = await exampleServer(...options)
  open.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

const Order = Type.Object(
  {
    assetId: Type.String({ minLength: 1, maxLength: 30 }),
    hours: Type.Integer({ minimum: 1, maximum: 24 }),
    lines: Type.Array(Type.Object({ part: Type.String() }, { additionalProperties: false })),
  },
  { additionalProperties: false },
)

const shop = async (): Promise<Server> => {
  const server = await serverWith()
  server.post('/api/v1/orders', { schema: { summary: 'Order', body: Order, response: { 201: Order } } }, async (request, reply) =>
    reply.code(201).send(request.body),
  )
  server.get('/api/v1/orders', { schema: { summary: 'Orders', querystring: PageQuery, response: { 200: Page(Order) } } }, async () => ({
    items: [],
  }))
  server.get('/api/v1/orders/:orderId', async () => {
    throw conflict('Order closed', 'Open a new one.')
  })
  server.get('/broken', async () => {
    throw new Error('password=hunter2 in /srv/secret.ts')
  })
  return server
}

describe('problem details', () => {
  it('name every place that is wrong in a body, and what to send instead', async () => {
    const response = await (
      await shop()
    ).inject({ method: 'POST', url: '/api/v1/orders', payload: { hours: '3', lines: [{ prat: 1 }], asset: 'x' } })
    expect(response.statusCode).toBe(400)
    expect(response.headers['content-type']).toBe(PROBLEM)
    expect(response.json()).toMatchObject({ type: 'about:blank', title: 'The request is not valid', status: 400 })
    expect(
      Object.fromEntries(response.json().errors.map(({ pointer, message }: { pointer: string; message: string }) => [pointer, message])),
    ).toEqual({
      '/body/assetId': 'is missing; must be text from 1 to 30 characters',
      '/body/hours': 'must be a whole number from 1 to 24',
      '/body/asset': 'is not known here; remove it or check its spelling (known: assetId, hours, lines)',
      '/body/lines/0/part': 'is missing; must be text',
      '/body/lines/0/prat': 'is not known here; remove it or check its spelling (known: part)',
    })
  })

  it('convert text in the address but not in a body', async () => {
    const server = await shop()
    expect((await server.inject('/api/v1/orders?limit=200')).statusCode).toBe(200)
    expect((await server.inject('/api/v1/orders')).statusCode).toBe(200)
    expect((await server.inject('/api/v1/orders?limit=201')).json().errors).toEqual([
      { pointer: '/query/limit', message: 'must be a whole number from 1 to 200' },
    ])
  })

  it('are what a route throws, with the instance to quote', async () => {
    const response = await (await shop()).inject('/api/v1/orders/7')
    expect(response.json()).toEqual({
      type: 'about:blank',
      title: 'Order closed',
      status: 409,
      detail: 'Open a new one.',
      instance: `urn:uuid:${String(response.headers['x-request-id'])}`,
    })
  })

  it('tell nothing of an unexpected error', async () => {
    const response = await (await shop()).inject('/broken')
    expect(response.statusCode).toBe(500)
    expect(response.headers['content-type']).toBe(PROBLEM)
    expect(response.body).not.toMatch(/hunter2|secret|stack|\.ts/)
  })

  it('answer an unknown address with 404 and a wrong method with 405 and the methods there are', async () => {
    const server = await shop()
    expect((await server.inject('/nowhere')).json()).toMatchObject({ status: 404 })
    const wrongMethod = await server.inject({ method: 'DELETE', url: '/api/v1/orders/7?x=1' })
    expect(wrongMethod.statusCode).toBe(405)
    expect(wrongMethod.headers['allow']).toBe('GET, HEAD')
    expect((await server.inject({ method: 'PATCH', url: '/api/v1/orders' })).headers['allow']).toBe('GET, HEAD, POST')
  })

  it.each([
    ['a body too large', 413, { method: 'POST', url: '/api/v1/orders', payload: { assetId: 'x'.repeat(2_000_000) } }],
    [
      'a body that is not JSON',
      400,
      { method: 'POST', url: '/api/v1/orders', payload: '{"a":', headers: { 'content-type': 'application/json' } },
    ],
    [
      'a body in another media type',
      415,
      { method: 'POST', url: '/api/v1/orders', payload: '<a/>', headers: { 'content-type': 'text/xml' } },
    ],
    [
      'a body that reaches for a prototype',
      400,
      { method: 'POST', url: '/api/v1/orders', payload: '{"__proto__":{}}', headers: { 'content-type': 'application/json' } },
    ],
    ['an address that cannot be decoded', 400, { method: 'GET', url: '/%ZZ' }],
  ] as const)('answer %s with %i', async (_what, status, request) => {
    const response = await (await shop()).inject(request as never)
    expect(response.statusCode).toBe(status)
    expect(response.headers['content-type']).toBe(PROBLEM)
    expect(response.json()).toMatchObject({ status, detail: expect.stringMatching(/\w/) })
  })

  it('keep the headers of a refusal for too many requests', async () => {
    const server = await serverWith()
    server.get('/busy', async () => {
      throw problem(429, 'Too many requests', { headers: { 'retry-after': '7' } })
    })
    server.get('/limited', async (_request, reply) => {
      void reply.header('retry-after', '9')
      throw Object.assign(new Error('limit of plugin internals'), { statusCode: 429 })
    })
    expect((await server.inject('/busy')).headers['retry-after']).toBe('7')
    const limited = await server.inject('/limited')
    expect(limited.headers['retry-after']).toBe('9')
    expect(limited.json()).toMatchObject({ status: 429, title: 'Too Many Requests' })
    expect(limited.body).not.toContain('internals')
  })

  it('say 503 and when to come back while the database is away', async () => {
    const server = await serverWith()
    server.get('/rows', async () => {
      throw Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432'), { code: 'ECONNREFUSED' })
    })
    const response = await server.inject('/rows')
    expect(response.statusCode).toBe(503)
    expect(response.headers['retry-after']).toBe('5')
    expect(response.body).not.toContain('10.1.2.3')
  })

  it('end an answer that takes too long with 503 and abort its work', async () => {
    const server = await serverWith({ limits: { answerTimeoutMs: 20 } })
    const aborted = Promise.withResolvers<void>()
    server.get('/slow', async ({ signal }) => {
      signal.addEventListener('abort', () => aborted.resolve())
      return new Promise(() => {})
    })
    expect((await server.inject('/slow')).json()).toMatchObject({ status: 503, title: 'It took too long' })
    await aborted.promise
  })

  it('answer what is not even HTTP', async () => {
    const server = await serverWith()
    const url = await server.listen(ANYWHERE)
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    await once(socket, 'connect')
    socket.end('NONSENSE\r\n\r\n')
    const answer = await text(socket)
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request/)
    expect(answer).toContain(PROBLEM)
  })
})

describe('health', () => {
  it('is not ready before it listens, ready while it does and every check passes', async () => {
    let isUp = true
    const server = await serverWith({
      ready: [
        { name: 'database', check: async () => (isUp ? undefined : Promise.reject(new Error('10.0.0.1 refused'))) },
        { name: 'events', check: async () => {} },
      ],
    })
    expect((await server.inject('/health/live')).json()).toEqual({ live: true })
    const early = await server.inject('/health/ready')
    expect([early.statusCode, early.json().state]).toEqual([503, 'starting'])
    await server.listen(ANYWHERE)
    const serving = await server.inject('/health/ready')
    expect(serving.statusCode).toBe(200)
    expect(serving.json()).toEqual({
      ready: true,
      state: 'serving',
      version: '1.2.3',
      checks: [
        { name: 'database', ok: true },
        { name: 'events', ok: true },
      ],
    })
    isUp = false
    await expect.poll(async () => (await server.inject('/health/ready')).statusCode, { timeout: 5_000 }).toBe(503)
    const failing = await server.inject('/health/ready')
    expect(failing.json().checks).toContainEqual({ name: 'database', ok: false })
    expect(failing.body).not.toContain('10.0.0.1')
  })

  it('asks what it depends on once, however often it is asked', async () => {
    let asked = 0
    const server = await serverWith({ ready: [{ name: 'database', check: async () => (asked += 1) }] })
    await Promise.all(Array.from({ length: 50 }, () => server.inject('/health/ready')))
    expect(asked).toBe(1)
  })

  it('while draining, lets a running request end, and its connection with it', async () => {
    const server = await serverWith()
    const started = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<string>()
    server.get('/long', async () => {
      started.resolve()
      return finish.promise
    })
    const socket = connect(Number(new URL(await server.listen(ANYWHERE)).port), '127.0.0.1')
    const answer = text(socket)
    socket.write('GET /long HTTP/1.1\r\nhost: x\r\n\r\n')
    await started.promise
    const closed = server.close()
    await expect.poll(() => server.draining.aborted).toBe(true)
    finish.resolve('done')
    expect(await answer).toMatch(/^HTTP\/1.1 200 [^]*connection: close[^]*done$/i)
    await closed
  })

  it.each([
    ['/health/ready', /"state":"draining"/],
    ['/anything', /This instance is closing/],
  ])('while draining, answers %s with 503', async (path, told) => {
    const server = await serverWith()
    server.get('/anything', async () => 'done')
    const accepted = once(server.server, 'connection') as Promise<[Socket]>
    const socket = connect(Number(new URL(await server.listen(ANYWHERE)).port), '127.0.0.1')
    const answer = text(socket)
    socket.write(`GET ${path} HTTP/1.1\r\n`)
    const [serverSide] = await accepted
    await expect.poll(() => serverSide.bytesRead).toBeGreaterThan(0)
    const closed = server.close()
    await expect.poll(() => server.draining.aborted).toBe(true)
    socket.write('host: x\r\n\r\n')
    expect(await answer).toMatch(/^HTTP\/1.1 503 /)
    expect(await answer).toMatch(told)
    await closed
  })
})

describe('what every server offers', () => {
  it('metrics by route pattern, never by address', async () => {
    const server = await shop()
    await server.inject('/api/v1/orders/A-SECRET-ID')
    const { body, headers } = await server.inject('/metrics')
    expect(headers['content-type']).toContain('text/plain')
    expect(body).toMatch(/http_request_duration_seconds_count\{.*method="GET",route="\/api\/v1\/orders\/:orderId",status="409".*\} 1/)
    expect(body).toContain('process_cpu_seconds_total')
    expect(body).not.toContain('A-SECRET-ID')
  })

  it('an OpenAPI 3.1 document that shows problems, defaults and the key of a command', async () => {
    const document = (await (await shop()).inject('/api/v1/openapi.json')).json()
    expect(document.openapi).toBe('3.1.0')
    expect(document.info).toEqual({ title: 'Example', description: 'A service made for tests.', version: '1.2.3' })
    expect(Object.keys(document.paths)).not.toContain('/health/live')
    const { get, post } = document.paths['/api/v1/orders']
    expect(get.parameters).toContainEqual(expect.objectContaining({ name: 'limit', required: false }))
    expect(post.parameters).toContainEqual(expect.objectContaining({ name: 'idempotency-key', in: 'header', required: true }))
    expect(Object.keys(post.responses)).toEqual(expect.arrayContaining(['201', '4XX', '5XX']))
    expect(post.responses['4XX'].content['application/problem+json'].schema.required).toEqual(['type', 'title', 'status'])
  })

  it('security headers on every answer, refusals too', async () => {
    const server = await shop()
    for (const url of ['/api/v1/orders', '/nowhere', '/broken']) {
      expect((await server.inject(url)).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cache-control': 'no-store',
      })
    }
  })

  it("continues the caller's trace through the body and the work, and logs it", async () => {
    const tracing = startTracing({ service: 'example' })
    const lines: string[] = []
    const server = await serverWith({
      log: createLog({ service: 'example', level: 'info', destination: { write: (line) => void lines.push(line) } }),
    })
    server.post('/echo', async () => {
      await new Promise((resolve) => setImmediate(resolve))
      return { traceparent: currentTraceparent() }
    })
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    const url = await server.listen(ANYWHERE)
    const response = await fetch(`${url}/echo`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { traceparent, 'content-type': 'application/json' },
    })
    expect(await response.json()).toEqual({
      traceparent: expect.stringMatching(/^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$/),
    })
    await expect
      .poll(() => lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'answered'))
      .toMatchObject({
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        route: '/echo',
        status: 200,
      })
    await tracing.stop()
  })
})
