import type { Counter, Gauge, Histogram, Metrics } from '@imaging/observability'

export interface ConsumerMetrics {
  readonly applied: Counter<'topic'>
  readonly refused: Counter<'topic'>
  readonly batchSeconds: Histogram<'topic'>
  readonly lag: Gauge<'group' | 'topic' | 'partition'>
}

const BATCH_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const perRegistry = new WeakMap<Metrics, ConsumerMetrics>()

/** The figures of all consumers of one service, which share a registry. */
export function consumerMetrics(metrics: Metrics): ConsumerMetrics {
  const known = perRegistry.get(metrics)
  if (known !== undefined) return known
  const made: ConsumerMetrics = {
    applied: metrics.counter({ name: 'records_applied_total', help: 'Records applied', labelNames: ['topic'] }),
    refused: metrics.counter({ name: 'records_refused_total', help: 'Records put aside as dead letters', labelNames: ['topic'] }),
    batchSeconds: metrics.histogram({
      name: 'record_batch_seconds',
      help: 'Time to settle a batch',
      labelNames: ['topic'],
      buckets: BATCH_SECONDS,
    }),
    lag: metrics.gauge({
      name: 'consumer_lag_records',
      help: 'Records published and not yet settled',
      labelNames: ['group', 'topic', 'partition'],
    }),
  }
  perRegistry.set(metrics, made)
  return made
}
