import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { inTransaction, type Pool } from '@imaging/postgres'
import { createTestDatabase, type TestDatabase } from '@imaging/postgres/testing'
import { Type } from 'typebox'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Server, ServerLimits } from './create-server.ts'
import { exampleServer } from './example-server.ts'
import { sweepKeys } from './idempotency-repository.ts'
import { idempotency, keepAnswer, type IdempotencyOptions } from './idempotency.ts'
import { conflict } from './problem.ts'

const SERVICE = 'http_example'
const open: Server[] = []
let database: TestDatabase
let pool: Pool

beforeAll(async () => {
  const directory = fileURLToPath(new URL('../example-migrations', import.meta.url))
  database = await createTestDatabase(inject('databaseUrl'))
  pool = await database.service(SERVICE, directory)
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})
afterAll(() => database.drop())

const Order = Type.Object({ part: Type.String() })

/** A server that counts how often each command was really carried out. */
async function shop(options: Partial<IdempotencyOptions> = {}, limits: Partial<ServerLimits> = {}) {
  const server = await exampleServer({ limits })
  open.push(server)
  await server.register(idempotency({ pool, ...options }))
  const done: string[] = []
  server.post('/orders', { schema: { body: Order } }, async ({ body }, reply) => {
    done.push(body.part)
    return reply.code(201).header('location', `/orders/${done.length}`).header('etag', '"1"').send({ number: done.length })
  })
  const send = (key: string | undefined, payload: unknown = { part: 'coil' }, url = '/orders', method: 'POST' | 'PUT' = 'POST') =>
    server.inject({ method, url, payload: payload as object, headers: key === undefined ? {} : { 'idempotency-key': key } })
  return { server, done, send }
}

describe('a command with an idempotency key', () => {
  it('is carried out once, and its repeat gets the same answer', async () => {
    const { done, send } = await shop()
    const key = randomUUID()
    const first = await send(key)
    const again = await send(key)
    expect(done).toHaveLength(1)
    expect(first.headers['idempotent-replayed']).toBeUndefined()
    expect(again.headers['idempotent-replayed']).toBe('true')
    for (const part of ['statusCode', 'body'] as const) expect(again[part]).toEqual(first[part])
    for (const name of ['content-type', 'location', 'etag']) expect(again.headers[name]).toBe(first.headers[name])
  })

  it('is refused with 422 when the key belongs to another request', async () => {
    const { done, send } = await shop()
    const key = randomUUID()
    await send(key)
    expect((await send(key, { part: 'tube' })).json()).toMatchObject({ status: 422, errors: [{ pointer: '/headers/idempotency-key' }] })
    expect((await send(key, undefined, '/orders?dry=1')).statusCode).toBe(422)
    expect(done).toEqual(['coil'])
  })

  it('is another command for another caller or at another address', async () => {
    const { server, done, send } = await shop({ callerOf: ({ headers }) => String(headers['authorization']) })
    server.post('/returns', async () => ({ returned: true }))
    const key = randomUUID()
    await send(key)
    expect((await send(key, undefined, '/returns')).json()).toEqual({ returned: true })
    await server.inject({
      method: 'POST',
      url: '/orders',
      payload: { part: 'tube' },
      headers: { 'idempotency-key': key, authorization: 'another' },
    })
    expect(done).toEqual(['coil', 'tube'])
  })

  it.each([[undefined], [''], ['two words'], ['x'.repeat(129)]])('is refused when the key is %j, saying what to send', async (key) => {
    const { done, send } = await shop()
    const response = await send(key)
    expect(response.statusCode).toBe(400)
    expect(response.json().errors).toEqual([{ pointer: '/headers/idempotency-key', message: expect.stringContaining('UUID') }])
    expect(done).toEqual([])
  })

  it('needs none where repeating is harmless or the route says so', async () => {
    const { server, send } = await shop()
    server.put('/orders/1', async () => ({ put: true }))
    server.post('/searches', { config: { idempotencyKey: false } }, async () => ({ found: 0 }))
    expect((await send(undefined, {}, '/orders/1', 'PUT')).statusCode).toBe(200)
    expect((await send(undefined, {}, '/searches')).statusCode).toBe(200)
  })

  it('sent twenty times at once is carried out once, and all get its answer', async () => {
    const { server, send } = await shop()
    let runs = 0
    server.post('/slow-orders', async () => {
      runs += 1
      await new Promise((resolve) => setTimeout(resolve, 50))
      return { runs }
    })
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(key, {}, '/slow-orders')))
    expect(answers.map(({ body }) => body)).toEqual(Array.from({ length: 20 }, () => '{"runs":1}'))
    expect(runs).toBe(1)
  })

  it('whose twin takes long is told to come back, then gets its answer', async () => {
    const { server, send } = await shop({ twinWaitMs: 0 })
    const started = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<void>()
    server.post('/long-orders', async () => {
      started.resolve()
      await finish.promise
      return { done: true }
    })
    const key = randomUUID()
    const first = send(key, {}, '/long-orders')
    await started.promise
    const early = await send(key, {}, '/long-orders')
    expect(early.statusCode).toBe(409)
    expect(early.headers['retry-after']).toBe('1')
    finish.resolve()
    await first
    expect((await send(key, {}, '/long-orders')).json()).toEqual({ done: true })
  })

  it('keeps a refusal, but not a failure', async () => {
    const { server, send } = await shop()
    let asked = 0
    server.post('/refused', async () => {
      throw conflict('Closed', `Asked ${(asked += 1)} times.`)
    })
    let failures = 0
    server.post('/failing', async () => {
      if ((failures += 1) === 1) throw new Error('broken')
      return { failures }
    })
    const [refused, failing] = [randomUUID(), randomUUID()]
    const first = await send(refused, {}, '/refused')
    const again = await send(refused, {}, '/refused')
    expect(again.body).toBe(first.body)
    expect(again.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect((await send(failing, {}, '/failing')).statusCode).toBe(500)
    expect((await send(failing, {}, '/failing')).json()).toEqual({ failures: 2 })
  })
})

