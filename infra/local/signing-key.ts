import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The file with a part's own Ed25519 key, made where there is none yet. It can be read by this user alone. */
export function signingKeyFile(stateDir: string, part: string): string {
  const folder = join(stateDir, 'keys')
  const file = join(folder, `${part}-signing.json`)
  if (existsSync(file)) return file
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(file, JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })), { mode: 0o600 })
  return file
}
