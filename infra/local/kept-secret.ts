import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A secret of one part of a run, made where there is none; this user alone can read it. */
export function keptSecret(stateDir: string, part: string): string {
  const file = join(stateDir, `${part}.secret`)
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

/** The secret from which the example issuer makes every client's. */
export const issuerSecret = (stateDir: string): string => keptSecret(stateDir, 'issuer')
