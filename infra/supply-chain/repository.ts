import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { BuildSettings } from './install-scripts.ts'
import { installedManifests } from './installed-manifests.ts'
import { EXCEPTIONS, PERMISSIVE } from './licence-policy.ts'
import type { LicencePolicy } from './licences.ts'
import { lockedTree } from './locked-packages.ts'
import type { Product, SbomInput } from './sbom.ts'

/** What this repository locks, has installed and allows: the matter of every supply-chain check. */
export interface Repository extends SbomInput {
  readonly settings: BuildSettings
  readonly policy: LicencePolicy
}

/** Reads it from the files at the root; some 0.5 s. */
export function repository(root: string): Repository {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8')
  const lockFile = read('pnpm-lock.yaml')
  return {
    product: JSON.parse(read('package.json')) as Product,
    lockFile,
    tree: lockedTree(lockFile),
    installed: installedManifests(root),
    settings: parse(read('pnpm-workspace.yaml')) as BuildSettings,
    policy: { permissive: PERMISSIVE, exceptions: EXCEPTIONS },
  }
}
