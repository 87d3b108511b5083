import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Sql } from '@imaging/postgres'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  claimKey,
  keepAnswerOf,
  releaseKey,
  sweepKeys,
  type Claim,
  type Claimed,
  type CommandKey,
  type KeptAnswer,
} from './idempotency-repository.ts'
import { problem, type ProblemError } from './problem.ts'

/** Most commands are done by then; a person's second press is answered as the first. */
const TWIN_WAIT_MS = 2_000
const TWIN_POLL_MS = 50
const SWEEP_EVERY_MS = 3_600_000

const KEY = /^[\x21-\x7e]{1,128}$/
const COMMANDS: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH'])
/** What describes the answer's body or where its result is; the rest belongs to one exchange. */
const HEADERS_KEPT = ['content-type', 'etag', 'location'] as const
/** Refusals that may not hold the next time: not signed in, not allowed yet, too early, too many. */
const PASSING: ReadonlySet<number> = new Set([401, 403, 408, 425, 429])

export interface IdempotencyOptions {
  /** The service's own database, where `idempotency_key` is. */
  readonly pool: Sql
  /** Who sends a command: the same key of another caller is another key. One caller for all, when left out. */
  readonly callerOf?: (request: FastifyRequest) => string
  /** How long a twin waits for the first to answer before it is told to come back. */
  readonly twinWaitMs?: number
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** False for a POST that only asks, or whose sender has its own way of saying "again". */
    readonly idempotencyKey?: boolean
  }
}

const claims = new WeakMap<FastifyRequest, Claim>()
/** Answered 503 for being late while the command still runs: its key stays taken until it is done or its claim runs out. */
const overdue = new WeakSet<FastifyRequest>()

/**
 * A plugin that makes commands safe to repeat: `await server.register(idempotency({ pool }))` before the routes.
 *
 * The same `Idempotency-Key` with the same request gets the same answer again (marked `idempotent-replayed`); with another
 * request 422. Of two at once one runs, the other waits for its answer or gets 409 with `Retry-After`. POST needs a key;
 * PUT and PATCH may have one. Answers that may differ next time (5xx, 401, 403, 429) are not kept; keys are, for 48 hours.
 *
 * The answer is kept after the effect, unless the route calls `keepAnswer` in its transaction: then a crash between the
 * two cannot make a repeat act twice.
 *
 * @source https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export function idempotency({
  pool,
  callerOf = () => 'any',
  twinWaitMs = TWIN_WAIT_MS,
}: IdempotencyOptions): (server: FastifyInstance) => Promise<void> {
  const plugin = async (server: FastifyInstance): Promise<void> => {
    server.addHook('preHandler', async (request, reply) => {
      if (!COMMANDS.has(request.method) || request.routeOptions.config.idempotencyKey === false) return
      const key = keyOf(request)
      if (key === undefined) return
      const claimed = await claimOrWait(pool, { key, scope: scopeOf(request, callerOf), digest: digestOf(request) }, twinWaitMs)
      if (claimed.kind === 'answered') return replay(reply, claimed.answer)
      if (claimed.kind !== 'ours') throw refusal(claimed.kind)
      claims.set(request, claimed.claim)
    })
    server.addHook('onError', async (request, _reply, error) => {
      if (error.code === 'FST_ERR_HANDLER_TIMEOUT') overdue.add(request)
    })
    server.addHook('onSend', async (request, reply, payload) => {
      const claim = claims.get(request)
      if (claim !== undefined && !overdue.has(request)) await settle(pool, claim, reply, payload)
    })
    sweepRegularly(server, pool)
  }
  // Fastify's mark for a plugin whose hooks hold for the server it is registered on, not for a scope of its own.
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true })
}

/**
 * Keeps the answer in the command's own transaction: effect and answer commit together or not at all.
 *
 * Call it last, with the status and headers already set on the reply and with what the route then returns. Without a
 * key there is nothing to keep.
 *
 * @throws {ProblemError} 409 when the command took so long that a repeat has taken it over; the transaction must roll back.
 */
