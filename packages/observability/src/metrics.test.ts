import { describe, expect, it } from 'vitest'
import { createMetrics } from './metrics.ts'

describe('metrics', () => {
  it('of two services in one process do not mix', async () => {
    const [first, second] = [createMetrics({ service: 'first' }), createMetrics({ service: 'second' })]
    first.counter({ name: 'events_total', help: 'Events', labelNames: ['topic'] }).inc({ topic: 'a' }, 3)
    second.counter({ name: 'events_total', help: 'Events' }).inc()
    expect(await first.exposition()).toContain('events_total{topic="a",service="first"} 3')
    expect(await second.exposition()).toContain('events_total{service="second"} 1')
  })

  it('hold gauges read at the scrape, histograms, and the process itself', async () => {
    const metrics = createMetrics({ service: 'example' })
    let waiting = 1
    metrics.gauge({
      name: 'waiting',
      help: 'Rows not sent',
      collect() {
        this.set(waiting)
      },
    })
    metrics.histogram({ name: 'batch_seconds', help: 'Time of a batch', buckets: [0.1, 1] }).observe(0.5)
    waiting = 4
    const text = await metrics.exposition()
    expect(text).toContain('waiting{service="example"} 4')
    expect(text).toContain('batch_seconds_bucket{le="1",service="example"} 1')
    expect(text).toContain('process_resident_memory_bytes')
    expect(metrics.contentType).toContain('text/plain')
  })

  it('refuse a name used twice', () => {
    const metrics = createMetrics({ service: 'example' })
    metrics.counter({ name: 'events_total', help: 'Events' })
    expect(() => metrics.counter({ name: 'events_total', help: 'Again' })).toThrow('events_total')
  })
})
