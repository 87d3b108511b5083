export { createLog, type Log, type LogLevel, type LogOptions } from './log.ts'
export { createMetrics, type Counter, type Gauge, type Histogram, type Metrics } from './metrics.ts'
export {
  currentTraceId,
  currentTraceparent,
  openSpan,
  startTracing,
  withTraceparent,
  type OpenSpan,
  type TracingOptions,
} from './tracing.ts'
