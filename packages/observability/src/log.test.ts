import { describe, expect, it } from 'vitest'
import { createLog } from './log.ts'
import { startTracing, withTraceparent } from './tracing.ts'

function written(pretty = false) {
  const lines: string[] = []
  const log = createLog({ service: 'example', level: 'info', pretty, destination: { write: (line) => void lines.push(line) } })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '') }
}

describe('a log line', () => {
  it('says when, how grave, of which service and what', () => {
    const { log, last } = written()
    log.warn({ batch: 7 }, 'late')
    expect(last()).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      service: 'example',
      batch: 7,
      msg: 'late',
    })
  })

  it.each([
    { authorization: 'hunter2' },
    { password: 'hunter2' },
    { headers: { cookie: 'hunter2', 'set-cookie': 'hunter2' } },
    { request: { headers: { authorization: 'hunter2' } } },
  ])('hides the secret in %j', (fields) => {
    const { log, lines } = written()
    log.info(fields, 'asked')
    expect(lines[0]).toContain('[redacted]')
    expect(lines[0]).not.toContain('hunter2')
  })

  it('stays one line whatever it is given', () => {
    const { log, lines } = written()
    log.info({ note: 'a\n{"level":"fatal"}' }, 'b\r\n{"level":"fatal"}')
    expect(lines).toHaveLength(1)
    expect(lines[0]?.trimEnd()).not.toMatch(/[\r\n]/)
  })

  it('carries the trace it was written in, and none outside', async () => {
    const tracing = startTracing({ service: 'example' })
    const { log, last } = written()
    await withTraceparent('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 'work', async () => {
      await new Promise((resolve) => setImmediate(resolve))
      log.info('inside')
    })
    expect(last()).toMatchObject({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736' })
    log.info('outside')
    expect(last()).not.toHaveProperty('traceId')
    await tracing.stop()
  })
})
