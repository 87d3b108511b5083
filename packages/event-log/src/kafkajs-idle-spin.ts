import { createRequire } from 'node:module'

/** The release this was written against; a test holds the two together. */
export const KAFKAJS_VERSION = '2.2.4'

const CHECK_PENDING_REQUESTS_MS = 10

interface RequestQueue {
  throttledUntil: number
  throttleCheckTimeoutId: NodeJS.Timeout | null | undefined
  readonly pending: readonly unknown[]
  checkPendingRequests(): void
  scheduleCheckPendingRequests(): void
}

/**
 * Stops the timer that kafkajs 2.2.4 re-arms every millisecond on each idle connection.
 *
 * The timer is armed only while the broker throttles us or requests wait for a free slot.
 *
 * @source https://github.com/tulios/kafkajs/issues/1556, https://github.com/tulios/kafkajs/issues/1751
 */
export function stopKafkajsIdleSpin(): void {
  const require = createRequire(import.meta.url)
  const queueClass = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue }
  queueClass.prototype.scheduleCheckPendingRequests = function schedule(this: RequestQueue): void {
    const isArmed = this.throttleCheckTimeoutId !== null && this.throttleCheckTimeoutId !== undefined
    const throttledForMs = this.throttledUntil - Date.now()
    const isThrottled = throttledForMs > 0
    if (isArmed || (!isThrottled && this.pending.length === 0)) return
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null
        this.checkPendingRequests()
      },
      isThrottled ? throttledForMs : CHECK_PENDING_REQUESTS_MS,
    )
  }
}
