import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  Registry,
  type CounterConfiguration,
  type GaugeConfiguration,
  type HistogramConfiguration,
} from 'prom-client'

export type { Counter, Gauge, Histogram }

/** Names carry the unit last, as Prometheus asks: `events_applied_total`, `batch_duration_seconds`. */
export interface Metrics {
  counter<L extends string = never>(options: Omit<CounterConfiguration<L>, 'registers'>): Counter<L>
  gauge<L extends string = never>(options: Omit<GaugeConfiguration<L>, 'registers'>): Gauge<L>
  histogram<L extends string = never>(options: Omit<HistogramConfiguration<L>, 'registers'>): Histogram<L>
  readonly contentType: string
  /** Everything measured, in the Prometheus text format. */
  exposition(): Promise<string>
}

/**
 * One registry of metrics for one service, with the process's own (CPU, memory, event loop) already in it.
 *
 * There is no global registry: two services in one process do not see each other's figures.
 *
 * @throws {Error} When a name is used twice.
 */
export function createMetrics({ service }: { readonly service: string }): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    counter: (options) => new Counter({ ...options, registers }),
    gauge: (options) => new Gauge({ ...options, registers }),
    histogram: (options) => new Histogram({ ...options, registers }),
    contentType: registry.contentType,
    exposition: () => registry.metrics(),
  }
}
