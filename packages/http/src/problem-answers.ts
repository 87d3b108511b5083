import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { isOutage as isDatabaseOutage } from '@imaging/postgres'
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import type { Server } from './create-server.ts'
import { ProblemError, problem, type Problem } from './problem.ts'
import { OutageError } from './outage-error.ts'

const MEDIA_TYPE = 'application/problem+json; charset=utf-8'

/** Long enough for a restart of what is away, short enough for a person who waits. */
const RETRY_AFTER_S = 5

const REMEDIES: Readonly<Record<number, string>> = {
  400: 'Check the address and the body of the request.',
  408: 'Send the whole request without pause.',
  413: 'Send less at once.',
  414: 'Shorten the address.',
  415: 'Send JSON, with content-type: application/json.',
  429: 'Wait as long as the retry-after header says, then try again.',
  431: 'Send fewer or shorter headers.',
  503: 'Try again shortly.',
}

/** Refusals of the framework that its status alone does not explain. */
const BY_CODE: Readonly<Record<string, { readonly title: string; readonly detail: string }>> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: { title: 'The body is empty', detail: 'Send JSON, or leave content-type out.' },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    title: 'The body is not JSON',
    detail: 'Check quotes, commas and brackets, and that it was sent whole.',
  },
  FST_ERR_HANDLER_TIMEOUT: { title: 'It took too long', detail: 'Ask for less at once, or try again shortly.' },
}

/** Turns every error and every unknown address into problem details; only our own words leave the process. */
export function answerWithProblems(server: Server): void {
  const routes: RoutePattern[] = []
  server.addHook('onRoute', ({ url, method }) => void routes.push({ pattern: pathPattern(url), methods: [method].flat() }))

  server.setErrorHandler((error, request, reply) => {
    const answer = problemOf(error)
    if (answer.status >= 500) request.log.error({ err: error }, 'request failed')
    return sendProblem(reply, answer)
  })
  server.setNotFoundHandler((request, reply) => {
    const allowed = methodsAt(routes, request.url)
    if (allowed.length === 0) return sendProblem(reply, problem(404, 'There is nothing at this address', { detail: 'Check the address.' }))
    const detail = `This address answers to ${allowed.join(', ')}.`
    return sendProblem(reply, problem(405, `${request.method} is not possible here`, { detail, headers: { allow: allowed.join(', ') } }))
  })
}

function sendProblem(reply: FastifyReply, { status, type, title, detail, errors, headers }: ProblemError): FastifyReply {
  const body: Problem = {
    type,
    title,
    status,
    ...(detail !== undefined && { detail }),
    instance: `urn:uuid:${reply.request.id}`,
    ...(errors.length > 0 && { errors: [...errors] }),
  }
  return reply.code(status).headers(headers).type(MEDIA_TYPE).serializer(JSON.stringify).send(body)
}

/** What may be told of an error: a problem as it is, a refusal of the framework by its status, anything else only as 500. */
function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError && !error.isRemote) return error
  if (isAway(error)) {
    const detail = 'Try again shortly.'
    return problem(503, 'Something this depends on is away', { detail, headers: { 'retry-after': String(RETRY_AFTER_S) } })
  }
  const { statusCode: status = 500, code = '' } = error as Partial<FastifyError>
  if (status < 400 || (status >= 500 && status !== 503)) {
    return problem(500, 'Something went wrong here', { detail: 'It is logged. Quote the instance when you ask for support.' })
  }
  const { title, detail } = BY_CODE[code] ?? { title: STATUS_CODES[status] ?? 'The request was refused', detail: REMEDIES[status] }
  return problem(status, title, detail === undefined ? {} : { detail })
}

/** Another service's refusal (4xx) is no outage: we asked wrongly, which is our own fault and a 500. */
const isAway = (error: unknown): boolean =>
  error instanceof OutageError ||
  isDatabaseOutage(error) ||
  (error instanceof ProblemError && (error.status >= 500 || error.status === 429))

interface RoutePattern {
  readonly pattern: RegExp
  readonly methods: readonly string[]
}

const methodsAt = (routes: readonly RoutePattern[], url: string): string[] => {
  const path = url.split('?', 1)[0] as string
  return [...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))].toSorted()
}

/** `/assets/:assetId` as an expression over paths; a parameter fills one segment, a star the rest. */
const pathPattern = (url: string): RegExp =>
  new RegExp(
    `^${url
      .replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll(/:[^/-]+/g, '[^/]+')
      .replaceAll('*', '.*')}/?$`,
  )

/** Answers what is not even a request: a broken one, headers too large, or a sender too slow. */
export function refuseBrokenRequest(this: FastifyInstance, error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400
  const body: Problem = { type: 'about:blank', title: STATUS_CODES[status] as string, status, detail: REMEDIES[status] as string }
  const json = JSON.stringify(body)
  socket.end(
    `HTTP/1.1 ${status} ${body.title}\r\ncontent-type: ${MEDIA_TYPE}\r\ncontent-length: ${Buffer.byteLength(json)}\r\nconnection: close\r\n\r\n${json}`,
  )
}