describe('an answer kept in the transaction of its command', () => {
  const commandOf = (server: Server, crash: () => void) =>
    server.post('/effects', async (_request, reply) => {
      const effect = await inTransaction(pool, async (tx) => {
        const { rows } = await tx.query<{ number: string }>('insert into effect default values returning number')
        const answer = { number: Number(rows[0]?.number) }
        await keepAnswer(tx, reply.code(201).header('etag', '"1"'), answer)
        return answer
      })
      crash()
      return effect
    })
  const effects = async (): Promise<number> => Number((await pool.query('select count(*) from effect')).rows[0].count)

  it('is there even when the process dies between the commit and the answer', async () => {
    const { server, send } = await shop()
    commandOf(server, () => {
      throw new Error('killed')
    })
    const key = randomUUID()
    const before = await effects()
    expect((await send(key, {}, '/effects')).statusCode).toBe(500)
    const again = await send(key, {}, '/effects')
    expect(again.statusCode).toBe(201)
    expect(again.headers['etag']).toBe('"1"')
    expect(again.json()).toEqual({ number: expect.any(Number) })
    expect(await effects()).toBe(before + 1)
  })

  it('is given to a repeat when the first was answered that it took too long', async () => {
    const { server, send } = await shop({ twinWaitMs: 0 }, { answerTimeoutMs: 100 })
    const finish = Promise.withResolvers<void>()
    server.post('/overdue', async (_request, reply) => {
      await finish.promise
      await inTransaction(pool, (tx) => keepAnswer(tx, reply.code(200), { done: true }))
      return { done: true }
    })
    const key = randomUUID()
    expect((await send(key, {}, '/overdue')).statusCode).toBe(503)
    expect((await send(key, {}, '/overdue')).statusCode).toBe(409)
    finish.resolve()
    await expect.poll(async () => (await send(key, {}, '/overdue')).statusCode).toBe(200)
  })

  it('undoes the work of a command that another has taken over', async () => {
    const { server, send } = await shop()
    const key = randomUUID()
    server.post('/stalled', async (_request, reply) => {
      await inTransaction(pool, async (tx) => {
        await tx.query('insert into effect default values')
        await pool.query('update idempotency_key set created_at = clock_timestamp() where key = $1', [key])
        await keepAnswer(tx, reply, { done: true })
      })
      return { done: true }
    })
    const before = await effects()
    expect((await send(key, {}, '/stalled')).statusCode).toBe(409)
    expect(await effects()).toBe(before)
  })
})

describe('keys', () => {
  const age = (key: string, interval: string) =>
    pool.query('update idempotency_key set created_at = now() - $2::interval where key = $1', [key, interval])

  it('older than 48 hours are forgotten, and may be used again', async () => {
    const { done, send } = await shop()
    const [old, fresh, reused] = [randomUUID(), randomUUID(), randomUUID()]
    for (const key of [old, fresh, reused]) await send(key)
    await age(old, '49 hours')
    await age(fresh, '47 hours')
    await age(reused, '49 hours')
    expect((await send(reused, { part: 'tube' })).statusCode).toBe(201)
    while (await sweepKeys(pool));
    await send(old)
    await send(fresh)
    expect(done).toEqual(['coil', 'coil', 'coil', 'tube', 'coil'])
  })

  it('claimed by a process that died are free again for the same command', async () => {
    const { done, send } = await shop({ twinWaitMs: 0 })
    const key = randomUUID()
    await send(key)
    await pool.query('update idempotency_key set status = null, response = null where key = $1', [key])
    await age(key, '1 minute')
    expect((await send(key)).statusCode).toBe(409)
    await age(key, '3 minutes')
    expect((await send(key, { part: 'tube' })).statusCode).toBe(422)
    expect((await send(key)).statusCode).toBe(201)
    expect(done).toHaveLength(2)
  })
})
