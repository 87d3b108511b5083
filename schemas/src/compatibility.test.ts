import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventSchemas } from './catalogue.ts'
import { breakingChanges } from './compatibility.ts'

const released = join(import.meta.dirname, '../released')
const schemaOf = (type: string): unknown => JSON.parse(JSON.stringify(eventSchemas.find((one) => one.type === type)?.schema ?? null))

describe('a released event', () => {
  it.each(readdirSync(released))('%s has only gained optional fields', (file) => {
    const before: unknown = JSON.parse(readFileSync(join(released, file), 'utf8'))
    expect(breakingChanges(before, schemaOf(file.replace(/\.json$/, '')))).toEqual([])
  })
})

describe('the guard against breaking changes', () => {
  interface Schema {
    type?: string
    required: string[]
    enum: string[]
    maxLength?: number
    minItems?: number
    items: Schema
    properties: Record<string, Schema>
  }
  const at = (copy: Schema, ...path: readonly string[]): Schema => path.reduce((node, name) => node.properties[name] as Schema, copy)

  const before = {
    type: 'object',
    required: ['state'],
    properties: {
      state: { enum: ['UP', 'DOWN'] },
      note: { type: 'string', maxLength: 10 },
      readings: { type: 'array', items: { type: 'object', required: ['value'], properties: { value: { type: 'number' } } } },
    },
  } as unknown as Schema
  const changed = (change: (copy: Schema) => void): unknown => {
    const copy = structuredClone(before)
    change(copy)
    return copy
  }

  it('lets an optional field be added', () => {
    const after = changed(({ properties }) => {
      properties['extra'] = { type: 'string' } as Schema
    })
    expect(breakingChanges(before, after)).toEqual([])
  })

  it.each<[string, (copy: Schema) => unknown, string]>([
    ['a removed field', (copy) => delete copy.properties['note'], 'event.note: removed'],
    ['a removed event', (copy) => delete copy.type, 'event: type was object and is undefined'],
    ['a field that became required', (copy) => copy.required.push('note'), 'event.note: became required'],
    ['a field no longer promised', (copy) => (copy.required = []), 'event.state: is no longer promised'],
    ['another type', (copy) => (at(copy, 'note').type = 'number'), 'event.note: type was string and is number'],
    ['a choice taken away', (copy) => at(copy, 'state').enum.pop(), 'event.state: no longer one of "DOWN"'],
    ['a choice no reader knows', (copy) => at(copy, 'state').enum.push('LOST'), 'event.state: may now be "LOST", which no reader knows'],
    ['a tighter bound', (copy) => (at(copy, 'note').maxLength = 5), 'event.note: maxLength tightened to 5'],
    ['a new bound', (copy) => (at(copy, 'readings').minItems = 1), 'event.readings: minItems tightened to 1'],
    ['a change inside a list', (copy) => delete at(copy, 'readings').items.properties['value'], 'event.readings[].value: removed'],
  ])('refuses %s', (_, change, broken) => {
    expect(breakingChanges(before, changed(change))).toContain(broken)
  })
})
