import { openSpan, type Metrics, type OpenSpan } from '@imaging/observability'
import type { FastifyRequest } from 'fastify'
import type { Server } from './create-server.ts'

/** Around the limits a person notices: 0.1 s feels instant, 1 s keeps the thread, 10 s loses it. */
const BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Addresses that machines ask every few seconds; a line for each would bury the rest. */
const QUIET = new Set(['/health/live', '/health/ready', '/metrics'])

/**
 * Gives each request an id and a span that continues the caller's `traceparent`, and records its end: one log line and one
 * observation, by route pattern, so that neither holds an identifier or a query.
 */
export function addRequestRecord(server: Server, { metrics }: { readonly metrics: Metrics }): void {
  const spans = new WeakMap<FastifyRequest, OpenSpan>()
  const durations = metrics.histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_S,
  })

  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    const traceparent = request.headers['traceparent']
    const span = openSpan(`${request.method} ${routeOf(request)}`, typeof traceparent === 'string' ? traceparent : undefined)
    spans.set(request, span)
    span.run(done)
  })
  // Reading a body continues on the socket's own context, which knows no span.
  server.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request)
    if (span === undefined) done()
    else span.run(done)
  })
  server.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request)
    const status = reply.raw.statusCode
    spans.get(request)?.end(status >= 500 ? `status ${status}` : undefined)
    durations.observe({ method: request.method, route, status }, reply.elapsedTime / 1000)
    if (!QUIET.has(route))
      request.log.info({ method: request.method, route, status, durationMs: Math.round(reply.elapsedTime) }, 'answered')
    done()
  })
}

const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'none'
