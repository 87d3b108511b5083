import type { TSchema } from 'typebox'

type Node = Record<string, unknown>

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The same schema, refusing every field it does not name. Producers are held to this one; consumers stay open, so that
 * a field added tomorrow does not stop a reader of today.
 */
export function closed<Schema extends TSchema>(schema: Schema): Schema {
  return close(schema) as Schema
}

function close(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(close)
  if (!isNode(value)) return value
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, close(inner)]))
  return copy['type'] === 'object' && isNode(copy['properties']) ? { ...copy, additionalProperties: false } : copy
}
