import type { TSchema } from 'typebox'
import type { TLocalizedValidationError } from 'typebox/error'
import { expectation, schemaAt } from './expectation.ts'
import type { ProblemPlace } from './problem.ts'

/** A request can be wrong in more places than a person will read. */
const FAULTS_MAX = 50

/**
 * What is wrong with a value, one line a place, each with what to send instead.
 *
 * @param root Prefix of every pointer, such as `/body`.
 */
export function schemaFaults(schema: TSchema, errors: readonly TLocalizedValidationError[], root = ''): ProblemPlace[] {
  const byPointer = new Map<string, string>()
  for (const fault of errors.flatMap((error) => faultsOf(schema, error))) {
    if (!byPointer.has(fault.pointer)) byPointer.set(fault.pointer, fault.message)
  }
  return [...byPointer].slice(0, FAULTS_MAX).map(([pointer, message]) => ({ pointer: root + pointer, message }))
}

function faultsOf(schema: TSchema, error: TLocalizedValidationError): ProblemPlace[] {
  const { instancePath: at } = error
  if (error.keyword === 'required') {
    return error.params.requiredProperties.map((name) => ({
      pointer: `${at}/${name}`,
      message: `is missing; ${demand(schema, `${at}/${name}`)}`,
    }))
  }
  // A closed object refuses a name twice: as a whole, and as a property whose schema is `false`.
  if (error.keyword === 'additionalProperties') {
    return error.params.additionalProperties.map((name) => ({ pointer: `${at}/${name}`, message: stranger(schema, at) }))
  }
  if (error.keyword === 'boolean') return [{ pointer: at, message: stranger(schema, at.slice(0, at.lastIndexOf('/'))) }]
  return [{ pointer: at, message: demand(schema, at, error.message) }]
}

function demand(schema: TSchema, pointer: string, otherwise = 'send it'): string {
  const wanted = schemaAt(schema, pointer)
  return wanted === undefined ? otherwise : `must be ${expectation(wanted)}`
}

function stranger(schema: TSchema, objectPointer: string): string {
  const known = Object.keys(schemaAt(schema, objectPointer)?.properties ?? {})
  return `is not known here; remove it or check its spelling${known.length === 0 ? '' : ` (known: ${known.join(', ')})`}`
}
