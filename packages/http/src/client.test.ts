import { createLog, currentTraceparent, startTracing, withTraceparent } from '@imaging/observability'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { createClient, type ClientOptions } from './client.ts'
import { exampleServer } from './example-server.ts'
import { OutageError } from './outage-error.ts'
import { conflict, ProblemError } from './problem.ts'

const log = createLog({ service: 'example', level: 'silent' })
const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers })

/** A client whose other side answers from a list, and what it was sent. */
function scripted(answers: readonly (() => Response | Promise<Response>)[], options: Partial<ClientOptions> = {}) {
  const sent: { url: string; init: RequestInit }[] = []
  const answer: typeof fetch = async (input, init = {}) => {
    sent.push({ url: input instanceof Request ? input.url : input.toString(), init })
    const next = answers[sent.length - 1]
    if (next === undefined) throw new Error('asked once too often')
    return next()
  }
  return { sent, client: createClient({ baseUrl: 'http://assets.example', log, fetch: answer, random: () => 0, ...options }) }
}

const headersOf = (init: RequestInit | undefined) => (init?.headers ?? {}) as Record<string, string>
const refused = () => Promise.reject(new TypeError('fetch failed'))

describe('a call', () => {
  it('sends JSON, a query, the version and the key, and gives the body', async () => {
    const { client, sent } = scripted([() => json(200, { id: 7 })], { headers: { authorization: 'Bearer x' } })
    expect(
      await client.put('/orders/7', { a: 1 }, { query: { dry: true, at: undefined }, ifMatch: '"3"', idempotencyKey: 'order-7' }),
    ).toEqual({ id: 7 })
    expect(sent[0]?.url).toBe('http://assets.example/orders/7?dry=true')
    expect(sent[0]?.init.body).toBe('{"a":1}')
    expect(headersOf(sent[0]?.init)).toMatchObject({
      'if-match': '"3"',
      'idempotency-key': 'order-7',
      authorization: 'Bearer x',
      'content-type': 'application/json',
    })
  })

  it('continues the running trace', async () => {
    const tracing = startTracing({ service: 'example' })
    const { client, sent } = scripted([() => json(200, {})])
    const running = await withTraceparent(undefined, 'work', async () => {
      await client.get('/orders')
      return currentTraceparent()
    })
    expect(headersOf(sent[0]?.init)['traceparent']).toBe(running)
    await tracing.stop()
  })

  it('throws the problem it was answered, over a real socket', async () => {
    const server = await exampleServer()
    server.get('/orders/7', async () => {
      throw conflict('Order closed', 'Open a new one.')
    })
    const client = createClient({ baseUrl: await server.listen({ port: 0, host: '127.0.0.1' }), log })
    const error = await client.get('/orders/7').catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ProblemError)
    expect(error).toMatchObject({ status: 409, title: 'Order closed', detail: 'Open a new one.', isRemote: true })
    await server.close()
  })

  it.each([
    [404, 500],
    [503, 503],
  ])('answered %i, through a server that does not catch it, is %i and never the words of the service behind', async (behind, front) => {
    const { client } = scripted([() => json(behind, { type: 'about:blank', title: 'No scanner SECRET-1', status: behind })], { retries: 0 })
    const server = await exampleServer()
    server.get('/front', () => client.get('/behind'))
    const response = await server.inject('/front')
    expect(response.statusCode).toBe(front)
    expect(response.body).not.toContain('SECRET-1')
    await server.close()
  })

  it('refuses an answer that is not of the promised shape', async () => {
    const { client } = scripted([() => json(200, { id: 'seven' })])
    await expect(client.get('/orders/7', { schema: Type.Object({ id: Type.Integer() }) })).rejects.toMatchObject({
      status: 502,
      detail: expect.stringContaining('/id'),
    })
  })
})

describe('an outage', () => {
  it('is tried again, with the same key and bytes', async () => {
    const { client, sent } = scripted([refused, () => json(503, {}), () => json(201, { id: 1 })])
    expect(await client.post('/orders', { a: 1 })).toEqual({ id: 1 })
    const keys = sent.map(({ init }) => headersOf(init)['idempotency-key'])
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
    expect(new Set(keys).size).toBe(1)
    expect(new Set(sent.map(({ init }) => init.body)).size).toBe(1)
  })

  it('is told as such after the last retry', async () => {
    const { client, sent } = scripted([refused, refused, refused])
    await expect(client.get('/orders')).rejects.toThrow(OutageError)
    expect(sent).toHaveLength(3)
  })

  it('is too slow an answer', async () => {
    const server = await exampleServer()
    server.get('/slow', () => new Promise(() => {}))
    const client = createClient({ baseUrl: await server.listen({ port: 0, host: '127.0.0.1' }), log, timeoutMs: 30, retries: 0 })
    await expect(client.get('/slow')).rejects.toThrow('no answer within 30 ms')
    server.server.closeAllConnections()
    await server.close()
  })

  it('is waited out as long as the other side asks', async () => {
    const { client } = scripted([() => json(409, {}, { 'retry-after': '0' }), () => json(200, 'done')])
    expect(await client.post('/orders')).toBe('done')
  })

  it.each([400, 401, 404, 409, 412, 422, 500])('is not a %i: that is thrown at once', async (status) => {
    const { client, sent } = scripted([() => json(status, {})])
    await expect(client.get('/orders')).rejects.toMatchObject({ status })
    expect(sent).toHaveLength(1)
  })

  it('is left at once when the caller gives up', async () => {
    const leave = new AbortController()
    const { client, sent } = scripted([
      () => {
        leave.abort(new Error('drained'))
        return refused()
      },
    ])
    await expect(client.get('/orders', { signal: leave.signal })).rejects.toThrow('drained')
    expect(sent).toHaveLength(1)
  })
})
