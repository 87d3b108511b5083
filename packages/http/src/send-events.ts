import { once } from 'node:events'
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import { problem } from './problem.ts'

/** A browser tab holds one; a server with more open streams than this has a leak or an attacker. */
const STREAMS_MAX = 500

/** A reader that takes nothing for this long is dropped; it comes back with its last event id and loses nothing. */
const STALL_MS = 20_000

const HEARTBEAT = ': still here\n\n'

export interface ServerSentEvent {
  /** Where to go on after this event; no line breaks. */
  readonly id: string
  readonly event: string
  /** Sent as JSON, which has no line breaks. */
  readonly data: unknown
}

export interface EventStream {
  /** How long a browser waits before it connects again. */
  readonly retryMs: number
  /** Silence after which a comment is sent, so that nothing between closes the connection; below the idle timeout. */
  readonly heartbeatMs: number
  /**
   * The events after `lastEventId` (all that are kept, when undefined), then those to come. Asked for one at a time, as the
   * reader takes them, and told by the signal when nobody reads any more.
   */
  readonly replay: (lastEventId: string | undefined, signal: AbortSignal) => AsyncIterable<ServerSentEvent>
  readonly stallMs?: number
}

const openStreams = new WeakMap<object, Set<ServerResponse>>()

/**
 * Answers with server-sent events until the reader leaves, the server drains, the source ends or fails, or the reader stalls.
 *
 * The source is asked for the next event only when the socket has taken the last one, so memory stays bounded.
 *
 * @returns When the stream has ended.
 * @throws {ProblemError} 503 when the server holds as many streams as it may.
 * @source https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function sendEvents(reply: FastifyReply, { retryMs, heartbeatMs, replay, stallMs = STALL_MS }: EventStream): Promise<void> {
  const { request, server } = reply
  const socket = reply.raw
  const streams = openStreams.get(server.server) ?? new Set()
  openStreams.set(server.server, streams)
  if (streams.size >= STREAMS_MAX)
    throw problem(503, 'Too many open streams', { headers: { 'retry-after': String(Math.ceil(retryMs / 1000)) } })

  const gone = new AbortController()
  const signal = AbortSignal.any([gone.signal, server.draining])
  socket.once('close', () => gone.abort())
  open(reply, retryMs)
  if (request.method === 'HEAD') return void socket.end()
  streams.add(socket)
  const heartbeat = setInterval(() => {
    if (!socket.writableNeedDrain) socket.write(HEARTBEAT)
  }, heartbeatMs)

  try {
    for await (const event of until(signal, replay(lastEventId(reply), signal))) {
      if (!socket.write(frame(event)) && !(await drained(socket, signal, stallMs))) break
    }
  } catch (error) {
    if (!signal.aborted) request.log.error({ err: error }, 'event stream failed')
  } finally {
    clearInterval(heartbeat)
    streams.delete(socket)
    if (socket.writableNeedDrain) socket.destroy()
    else socket.end()
  }
}

function open(reply: FastifyReply, retryMs: number): void {
  reply.hijack()
  reply.headers({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    connection: 'close',
  })
  reply.raw.writeHead(200, reply.getHeaders() as OutgoingHttpHeaders)
  reply.raw.write(`retry: ${retryMs}\n\n`)
}

const lastEventId = ({ request }: FastifyReply): string | undefined => {
  const sent = request.headers['last-event-id']
  return typeof sent === 'string' && sent !== '' ? sent : undefined
}

function frame({ id, event, data }: ServerSentEvent): string {
  if (/[\r\n\0]/.test(id + event))
    throw new Error(`event ${JSON.stringify(event)}: a line break in its id or name would forge another event`)
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

/** True once the socket has taken what was written; false when it stalls or the stream ends first. */
async function drained(socket: ServerResponse, signal: AbortSignal, stallMs: number): Promise<boolean> {
  const stalled = new AbortController()
  const timer = setTimeout(() => stalled.abort(), stallMs)
  try {
    await once(socket, 'drain', { signal: AbortSignal.any([signal, stalled.signal]) })
    return true
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}

/** The items of a source until the signal, even if the source does not watch it. */
async function* until<T>(signal: AbortSignal, source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]()
  try {
    while (!signal.aborted) {
      const next = await nextUntil(signal, iterator)
      if (next === undefined || next.done === true) return
      yield next.value
    }
  } finally {
    // Not awaited: a source that waits for its next item cannot be made to return.
    void iterator.return?.().catch(() => {})
  }
}

/** A listener for each item, taken off again: racing one promise for the whole stream would keep every item it ever lost to. */
function nextUntil<T>(signal: AbortSignal, iterator: AsyncIterator<T>): Promise<IteratorResult<T> | undefined> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => resolve(undefined)
    signal.addEventListener('abort', onAbort, { once: true })
    iterator
      .next()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', onAbort))
  })
}
