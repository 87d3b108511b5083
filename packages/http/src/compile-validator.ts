import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { schemaFaults } from './schema-faults.ts'
import { problem } from './problem.ts'

const PARTS: Readonly<Record<string, string>> = { body: '/body', querystring: '/query', params: '/path', headers: '/headers' }

/**
 * Checks one part of a request against its TypeBox schema.
 *
 * Text from addresses and headers is converted to the schema's types; a body is JSON and says what it means, so `"1"` is
 * no number there. Missing values with a default are filled in everywhere.
 */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart = 'body' }) => {
  const validator = Compile(schema)
  const root = PARTS[httpPart] ?? `/${httpPart}`
  return (sent: unknown) => {
    const filled = validator.Default(sent)
    const value = httpPart === 'body' ? filled : validator.Convert(filled)
    if (validator.Check(value)) return { value }
    return {
      error: problem(400, 'The request is not valid', {
        detail: 'Correct each place under errors and send it again.',
        errors: schemaFaults(schema, validator.Errors(value), root),
      }),
    }
  }
}
