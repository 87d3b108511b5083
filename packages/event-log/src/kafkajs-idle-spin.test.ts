import { createRequire } from 'node:module'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { KAFKAJS_VERSION, stopKafkajsIdleSpin } from './kafkajs-idle-spin.ts'

const require = createRequire(import.meta.url)

interface Queue {
  throttledUntil: number
  readonly pending: unknown[]
  scheduleCheckPendingRequests(): void
  maybeThrottle(forMs: number): void
  destroy(): void
}

function idleQueue(): Queue {
  const RequestQueue = require('kafkajs/src/network/requestQueue') as new (options: object) => Queue
  const logger = { namespace: () => logger, debug: () => undefined, error: () => undefined }
  return new RequestQueue({
    maxInFlightRequests: 1,
    requestTimeout: 1_000,
    enforceRequestTimeout: false,
    clientId: 'test',
    broker: 'test',
    logger,
  })
}

describe('the idle spin of kafkajs', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    stopKafkajsIdleSpin()
  })
  afterEach(() => vi.useRealTimers())

  it('is stopped in the release the fix was written for', () => {
    expect(require('kafkajs/package.json')).toMatchObject({ version: KAFKAJS_VERSION })
  })

  it('leaves an idle connection without a timer', () => {
    const queue = idleQueue()
    queue.scheduleCheckPendingRequests()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('keeps one timer while requests wait, however often it is asked', () => {
    const queue = idleQueue()
    queue.pending.push({})
    queue.scheduleCheckPendingRequests()
    queue.scheduleCheckPendingRequests()
    expect(vi.getTimerCount()).toBe(1)
  })

  it('waits as long as the broker asked for', () => {
    const queue = idleQueue()
    queue.throttledUntil = Date.now() + 5_000
    queue.scheduleCheckPendingRequests()
    const check = vi.spyOn(queue as Queue & { checkPendingRequests(): void }, 'checkPendingRequests')
    vi.advanceTimersByTime(4_900)
    expect(check).not.toHaveBeenCalled()
    vi.advanceTimersByTime(200)
    expect(check).toHaveBeenCalled()
  })
})
