import { describe, expect, it } from 'vitest'
import { consumerHealth, type PartitionProgress, type Signs } from './watchdog.ts'

const nowMs = 1_000_000
const quiet: Signs = {
  nowMs,
  startedAtMs: 0,
  lastPolledAtMs: nowMs - 500,
  hasBatchInHand: false,
  partitions: [],
  unreachable: undefined,
  stalledAfterMs: 60_000,
}
const partition = (progress: Partial<PartitionProgress> = {}): PartitionProgress => ({
  topic: 'numbers',
  partition: 2,
  lag: 0,
  progressedAtMs: nowMs,
  rest: undefined,
  ...progress,
})
const healthOf = (signs: Partial<Signs>): ReturnType<typeof consumerHealth> => consumerHealth({ ...quiet, ...signs })

describe('the health of a consumer', () => {
  it('is starting until it has polled, and connected after that', () => {
    expect(healthOf({ lastPolledAtMs: 0, startedAtMs: nowMs - 1_000 }).state).toBe('starting')
    expect(healthOf({})).toEqual({ state: 'connected', lag: 0 })
  })

  it('is connected with a lag that shrinks', () => {
    expect(healthOf({ partitions: [partition({ lag: 5_000, progressedAtMs: nowMs - 59_000 }), partition({ lag: 1 })] })).toEqual({
      state: 'connected',
      lag: 5_001,
    })
  })

  it('is stalled when records wait and nothing moves, naming the partition', () => {
    const { state, why } = healthOf({ partitions: [partition({ lag: 3, progressedAtMs: nowMs - 61_000 })] })
    expect([state, why]).toEqual(['stalled', 'numbers/2 has 3 records waiting and has not moved for 61 s'])
  })

  it('is stalled when the log is no longer polled, even without a lag', () => {
    expect(healthOf({ lastPolledAtMs: nowMs - 61_000 }).why).toBe('the event log has not been polled for 61 s')
    expect(healthOf({ lastPolledAtMs: nowMs - 61_000, hasBatchInHand: true }).why).toBe('a batch has been in hand for 61 s')
    expect(healthOf({ lastPolledAtMs: 0, startedAtMs: nowMs - 61_000 }).state).toBe('stalled')
  })

  it('is never stalled by an outage of ours or an event that waits', () => {
    const long = { lag: 9, progressedAtMs: 0 }
    expect(healthOf({ partitions: [partition({ ...long, rest: { kind: 'outage', reason: 'refused' } })] })).toEqual({
      state: 'paused',
      why: 'numbers/2: refused',
      lag: 9,
    })
    expect(healthOf({ partitions: [partition({ ...long, rest: { kind: 'not-yet', reason: 'unknown' } })] }).state).toBe('degraded')
    expect(healthOf({ partitions: [partition({ ...long, rest: { kind: 'fenced', reason: 'another' } })] }).state).toBe('degraded')
  })

  it('is degraded while the log does not answer', () => {
    expect(healthOf({ unreachable: 'timeout' })).toMatchObject({ state: 'degraded', why: 'the event log does not answer: timeout' })
  })
})
