import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { IdentityKeys, newIdentityKeys, readIdentityKeys } from '@imaging/identity'
import type { Part } from './parts.ts'

const folderOf = (stateDir: string): string => join(stateDir, 'keys')

/** Where every part finds the public keys of those that call it. */
export const publicKeysFile = (stateDir: string): string => join(folderOf(stateDir), 'public.json')

/** Where a part that calls others finds the key only it has. */
export const privateKeyFile = (stateDir: string, part: string): string => join(folderOf(stateDir), `${part}.json`)

/** Makes the keys of parts that call others, where there are none yet. Private ones can be read by this user alone. */
export async function prepareIdentityKeys(stateDir: string, parts: readonly Part[]): Promise<void> {
  mkdirSync(folderOf(stateDir), { recursive: true, mode: 0o700 })
  const file = publicKeysFile(stateDir)
  const known = existsSync(file) ? readIdentityKeys(readFileSync(file, 'utf8')).keys : []
  const keys: IdentityKeys['keys'] = [...known]
  for (const { name, speaksFor } of parts) {
    if (speaksFor === undefined) continue
    const privateFile = privateKeyFile(stateDir, name)
    const isKnown = existsSync(privateFile) && known.some(({ kid, speaksForOthers }) => kid === name && speaksForOthers === (speaksFor === 'others'))
    if (isKnown) continue
    const { privateKey, publicKey } = await newIdentityKeys(name, speaksFor === 'others')
    writeFileSync(privateFile, JSON.stringify(privateKey), { mode: 0o600 })
    keys.splice(0, keys.length, ...keys.filter(({ kid }) => kid !== name), publicKey)
  }
  writeFileSync(file, JSON.stringify({ keys }))
}
