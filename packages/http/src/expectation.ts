import type { TSchema } from 'typebox'

type JsonSchema = TSchema & {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly format?: string
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly description?: string
}

/** The last is ours: `schemas/src/patient-number.ts`. */
const FORMATS: Readonly<Record<string, string>> = {
  date: 'a date such as 2026-11-01',
  'date-time': 'an instant such as 2026-11-01T09:30:00Z',
  uuid: 'a UUID',
  email: 'an email address',
  uri: 'an address such as https://example.org/',
  'without-patient-number': 'text without the number of a patient',
}

/** What a schema asks for, in words that end "must be …": `a whole number from 1 to 200`. */
export function expectation(schema: TSchema): string {
  const { description } = schema as JsonSchema
  return description === undefined ? shape(schema) : `${shape(schema)} (${description})`
}

function shape(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return `one of ${schema.enum.map((value) => JSON.stringify(value)).join(', ')}`
  if (schema.anyOf !== undefined) return schema.anyOf.map(shape).join(' or ')
  switch (schema.type) {
    case 'integer':
      return `a whole number${range(schema.minimum, schema.maximum, '')}`
    case 'number':
      return `a number${range(schema.minimum, schema.maximum, '')}`
    case 'boolean':
      return 'true or false'
    case 'string':
      return text(schema)
    case 'array':
      return `a list${range(schema.minItems, schema.maxItems, ' items')}`
    case 'null':
      return 'null'
    case undefined:
    default:
      return 'an object'
  }
}

function text({ format, pattern, minLength, maxLength }: JsonSchema): string {
  if (format !== undefined) return FORMATS[format] ?? `text in the format ${format}`
  if (pattern !== undefined) return `text that matches ${pattern}`
  return `text${range(minLength, maxLength, ' characters')}`
}

function range(from: number | undefined, to: number | undefined, unit: string): string {
  if (from !== undefined && to !== undefined) return ` from ${from} to ${to}${unit}`
  if (from !== undefined) return ` of at least ${from}${unit}`
  return to === undefined ? '' : ` of at most ${to}${unit}`
}

/** The schema of the value a JSON pointer leads to, or `undefined` where the way is not plain (a union, an open object). */
export function schemaAt(schema: TSchema, pointer: string): JsonSchema | undefined {
  let here: JsonSchema | undefined = schema
  for (const step of pointer.split('/').slice(1)) here = here?.properties?.[step] ?? here?.items
  return here
}
