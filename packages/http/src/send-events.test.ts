import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Server } from './create-server.ts'
import { exampleServer } from './example-server.ts'
import { sendEvents, type EventStream, type ServerSentEvent } from './send-events.ts'

const open: Server[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

/** A server whose `/events` streams as told; the promise settles when the stream has ended. */
async function streaming(
  stream: Partial<EventStream> & Pick<EventStream, 'replay'>,
): Promise<{ server: Server; url: string; ended: Promise<void> }> {
  const server = await exampleServer()
  open.push(server)
  const ended = Promise.withResolvers<void>()
  server.get('/events', async (_request, reply) => {
    await sendEvents(reply, { retryMs: 1_500, heartbeatMs: 60_000, ...stream }).finally(ended.resolve)
  })
  return { server, url: `${await server.listen({ port: 0, host: '127.0.0.1' })}/events`, ended: ended.promise }
}

const kept: readonly ServerSentEvent[] = Array.from({ length: 5 }, (_, index) => ({
  id: String(index + 1),
  event: 'changed',
  data: { n: index + 1, text: 'two\nlines' },
}))

async function* after(lastEventId: string | undefined): AsyncGenerator<ServerSentEvent> {
  yield* kept.filter(({ id }) => Number(id) > Number(lastEventId ?? 0))
}

const waitFor = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })

describe('server-sent events', () => {
  it('begin with the retry time, then every event as one block', async () => {
    const { url } = await streaming({ replay: after })
    const response = await fetch(url)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    })
    const body = await response.text()
    expect(body).toMatch(/^retry: 1500\n\nid: 1\nevent: changed\ndata: \{"n":1,"text":"two\\nlines"\}\n\nid: 2\n/)
    expect(body.match(/^id: /gm)).toHaveLength(5)
  })

  it('are only announced to who asks for the headers', async () => {
    const { url, ended } = await streaming({ replay: () => expect.fail('nobody reads') })
    expect((await fetch(url, { method: 'HEAD' })).headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    await ended
  })

  it('go on after the last event that was seen', async () => {
    const { url } = await streaming({ replay: after })
    const body = await (await fetch(url, { headers: { 'last-event-id': '3' } })).text()
    expect(body.match(/^id: \d/gm)).toEqual(['id: 4', 'id: 5'])
  })

  it('send a comment while there is nothing to say', async () => {
    const { url, ended } = await streaming({
      heartbeatMs: 5,
      async *replay(lastEventId, signal) {
        yield* after(lastEventId ?? '5')
        await waitFor(signal)
      },
    })
    const leave = new AbortController()
    const { body } = await fetch(url, { signal: leave.signal })
    let seen = ''
    for await (const chunk of body ?? []) {
      seen += new TextDecoder().decode(chunk)
      if ((seen.match(/^: still here$/gm)?.length ?? 0) >= 3) break
    }
    leave.abort()
    await ended
  })

  it('tell the source when the reader has gone', async () => {
    const told = Promise.withResolvers<void>()
    const { url, ended } = await streaming({
      async *replay(lastEventId, signal) {
        yield* after(lastEventId)
        await waitFor(signal)
        told.resolve()
      },
    })
    const leave = new AbortController()
    await fetch(url, { signal: leave.signal })
    leave.abort()
    await Promise.all([told.promise, ended])
  })

  it('end when the server drains, even if the source does not listen', async () => {
    const { server, url, ended } = await streaming({
      async *replay() {
        yield kept[0] as ServerSentEvent
        await new Promise(() => {})
      },
    })
    const response = await fetch(url)
    const body = response.text()
    await server.close()
    await ended
    expect(await body).toContain('id: 1')
  })

  it('are asked for no faster than the reader takes them, and the reader who takes nothing is dropped', async () => {
    let asked = 0
    const data = 'x'.repeat(65_536)
    const { url, ended } = await streaming({
      stallMs: 100,
      async *replay(_lastEventId, signal) {
        while (!signal.aborted) yield { id: String((asked += 1)), event: 'changed', data }
      },
    })
    const socket = await notReading(url)
    await ended
    // What the kernel's two socket buffers hold is a few megabytes; without back-pressure this would be thousands.
    expect(asked).toBeLessThan(500)
    const closed = once(socket, 'close')
    socket.on('error', () => {}).resume()
    await closed
  })

  it('refuse an id that would forge another event, and end', async () => {
    const { url, ended } = await streaming({
      async *replay() {
        yield { id: '1\ndata: forged', event: 'changed', data: 1 }
      },
    })
    expect(await (await fetch(url)).text()).toBe('retry: 1500\n\n')
    await ended
  })

  it('end when the source fails, without a word of why', async () => {
    const { url } = await streaming({
      async *replay() {
        yield kept[0] as ServerSentEvent
        throw new Error('password=hunter2')
      },
    })
    expect(await (await fetch(url)).text()).not.toContain('hunter2')
  })
})

async function notReading(url: string): Promise<Socket> {
  const { port, pathname } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.pause()
  socket.write(`GET ${pathname} HTTP/1.1\r\nhost: x\r\n\r\n`)
  return socket
}
