import type { FastifySchema, RouteOptions } from 'fastify'
import { Problem } from './problem.ts'

export const OPENAPI_PATH = '/api/v1/openapi.json'

const refusal = (description: string) => ({ description, content: { 'application/problem+json': { schema: Problem } } })

/** Adds to each documented route what is true of all: any refusal is problem details. */
export function documentOperation({ schema }: RouteOptions): void {
  if (schema === undefined || schema.hide === true) return
  schema.response = { '4xx': refusal('Refused'), '5xx': refusal('Failed'), ...(schema.response as object | undefined) }
}

const KEY_HEADER = {
  type: 'object',
  required: ['idempotency-key'],
  properties: {
    'idempotency-key': {
      type: 'string',
      maxLength: 128,
      description: 'Names this one command; sending the same again repeats its answer.',
    },
  },
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, { readonly default?: unknown }>>
  readonly required?: readonly string[]
}

/**
 * What the document says beyond what is checked by schema: a query value with a default need not be sent, and a POST needs
 * an `Idempotency-Key`.
 */
export function documented(schema: FastifySchema, { method, config }: Pick<RouteOptions, 'method' | 'config'>): FastifySchema {
  if (schema === undefined || schema.hide === true) return schema
  const { properties = {}, required = [] } = (schema.querystring ?? {}) as ObjectSchema
  const { access } = (config ?? {}) as { readonly access?: unknown }
  return {
    ...schema,
    ...(access !== undefined && { 'x-access': access }),
    ...(schema.querystring !== undefined && {
      querystring: { ...(schema.querystring as object), required: required.filter((name) => properties[name]?.default === undefined) },
    }),
    ...(method === 'POST' && config?.idempotencyKey !== false && { headers: KEY_HEADER }),
  }
}
