import type { Manifest } from './installed-manifests.ts'
import type { LockedTree } from './locked-packages.ts'

/** The settings of pnpm-workspace.yaml that decide whose code runs while packages are installed. */
export interface BuildSettings {
  /** By package, or by `package@version || version`: true when its scripts may run. */
  readonly allowBuilds?: Readonly<Record<string, boolean>>
  readonly strictDepBuilds?: boolean
  readonly dangerouslyAllowAllBuilds?: boolean
}

const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall']

/** Scripts run at installation only for packages named in `allowBuilds`; nobody is named there in vain; every archive has its hash. */
export function installScriptFaults(tree: LockedTree, installed: ReadonlyMap<string, Manifest>, settings: BuildSettings): string[] {
  const named = new Set(Object.keys(settings.allowBuilds ?? {}).map(packageName))
  const packages = [...tree.packages.values()]
  const bringing = packages.filter(({ id }) => bringsScript(installed.get(id)))
  const unnamed = bringing.filter(({ name }) => !named.has(name))
  const locked = Map.groupBy(packages, ({ name }) => name)
  const inVain = [...named].filter((name) => {
    const here = (locked.get(name) ?? []).filter(({ id }) => installed.has(id))
    return !locked.has(name) || (here.length > 0 && !here.some(({ id }) => bringsScript(installed.get(id))))
  })
  return [
    ...(settings.strictDepBuilds === true ? [] : ['strictDepBuilds: set it to true, so that an unnamed install script stops the install']),
    ...(settings.dangerouslyAllowAllBuilds === true ? ['dangerouslyAllowAllBuilds: remove it, every package could run code'] : []),
    ...unnamed.map(({ id }) => `${id}: brings an install script: read it, and name the package in allowBuilds (false unless it must run)`),
    ...inVain.map((name) => `${name}: is named in allowBuilds and brings no install script: remove it`),
    ...packages
      .filter(({ integrity }) => integrity === undefined)
      .map(({ id }) => `${id}: has no hash in the lock: take it from a registry`),
  ]
}

const packageName = (entry: string): string => entry.replace(/(?<=.)@.*$/, '')

const bringsScript = (manifest: Manifest | undefined): boolean =>
  manifest !== undefined && (manifest.isCompiled || INSTALL_SCRIPTS.some((script) => manifest.scripts?.[script] !== undefined))
