import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAlarmClock } from './alarm-clock.ts'

describe('an alarm clock', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('wakes after its time', async () => {
    const woken = vi.fn()
    void createAlarmClock().rest(100).then(woken)
    await vi.advanceTimersByTimeAsync(99)
    expect(woken).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(woken).toHaveBeenCalled()
  })

  it('wakes at once when rung, and leaves no timer', async () => {
    const clock = createAlarmClock()
    const rest = clock.rest(1_000)
    clock.ring()
    await rest
    expect(vi.getTimerCount()).toBe(0)
  })

  it('spares the next rest when rung before it, and only that one', async () => {
    const clock = createAlarmClock()
    clock.ring()
    clock.ring()
    await clock.rest(1_000)
    const woken = vi.fn()
    void clock.rest(100).then(woken)
    await vi.advanceTimersByTimeAsync(50)
    expect(woken).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(50)
    expect(woken).toHaveBeenCalled()
  })
})
