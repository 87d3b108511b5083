import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import swagger from '@fastify/swagger'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { Log, Metrics } from '@imaging/observability'
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance, type RawServerDefault } from 'fastify'
import { compileValidator } from './compile-validator.ts'
import { addHealth, type ReadinessCheck } from './health.ts'
import { documented, documentOperation, OPENAPI_PATH } from './openapi.ts'
import { answerWithProblems, refuseBrokenRequest } from './problem-answers.ts'
import { problem } from './problem.ts'
import { addRequestRecord } from './request-record.ts'
import { addSecurityHeaders } from './security-headers.ts'

export type Server = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBoxTypeProvider>

/** Every limit of a server; the defaults hold for a service behind a gateway, and a test may tighten them. */
export interface ServerLimits {
  /** Time to receive a whole request, so that a slow sender cannot hold a socket. */
  readonly requestTimeoutMs: number
  /** Time to answer; then 503, and `request.signal` is aborted. */
  readonly answerTimeoutMs: number
  /** Silence on a socket before it is closed; longer than the heartbeat of an event stream. */
  readonly idleTimeoutMs: number
  /** Longer than the idle timeout of the gateway's client pool, so that we are not the one to close first. */
  readonly keepAliveMs: number
  readonly bodyBytesMax: number
  readonly headerBytesMax: number
  readonly connectionsMax: number
}

const LIMITS: ServerLimits = {
  requestTimeoutMs: 15_000,
  answerTimeoutMs: 30_000,
  idleTimeoutMs: 60_000,
  keepAliveMs: 65_000,
  bodyBytesMax: 1_048_576,
  headerBytesMax: 16_384,
  connectionsMax: 2_000,
}

/** Identifiers in a path are short; a long one is an attack on the router. */
const PATH_PARAM_LENGTH_MAX = 200

export interface ServerOptions {
  readonly service: string
  readonly version: string
  readonly log: Log
  readonly metrics: Metrics
  /** What must work before requests are wanted; each throws while it does not. */
  readonly ready: readonly ReadinessCheck[]
  readonly openapi: { readonly title: string; readonly description: string }
  readonly limits?: Partial<ServerLimits>
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborted when the server begins to close: open streams end on it. */
    readonly draining: AbortSignal
  }
}

/**
 * A Fastify server with everything a service needs before its first route: limits, request id and trace, problem details
 * for every error, `/health/live`, `/health/ready`, `/metrics`, OpenAPI 3.1 at `/api/v1/openapi.json`, security headers.
 *
 * It does not listen: add routes, then call `listen`.
 */
export async function createServer(options: ServerOptions): Promise<Server> {
  const limits = { ...LIMITS, ...options.limits }
  const server = instance(options.log, limits)
  server.server.maxConnections = limits.connectionsMax

  server.setValidatorCompiler(compileValidator)
  addRequestRecord(server, options)
  addSecurityHeaders(server)
  addDraining(server)
  answerWithProblems(server)
  await addDocument(server, options)
  addHealth(server, options)
  return server
}

const instance = (log: FastifyBaseLogger, limits: ServerLimits): Server =>
  fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: false,
    requestTimeout: limits.requestTimeoutMs,
    handlerTimeout: limits.answerTimeoutMs,
    connectionTimeout: limits.idleTimeoutMs,
    keepAliveTimeout: limits.keepAliveMs,
    bodyLimit: limits.bodyBytesMax,
    http: { maxHeaderSize: limits.headerBytesMax, headersTimeout: limits.requestTimeoutMs },
    routerOptions: { maxParamLength: PATH_PARAM_LENGTH_MAX },
    // Ours is a problem, and lets health be asked; see addDraining.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    clientErrorHandler: refuseBrokenRequest,
    frameworkErrors: (error, request, reply) => request.server.errorHandler(error, request, reply),
  }).withTypeProvider<TypeBoxTypeProvider>()

/**
 * While the server closes: `draining` is aborted, running requests are answered and their connections ended, and what still
 * arrives on a connection opened before is sent to another instance. Health can be asked to the last.
 */
function addDraining(server: Server): void {
  const draining = new AbortController()
  server.decorate('draining', { getter: () => draining.signal })
  server.addHook('preClose', async () => draining.abort())
  // Kept alive after its last answer, a connection would hold the close up until it times out.
  server.addHook('onSend', async (_request, reply) => {
    if (draining.signal.aborted) void reply.header('connection', 'close')
  })
  server.addHook('onRequest', async (request) => {
    if (!draining.signal.aborted || request.url.startsWith('/health/')) return
    throw problem(503, 'This instance is closing', { detail: 'Send it again.', headers: { 'retry-after': '1' } })
  })
}

async function addDocument(server: Server, { version, openapi }: ServerOptions): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: openapi.title, description: openapi.description, version },
    },
    transform: ({ schema, url, route }) => ({ schema: documented(schema, route), url }),
  })
  server.addHook('onRoute', documentOperation)
  server.get(OPENAPI_PATH, { config: { access: 'anyone' }, schema: { hide: true } }, () => server.swagger())
}
