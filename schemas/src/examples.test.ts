import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { eventSchemas } from './catalogue.ts'
import { closed } from './closed.ts'
import { TYPE_PREFIX } from './envelope.ts'
import { eventReader } from './read-event.ts'

const folder = join(import.meta.dirname, '../examples/events')
const nowMs = Date.parse('2026-06-04T08:20:00Z')

describe.each(eventSchemas)('$type', ({ type, topic, schema }) => {
  const examples = join(folder, type.slice(TYPE_PREFIX.length))
  const read = (file: string) => eventReader(topic)(readFileSync(join(examples, file)), nowMs)
  const invalid = readdirSync(examples).filter((file) => file.startsWith('invalid-'))

  it('is shown by a valid example that a producer may send', () => {
    const example: unknown = JSON.parse(readFileSync(join(examples, 'valid.json'), 'utf8'))
    expect([...Value.Errors(closed(schema), example)]).toEqual([])
    expect(read('valid.json')).toEqual({ event: example })
  })

  it('has examples of what is refused', () => expect(invalid.length).toBeGreaterThan(0))

  it.each(invalid)('refuses %s and says where', (file) => {
    expect(read(file)).toEqual({ refused: expect.stringMatching(/^[\w.]+: /) })
  })
})

describe('a reader of a topic', () => {
  const read = eventReader('imaging.telemetry')
  const example = JSON.parse(readFileSync(join(folder, 'telemetry.reading.v1/valid.json'), 'utf8')) as { data: object }
  const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

  it('keeps an event with a field it does not know', () => {
    const newer = { ...example, data: { ...example.data, gantry: 'left' } }
    expect(read(bytes(newer), nowMs)).toEqual({ event: newer })
  })

  it('holds producers to the fields that are agreed', () => {
    const schema = eventSchemas.find(({ type }) => type.endsWith('telemetry.reading.v1'))?.schema
    expect(Value.Check(closed(schema!), { ...example, data: { ...example.data, gantry: 'left' } })).toBe(false)
  })

  it.each([
    ['what is not JSON', Buffer.from('{"specversion":'), 'The record is not JSON.'],
    ['a bare number', Buffer.from('42'), 'The record is not JSON.'],
    [
      'an unknown type',
      bytes({ type: 'uk.nhs.imaging.tea.made.v1' }),
      'imaging.telemetry does not carry events of type "uk.nhs.imaging.tea.made.v1".',
    ],
    ['an event of another topic', bytes({ type: 'uk.nhs.imaging.asset.changed.v1' }), /does not carry/],
    ['an oversized record', Buffer.alloc(262_145, 32), /262145 bytes; at most 262144/],
  ])('refuses %s', (_, body, reason) => {
    expect(read(body, nowMs)).toEqual({ refused: typeof reason === 'string' ? reason : expect.stringMatching(reason) })
  })

  it('forgives a clock five minutes ahead and no more', () => {
    const sent = (time: string) => read(bytes({ ...example, time }), nowMs)
    expect(sent('2026-06-04T08:25:00Z')).toHaveProperty('event')
    expect(sent('2026-06-04T08:25:01Z')).toEqual({ refused: expect.stringContaining('more than 5 minutes in the future') })
  })
})
