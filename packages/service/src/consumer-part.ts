import type { ConsumerHealth } from '@imaging/event-log'
import type { RunningPart } from './run-service.ts'

/** A consumer as a part of a service: unwell while it starts, rests for an outage, or does not move. */
export const consumerPart = (name: string, consumer: { health(): ConsumerHealth; stop(): Promise<void> }): RunningPart => ({
  name,
  unwell: () => {
    const { state, why } = consumer.health()
    return state === 'starting' || state === 'paused' || state === 'stalled' ? `${state}: ${why ?? ''}` : undefined
  },
  stop: () => consumer.stop(),
})
