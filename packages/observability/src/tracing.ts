import { context, defaultTextMapGetter, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api'
import { NodeTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-node'

const TRACER = 'imaging'

export interface TracingOptions {
  readonly service: string
  /** What happens to finished spans; an exporter is plugged in here. */
  readonly processors?: readonly SpanProcessor[]
}

/**
 * Starts tracing for this process: an AsyncLocalStorage context and the W3C `traceparent` propagator.
 *
 * Spans give the ids that travel through HTTP, Kafka and Temporal; they are exported only if a processor that exports is
 * given. Calling it again replaces the earlier tracing, so the last service started in a process names its spans.
 */
export function startTracing({ service, processors = [] }: TracingOptions): { stop(): Promise<void> } {
  trace.disable()
  context.disable()
  propagation.disable()
  const provider = new NodeTracerProvider({ spanProcessors: [nameService(service), ...processors] })
  provider.register()
  return { stop: () => provider.shutdown() }
}

const nameService = (service: string): SpanProcessor => ({
  onStart: (span) => void span.setAttribute('service.name', service),
  onEnd: () => {},
  forceFlush: async () => {},
  shutdown: async () => {},
})

/** The W3C `traceparent` of the span that is running, or `undefined` outside a trace. */
export function currentTraceparent(): string | undefined {
  const span = trace.getActiveSpan()
  return span === undefined ? undefined : traceparentOf(span)
}

/** The 32 hexadecimal digits that name the running trace, or `undefined` outside a trace. */
export function currentTraceId(): string | undefined {
  const spanContext = trace.getActiveSpan()?.spanContext()
  return spanContext !== undefined && trace.isSpanContextValid(spanContext) ? spanContext.traceId : undefined
}

/**
 * Runs work inside a span that continues the trace of `traceparent`; without a (valid) one a new trace begins.
 *
 * The span ends when the work does and is marked failed when it throws.
 */
export async function withTraceparent<T>(traceparent: string | undefined, name: string, work: () => T | Promise<T>): Promise<T> {
  const span = openSpan(name, traceparent)
  try {
    return await span.run(work)
  } catch (error) {
    span.end(error instanceof Error ? error.message : 'failed')
    throw error
  } finally {
    span.end()
  }
}

/** A span whose end is decided by its owner, for callers that are driven by hooks instead of one function. */
export interface OpenSpan {
  readonly traceparent: string | undefined
  /** Runs work with this span as the current one. */
  run<T>(work: () => T): T
  /** Ends the span, as failed when told why; only the first call counts. */
  end(failure?: string): void
}

/** Opens a span that continues the trace of `traceparent`, or begins a new trace. */
export function openSpan(name: string, traceparent?: string): OpenSpan {
  const parent = traceparent === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent }, defaultTextMapGetter)
  const span = trace.getTracer(TRACER).startSpan(name, { kind: SpanKind.SERVER }, parent)
  const inside = trace.setSpan(parent, span)
  return {
    traceparent: traceparentOf(span),
    run: (work) => context.with(inside, work),
    end: (failure) => {
      if (!span.isRecording()) return
      if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure })
      span.end()
    },
  }
}

function traceparentOf(span: Span): string | undefined {
  const { traceId, spanId, traceFlags } = span.spanContext()
  if (!trace.isSpanContextValid(span.spanContext())) return undefined
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}
