import type { Manifest } from './installed-manifests.ts'
import type { LockedPackage, LockedTree } from './locked-packages.ts'

/** A locked and installed package for tests, named by its id. */
export const locked = (id: string, rest: Partial<LockedPackage> = {}): LockedPackage => ({
  id,
  name: id.slice(0, id.lastIndexOf('@')),
  version: id.slice(id.lastIndexOf('@') + 1),
  integrity: 'sha512-aGFzaA==',
  shipped: true,
  optional: false,
  dependsOn: [],
  ...rest,
})

export const treeOf = (...packages: readonly LockedPackage[]): LockedTree => ({
  packages: new Map(packages.map((one) => [one.id, one])),
  askedFor: packages.map(({ id }) => id),
})

export const installedAs = (manifests: Readonly<Record<string, Partial<Manifest>>>): ReadonlyMap<string, Manifest> =>
  new Map(
    Object.entries(manifests).map(([id, rest]) => {
      const { name, version } = locked(id)
      return [id, { name, version, isCompiled: false, ...rest }]
    }),
  )
