import { type Static, type TObject } from 'typebox'
import { Value } from 'typebox/value'
import { schemaFaults } from './schema-faults.ts'

/**
 * The configuration of a process, read from its environment once, at the start.
 *
 * Values are converted to the schema's types and defaults filled in; an empty variable counts as missing. Names carry
 * their unit (`REQUEST_TIMEOUT_MS`). What a variable holds is never repeated: it may be a secret.
 *
 * @throws {Error} Naming every bad key at once, with what is expected of it.
 */
export function readConfig<T extends TObject>(schema: T, env: Readonly<Record<string, string | undefined>>): Static<T> {
  const given = Object.fromEntries(Object.keys(schema.properties).flatMap((key) => (env[key] ? [[key, env[key]]] : [])))
  const config = Value.Convert(schema, Value.Default(schema, given))
  if (Value.Check(schema, config)) return config
  const faults = schemaFaults(schema, Value.Errors(schema, config)).map(({ pointer, message }) => `  ${pointer.slice(1)} ${message}`)
  throw new Error(`The environment cannot be used:\n${faults.join('\n')}`)
}
