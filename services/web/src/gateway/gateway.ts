import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { notFound, OutageError } from '@imaging/http'
import type { IdentitySigner } from '@imaging/identity'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { bearer } from '../adapters/clients.ts'
import type { ServiceAddresses } from '../config.ts'
import { whileTheSame } from '../shell/identity-watch.ts'
import { gatewayDocument } from './api-document.ts'
import { API, forwardedHeaders, returnedHeaders, upstreamUrl } from './upstream-request.ts'
import { whoCalls, whoReads, type WhoCallsDeps } from './who-calls.ts'

export interface GatewayDeps extends WhoCallsDeps {
  readonly addresses: ServiceAddresses
  readonly sign: IdentitySigner
  /** How often it is looked at whether a reader of a stream may still read. */
  readonly recheckMs?: number | undefined
}

/** A service answers in 30 s or not at all. */
const ANSWER_TIMEOUT_MS = 35_000

/** A register file of 10 MB as base64 in JSON. */
const BODY_BYTES_MAX = 15 * 1_048_576

/** What the services' APIs are called, in the order a list shows them. */
const TITLES: Readonly<Record<keyof ServiceAddresses, string>> = {
  assets: 'Register of scanners, sites and contracts',
  telemetry: 'Readings and conditions',
  availability: 'Live status, downtime and availability',
  maintenance: 'Work orders',
  access: 'Accounts, roles and grants',
  record: 'The record',
}

const isService = (name: string): name is keyof ServiceAddresses => Object.hasOwn(TITLES, name)

type ApiRequest = FastifyRequest<{ Params: { readonly service: string } }>

const askedService = ({ params: { service } }: ApiRequest): keyof ServiceAddresses => {
  if (!isService(service)) throw notFound('API of that name')
  return service
}

/** Sends a request on as whoever asks, and answers with what the service says, a stream as it comes. */
const passOn = async (deps: GatewayDeps, request: ApiRequest, reply: FastifyReply): Promise<void> => {
  const service = askedService(request)
  const url = upstreamUrl(deps.addresses[service], service, request.raw.url ?? '')
  const { caller } = request
  if (url === undefined || caller === undefined) throw notFound('such place in this API')
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  const signal = AbortSignal.any([gone.signal, request.server.draining])
  const authorization = await bearer(deps.sign, caller, service)()
  const answer = await answered(url, request, forwardedHeaders(request.headers, authorization), signal)
  if (answer.headers.get('content-type')?.startsWith('text/event-stream') !== true) {
    reply.code(answer.status).headers(returnedHeaders(answer.headers, service))
    return void (await reply.send(answer.body === null ? null : Buffer.from(await answer.arrayBuffer())))
  }
  // Who reads was said when it was opened; whether they still may is looked at while it lasts.
  const holds = whileTheSame({ who: () => whoReads(deps, request), identity: caller, signal, everyMs: deps.recheckMs })
  await streamed(reply, answer, service, holds)
}

const answered = async (
  url: URL,
  request: FastifyRequest,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Response> => {
  const tooLate = new AbortController()
  const timer = setTimeout(() => tooLate.abort(), ANSWER_TIMEOUT_MS)
  try {
    return await fetch(url, {
      method: request.method,
      headers,
      redirect: 'error',
      signal: AbortSignal.any([signal, tooLate.signal]),
      ...(request.body instanceof Buffer && request.body.length > 0 && { body: new Uint8Array(request.body) }),
    })
  } catch (error) {
    throw new OutageError(`${request.method} ${url.origin}${url.pathname}: no answer`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

const streamed = async (reply: FastifyReply, answer: Response, service: string, signal: AbortSignal): Promise<void> => {
  reply.hijack()
  reply.raw.writeHead(answer.status, { ...returnedHeaders(answer.headers, service), 'x-accel-buffering': 'no', connection: 'close' })
  const body = answer.body === null ? Readable.from([]) : Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0])
  await pipeline(body, reply.raw, { signal }).catch(() => reply.raw.destroy())
}

/**
 * One origin for the APIs of all services: each at `/api/v1/<service>/…`, with who asks checked here and said to the service in a
 * token of our own. Bodies pass as they are, up to a size.
 */
export const gateway =
  (deps: GatewayDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (_request, body, done) => done(null, body))

    app.get('/api/v1', { schema: { hide: true } }, () => ({
      items: Object.entries(TITLES).map(([name, title]) => ({ name, title, openapi: `${API}${name}/openapi.json` })),
    }))

    app.get('/api/v1/:service/openapi.json', { schema: { hide: true } }, async (request: ApiRequest, reply) => {
      const service = askedService(request)
      const url = new URL('/api/v1/openapi.json', deps.addresses[service])
      const answer = await answered(url, request, { accept: 'application/json' }, request.server.draining)
      if (!answer.ok) throw new OutageError(`${url.href} answered ${answer.status}`)
      return reply.send(gatewayDocument((await answer.json()) as object, service))
    })

    await app.register(async (calls) => {
      calls.addHook('onRequest', async (request) => {
        request.caller = await whoCalls(deps, request)
      })
      calls.route({
        method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
        url: '/api/v1/:service/*',
        bodyLimit: BODY_BYTES_MAX,
        schema: { hide: true },
        handler: (request, reply) => passOn(deps, request as ApiRequest, reply),
      })
    })
  }
