import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serverSentEvents } from './server-sent-events.ts'

const read = async (...chunks: readonly string[]) => {
  const stream = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk)
  })()
  return Array.fromAsync(serverSentEvents(stream))
}

const text =
  'retry: 2000\n\n: still here\n\nid: 7\nevent: board\ndata: {"name":"CT 2, St Mary’s"}\n\nevent: board\ndata: a\ndata: b\n\nid: 8\ndata: unfinished'

describe('serverSentEvents', () => {
  it('reads events, passes over comments, and keeps the last id', async () => {
    expect(await read(text)).toEqual([
      { id: '7', event: 'board', text: '{"name":"CT 2, St Mary’s"}' },
      { id: '7', event: 'board', text: 'a\nb' },
    ])
  })

  it('does not mind where the stream is cut', async () => {
    const whole = await read(text)
    const bytes = Buffer.from(text)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length }), async (at) => {
        const stream = (async function* () {
          yield bytes.subarray(0, at)
          yield bytes.subarray(at)
        })()
        expect(await Array.fromAsync(serverSentEvents(stream))).toEqual(whole)
      }),
    )
  })

  it('refuses an event without end', async () => {
    await expect(read(`data: ${'x'.repeat(1_100_000)}`)).rejects.toThrow('too long')
  })
})
