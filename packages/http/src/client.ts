import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { currentTraceparent, type Log } from '@imaging/observability'
import { type Static, type TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { OutageError } from './outage-error.ts'
import { Problem, ProblemError } from './problem.ts'

/** The first pause; each later one may be twice as long, and each is drawn at random up to that. */
const PAUSE_MS = 100
/** Longer than this the caller decides for itself. */
const PAUSE_MS_MAX = 5_000
/** A page of the largest list is far below; more than this is a mistake of the other side. */
const ANSWER_BYTES_MAX = 32 * 1024 * 1024

const OUTAGE_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504])

export interface ClientOptions {
  /** Where the other service is; paths are added to it. */
  readonly baseUrl: string
  readonly log: Log
  /** For one attempt, from connecting to the last byte. */
  readonly timeoutMs?: number
  /** Attempts after the first. */
  readonly retries?: number
  /** Sent with every request, such as an authorization. */
  readonly headers?: Readonly<Record<string, string>>
  readonly fetch?: typeof fetch
  /** Between 0 and 1; spreads the retries of many clients. */
  readonly random?: () => number
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface CallOptions<S extends TSchema = TSchema> {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** Checked against the answer, so that another service's mistake stops here. */
  readonly schema?: S
  /** The business key of a command; drawn at random when left out, which makes only this call's own retries safe. */
  readonly idempotencyKey?: string
  /** ETag of the version an edit was made on. */
  readonly ifMatch?: string
  /** The value of the header `authorization`, asked for anew for every attempt: a token may be good only once. */
  readonly authorization?: () => Promise<string>
}

export interface Answer<T> {
  readonly status: number
  readonly body: T
  readonly etag: string | undefined
}

export interface Client {
  request<T = unknown>(method: Method, path: string, body?: unknown, options?: CallOptions): Promise<Answer<T>>
  get<S extends TSchema>(path: string, options: CallOptions<S> & { readonly schema: S }): Promise<Static<S>>
  get<T = unknown>(path: string, options?: CallOptions): Promise<T>
  post<T = unknown>(path: string, body?: unknown, options?: CallOptions): Promise<T>
  put<T = unknown>(path: string, body?: unknown, options?: CallOptions): Promise<T>
  patch<T = unknown>(path: string, body?: unknown, options?: CallOptions): Promise<T>
  delete<T = unknown>(path: string, options?: CallOptions): Promise<T>
}

/**
 * Calls to another service: JSON both ways, the running trace and an idempotency key sent along, problem details thrown.
 *
 * Retried, with random pauses, are only outages (no answer, too slow, 429, 502, 503, 504, and a 409 that says when to come
 * back). All methods are safe to repeat: reads by nature, commands by their key.
 *
 * @throws {ProblemError} What the other service answered, `isRemote`.
 * @throws {OutageError} When it did not answer, after the last retry.
 */
export function createClient(options: ClientOptions): Client {
  const { log, timeoutMs = 5_000, retries = 2, random = Math.random } = options

  async function received(method: Method, path: string, body: unknown, call: CallOptions): Promise<Answer<unknown>> {
    const send = prepared(options, method, path, body, call)
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = await send(timeoutMs)
        return answerOf(answer)
      } catch (error) {
        const pauseMs = pauseBefore(error, attempt, random)
        if (call.signal?.aborted === true || attempt >= retries || pauseMs === undefined) throw error
        log.warn({ method, path, attempt: attempt + 1, pauseMs: Math.round(pauseMs), err: error }, 'call failed, trying again')
        await delay(pauseMs, undefined, call.signal && { signal: call.signal })
      }
    }
  }
  const request = async <T>(method: Method, path: string, body?: unknown, call: CallOptions = {}): Promise<Answer<T>> =>
    asPromised(await received(method, path, body, call), call.schema) as Answer<T>
  const bodyOf = async <T>(answer: Promise<Answer<T>>): Promise<T> => (await answer).body

  return {
    request,
    get: <T>(path: string, call?: CallOptions) => bodyOf(request<T>('GET', path, undefined, call)),
    post: (path, body, call) => bodyOf(request('POST', path, body, call)),
    put: (path, body, call) => bodyOf(request('PUT', path, body, call)),
    patch: (path, body, call) => bodyOf(request('PATCH', path, body, call)),
    delete: (path, call) => bodyOf(request('DELETE', path, undefined, call)),
  }
}

