import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'

/** How the issuer signs: what every OpenID provider and library knows, and small. */
export const SIGNING = 'ES256'

/** The key the issuer signs with, made once and kept, so that what it signed holds over a restart. */
export async function issuerKey(folder: string): Promise<JWK> {
  const file = join(folder, 'signing-key.json')
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { privateKey } = await generateKeyPair(SIGNING, { extractable: true })
    writeFileSync(file, JSON.stringify({ ...(await exportJWK(privateKey)), alg: SIGNING, use: 'sig' }), { mode: 0o600 })
  }
  return JSON.parse(readFileSync(file, 'utf8')) as JWK
}
