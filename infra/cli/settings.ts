import { readFileSync } from 'node:fs'
import { Refusal } from '@imaging/cli'
import { addressesFile, STATE_DIR } from '../local/where.ts'

/**
 * One setting of a command: from the environment, else from the run that `npm start` holds on this machine.
 *
 * @throws {Refusal} When neither knows it, with what to do.
 */
export function setting(name: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
  const value = env[name] ?? running()[name]
  if (value === undefined || value === '')
    throw new Refusal(`${name} is not known. Set it in the environment, or start the example run with npm start.`)
  return value
}

function running(): Readonly<Record<string, string | undefined>> {
  try {
    return JSON.parse(readFileSync(addressesFile(process.env['IMAGING_STATE_DIR'] ?? STATE_DIR), 'utf8')) as Record<string, string>
  } catch {
    return {}
  }
}