/** The request as a function, so that every attempt sends the same bytes and the same key. */
function prepared(
  { baseUrl, headers, fetch: send = fetch }: ClientOptions,
  method: Method,
  path: string,
  body: unknown,
  call: CallOptions,
) {
  const url = address(baseUrl, path, call.query)
  const traceparent = currentTraceparent()
  const init: RequestInit = {
    method,
    redirect: 'error',
    headers: {
      accept: 'application/json, application/problem+json',
      ...headers,
      ...call.headers,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(traceparent !== undefined && { traceparent }),
      ...(method !== 'GET' && { 'idempotency-key': call.idempotencyKey ?? randomUUID() }),
      ...(call.ifMatch !== undefined && { 'if-match': call.ifMatch }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }
  return async (timeoutMs: number): Promise<{ status: number; headers: Headers; text: string }> => {
    const authorization = await call.authorization?.()
    const headers = { ...init.headers, ...(authorization !== undefined && { authorization }) }
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      const response = await send(url, { ...init, headers, signal: call.signal ? AbortSignal.any([call.signal, timeout]) : timeout })
      return { status: response.status, headers: response.headers, text: await boundedText(response) }
    } catch (error) {
      if (call.signal?.aborted === true) throw call.signal.reason
      throw new OutageError(
        `${method} ${url.origin}${url.pathname}: ${timeout.aborted ? `no answer within ${timeoutMs} ms` : 'no connection'}`,
        { cause: error },
      )
    }
  }
}

function address(baseUrl: string, path: string, query: CallOptions['query'] = {}): URL {
  const url = new URL(baseUrl.replace(/\/$/, '') + path)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value))
  return url
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > ANSWER_BYTES_MAX) throw new RangeError(`the answer is larger than ${ANSWER_BYTES_MAX} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function answerOf({ status, headers, text }: { status: number; headers: Headers; text: string }): Answer<unknown> {
  const body = parsed(text)
  if (status >= 400) throw remoteProblem(status, body, headers)
  return { status, body, etag: headers.get('etag') ?? undefined }
}

function asPromised<A extends Answer<unknown>>(answer: A, schema: TSchema | undefined): A {
  if (schema === undefined || Value.Check(schema, answer.body)) return answer
  const [fault] = Value.Errors(schema, answer.body)
  const detail = `${fault?.instancePath} ${fault?.message}`
  throw new ProblemError(502, 'Another service answered what it never promised', { isRemote: true, detail })
}

function remoteProblem(status: number, body: unknown, headers: Headers): ProblemError {
  const retryAfter = headers.get('retry-after')
  const kept = { isRemote: true, ...(retryAfter !== null && { headers: { 'retry-after': retryAfter } }) }
  if (!Value.Check(Problem, body)) return new ProblemError(status, `Another service answered ${status}`, kept)
  const { title, detail, type, errors } = body
  return new ProblemError(status, title, {
    ...kept,
    type,
    ...(detail !== undefined && { detail }),
    ...(errors !== undefined && { errors }),
  })
}

function parsed(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** How long to wait before the next attempt; `undefined` when another attempt would end the same. */
function pauseBefore(error: unknown, attempt: number, random: () => number): number | undefined {
  const drawnMs = random() * Math.min(PAUSE_MS_MAX, PAUSE_MS * 2 ** attempt)
  if (error instanceof OutageError) return drawnMs
  if (!(error instanceof ProblemError)) return undefined
  const askedMs = Number(error.headers['retry-after'] ?? Number.NaN) * 1000
  const isOutage = OUTAGE_STATUSES.has(error.status) || (error.status === 409 && askedMs >= 0)
  if (!isOutage || askedMs > PAUSE_MS_MAX) return undefined
  return Number.isNaN(askedMs) ? drawnMs : askedMs + drawnMs
}
