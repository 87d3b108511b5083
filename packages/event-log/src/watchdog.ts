import type { Partition } from './ports.ts'

export type ConsumerState = 'starting' | 'connected' | 'paused' | 'degraded' | 'stalled'

export interface ConsumerHealth {
  readonly state: ConsumerState
  /** Why it is not simply connected. */
  readonly why?: string
  /** Records published and not yet settled, over the partitions of this member. */
  readonly lag: number
}

/** Why a partition rests: an outage of ours, an event that waits, or another member that has gone on. */
export interface Rest {
  readonly kind: 'outage' | 'not-yet' | 'fenced'
  readonly reason: string
}

/** What is known of one partition while it is ours. */
export interface PartitionProgress extends Partition {
  readonly lag: number
  readonly progressedAtMs: number
  readonly rest: Rest | undefined
}

export interface Signs {
  readonly nowMs: number
  readonly startedAtMs: number
  readonly lastPolledAtMs: number
  readonly hasBatchInHand: boolean
  readonly partitions: readonly PartitionProgress[]
  /** Set while the end of the partitions could not be asked for. */
  readonly unreachable: string | undefined
  readonly stalledAfterMs: number
}

/**
 * How a consumer is, from outward signs: kafkajs has been seen to stop without a word, so its own events are not believed.
 *
 * Stalled: it has not polled, or has records to read and has not moved, for longer than the limit. An outage or a waiting
 * event is a known reason to rest and never a stall.
 */
export function consumerHealth(signs: Signs): ConsumerHealth {
  const lag = signs.partitions.reduce((sum, partition) => sum + partition.lag, 0)
  const stalled = stallReason(signs)
  if (stalled !== undefined) return { state: 'stalled', why: stalled, lag }
  const resting = (kind: Rest['kind']): PartitionProgress | undefined => signs.partitions.find(({ rest }) => rest?.kind === kind)
  const paused = resting('outage')
  if (paused !== undefined) return { state: 'paused', why: placed(paused), lag }
  const degraded = resting('fenced') ?? resting('not-yet')
  if (degraded !== undefined) return { state: 'degraded', why: placed(degraded), lag }
  if (signs.unreachable !== undefined) return { state: 'degraded', why: `the event log does not answer: ${signs.unreachable}`, lag }
  if (signs.lastPolledAtMs === 0) return { state: 'starting', why: 'joining the group', lag }
  return { state: 'connected', lag }
}

function stallReason({ nowMs, startedAtMs, lastPolledAtMs, hasBatchInHand, partitions, stalledAfterMs }: Signs): string | undefined {
  const quietForMs = nowMs - Math.max(lastPolledAtMs, startedAtMs)
  const isResting = partitions.some(({ rest }) => rest !== undefined)
  if (quietForMs > stalledAfterMs && !isResting) {
    return `${hasBatchInHand ? 'a batch has been in hand' : 'the event log has not been polled'} for ${seconds(quietForMs)}`
  }
  const stuck = partitions.find(({ lag, progressedAtMs, rest }) => lag > 0 && rest === undefined && nowMs - progressedAtMs > stalledAfterMs)
  if (stuck === undefined) return undefined
  return `${stuck.topic}/${stuck.partition} has ${stuck.lag} records waiting and has not moved for ${seconds(nowMs - stuck.progressedAtMs)}`
}

const placed = ({ topic, partition, rest }: PartitionProgress): string => `${topic}/${partition}: ${rest?.reason ?? ''}`
const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`
