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
  const before = {
    type: 'object',
    required: ['state'],
    properties: {
      state: { enum: ['UP', 'DOWN'] },
      note: { type: 'string', maxLength: 10 },
      readings: { type: 'array', items: { type: 'object', required: ['value'], properties: { value: { type: 'number' } } } },
    },
  }
  const changed = (change: (copy: any) => void): unknown => {
    const copy = structuredClone(before)
    change(copy)
    return copy
  }

  it('lets an optional field be added', () => {
    expect(breakingChanges(before, changed((copy) => (copy.properties.extra = { type: 'string' })))).toEqual([])
  })

  it.each([
    ['a removed field', (copy: any) => delete copy.properties.note, 'event.note: removed'],
    ['a removed event', (copy: any) => Object.keys(copy).forEach((key) => delete copy[key]), 'event: type was object and is undefined'],
    ['a field that became required', (copy: any) => copy.required.push('note'), 'event.note: became required'],
    ['a field no longer promised', (copy: any) => (copy.required = []), 'event.state: is no longer promised'],
    ['another type', (copy: any) => (copy.properties.note.type = 'number'), 'event.note: type was string and is number'],
    ['a choice taken away', (copy: any) => copy.properties.state.enum.pop(), 'event.state: no longer one of "DOWN"'],
    ['a choice no reader knows', (copy: any) => copy.properties.state.enum.push('LOST'), 'event.state: may now be "LOST", which no reader knows'],
    ['a tighter bound', (copy: any) => (copy.properties.note.maxLength = 5), 'event.note: maxLength tightened to 5'],
    ['a new bound', (copy: any) => (copy.properties.readings.minItems = 1), 'event.readings: minItems tightened to 1'],
    ['a change inside a list', (copy: any) => delete copy.properties.readings.items.properties.value, 'event.readings[].value: removed'],
  ])('refuses %s', (_, change, break_) => {
    expect(breakingChanges(before, changed(change))).toContain(break_)
  })
})