export async function keepAnswer(tx: Sql, reply: FastifyReply, body: unknown): Promise<void> {
  const claim = claims.get(reply.request)
  if (claim === undefined) return
  const payload = body === undefined ? '' : (reply.serialize(body) as string)
  const headers = { ...(body !== undefined && { 'content-type': 'application/json; charset=utf-8' }), ...keptHeaders(reply) }
  if (!(await keepAnswerOf(tx, claim, { status: reply.statusCode, headers, payload }))) throw refusal('running')
}

function keyOf(request: FastifyRequest): string | undefined {
  const sent = request.headers['idempotency-key']
  if (typeof sent === 'string' && KEY.test(sent)) return sent
  if (sent === undefined && request.method !== 'POST') return undefined
  const message =
    'must be 1 to 128 visible ASCII characters that name this one command, such as a UUID; send the same again when you repeat it'
  throw problem(400, 'Idempotency-Key is needed', {
    detail: 'It makes repeating this command harmless.',
    errors: [{ pointer: '/headers/idempotency-key', message }],
  })
}

const scopeOf = (request: FastifyRequest, callerOf: (request: FastifyRequest) => string): string =>
  `${callerOf(request)} ${request.method} ${request.routeOptions.url}`

/** Length stands in for a streamed body (a file), which is not read yet. */
function digestOf({ url, body, headers }: FastifyRequest): string {
  const content = Buffer.isBuffer(body) ? body : JSON.stringify(body ?? headers['content-length'] ?? null)
  return createHash('sha256').update(`${url}\n`).update(content).digest('base64url')
}

async function claimOrWait(pool: Sql, command: CommandKey, waitMs: number): Promise<Claimed> {
  const deadlineMs = performance.now() + waitMs
  for (;;) {
    const claimed = await claimKey(pool, command)
    if (claimed.kind !== 'running' || performance.now() >= deadlineMs) return claimed
    await delay(TWIN_POLL_MS)
  }
}

function refusal(kind: 'running' | 'other request'): ProblemError {
  if (kind === 'running') {
    const detail = 'The same command is being carried out. Send it again shortly, with the same key, to get its answer.'
    return problem(409, 'Already under way', { detail, headers: { 'retry-after': '1' } })
  }
  return problem(422, 'This Idempotency-Key belongs to another request', {
    detail: 'Use a new key for a new command; to repeat a command, send exactly what you sent before.',
    errors: [{ pointer: '/headers/idempotency-key', message: 'must be new for a new request' }],
  })
}

const replay = (reply: FastifyReply, { status, headers, payload }: KeptAnswer): FastifyReply =>
  reply.code(status).headers(headers).header('idempotent-replayed', 'true').serializer(String).send(payload)

/** An answer that cannot be kept must not fail the command, which is done: its claim runs out instead. */
async function settle(pool: Sql, claim: Claim, reply: FastifyReply, payload: unknown): Promise<void> {
  const status = reply.statusCode
  const mayDiffer = status >= 500 || PASSING.has(status) || reply.hasHeader('retry-after')
  const text = payload === undefined || payload === null ? '' : payload
  try {
    if (mayDiffer || typeof text !== 'string') await releaseKey(pool, claim)
    else await keepAnswerOf(pool, claim, { status, headers: keptHeaders(reply), payload: text })
  } catch (error) {
    reply.request.log.error({ err: error }, 'the answer of a command could not be kept')
  }
}

const keptHeaders = (reply: FastifyReply): Record<string, string> =>
  Object.fromEntries(HEADERS_KEPT.flatMap((name) => (reply.hasHeader(name) ? [[name, String(reply.getHeader(name))]] : [])))

function sweepRegularly(server: FastifyInstance, pool: Sql): void {
  const sweep = async (): Promise<void> => {
    while (await sweepKeys(pool));
  }
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => server.log.warn({ err: error }, 'old idempotency keys were not removed'))
  }, SWEEP_EVERY_MS)
  timer.unref()
  server.addHook('onClose', async () => clearInterval(timer))
}
