import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { currentTraceId, currentTraceparent, openSpan, startTracing, withTraceparent } from './tracing.ts'

const SENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
interface Ended {
  readonly name: string
  readonly failed: boolean
  readonly service: unknown
}
let ended: Ended[]
let tracing: { stop(): Promise<void> }

beforeEach(() => {
  ended = []
  const collect = {
    onStart: () => {},
    onEnd: ({ name, status, attributes }: { name: string; status: { code: number }; attributes: Readonly<Record<string, unknown>> }) =>
      void ended.push({ name, failed: status.code === 2, service: attributes['service.name'] }),
    forceFlush: async () => {},
    shutdown: async () => {},
  }
  tracing = startTracing({ service: 'example', processors: [collect] })
})
afterEach(() => tracing.stop())

describe('a trace', () => {
  it('goes on where the message left it, under a span of its own', async () => {
    const here = await withTraceparent(SENT, 'apply', async () => {
      await new Promise((resolve) => setImmediate(resolve))
      return currentTraceparent()
    })
    expect(here).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$/)
    expect(ended).toEqual([{ name: 'apply', failed: false, service: 'example' }])
  })

  it.each([undefined, '', 'rubbish', '00-00000000000000000000000000000000-0000000000000000-01'])(
    'begins anew from %j',
    async (traceparent) => {
      expect(await withTraceparent(traceparent, 'apply', currentTraceId)).toMatch(/^(?!0{32})[0-9a-f]{32}$/)
    },
  )

  it('does not leak from one piece of work into another', async () => {
    const ids = await Promise.all(
      Array.from({ length: 20 }, () =>
        withTraceparent(undefined, 'apply', async () => [currentTraceId(), await Promise.resolve().then(currentTraceId)]),
      ),
    )
    for (const [first, later] of ids) expect(later).toBe(first)
    expect(new Set(ids.map(([first]) => first)).size).toBe(20)
    expect(currentTraceparent()).toBeUndefined()
  })

  it('is marked failed by work that throws, and the error passes', async () => {
    await expect(withTraceparent(SENT, 'apply', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(ended).toEqual([{ name: 'apply', failed: true, service: 'example' }])
  })

  it('of an open span ends once', () => {
    const span = openSpan('request', SENT)
    expect(span.run(currentTraceparent)).toBe(span.traceparent)
    span.end()
    span.end('late')
    expect(ended).toHaveLength(1)
  })
})

it('without tracing, work runs as ever and has no trace', async () => {
  await tracing.stop()
  const { context, propagation, trace } = await import('@opentelemetry/api')
  for (const api of [context, propagation, trace]) api.disable()
  expect(await withTraceparent(SENT, 'apply', () => currentTraceparent() ?? 'none')).toBe('none')
})
