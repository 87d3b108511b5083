import { parse } from 'yaml'

/** A package of the lock file, of somebody else's making. */
export interface LockedPackage {
  /** `name@version`. */
  readonly id: string
  readonly name: string
  readonly version: string
  /** What its archive must hash to, as `sha512-` and base64; undefined when the lock says nothing, which is a fault. */
  readonly integrity: string | undefined
  /** Whether an installation without development dependencies has it. */
  readonly shipped: boolean
  /** Whether an installation does without it where it does not fit the machine. */
  readonly optional: boolean
  /** Ids, ascending. */
  readonly dependsOn: readonly string[]
}

/** What the lock file holds. */
export interface LockedTree {
  /** By id, ascending. */
  readonly packages: ReadonlyMap<string, LockedPackage>
  /** What our own packages ask for themselves: ids, ascending. */
  readonly askedFor: readonly string[]
}

interface LockFile {
  readonly lockfileVersion: string
  readonly importers: Readonly<Record<string, Importer>>
  readonly packages: Readonly<Record<string, { readonly resolution: { readonly integrity?: string } }>>
  /** A package once for each set of peers it is joined with: `name@version(peer@version)`. */
  readonly snapshots: Readonly<Record<string, Snapshot>>
}

type Asked = Readonly<Record<string, { readonly version: string }>>
type Joined = Readonly<Record<string, string>>

interface Importer {
  readonly dependencies?: Asked
  readonly optionalDependencies?: Asked
  readonly devDependencies?: Asked
}

interface Snapshot {
  readonly dependencies?: Joined
  readonly optionalDependencies?: Joined
  readonly optional?: boolean
}

const LOCK_FILE_VERSION = '9.0'

/**
 * Reads pnpm's lock file.
 *
 * `pnpm sbom` (12.21) gives the same packages, but leaves out other edges of the graph at each run when the repository has several
 * packages; so the lock is read here.
 * @throws when the file's version is not the one this was written for.
 */
export function lockedTree(lockFile: string): LockedTree {
  const lock = parse(lockFile) as LockFile
  if (lock.lockfileVersion !== LOCK_FILE_VERSION)
    throw new Error(`pnpm-lock.yaml has version ${lock.lockfileVersion}, and ${LOCK_FILE_VERSION} is known: see how the new one differs`)
  const importers = Object.values(lock.importers)
  const shipped = reached(lock, importers.flatMap(shippedBy))
  const variants = Map.groupBy(Object.entries(lock.snapshots), ([key]) => idOf(key))
  const packages = Object.entries(lock.packages).map(([id, { resolution }]): LockedPackage => {
    const snapshots = (variants.get(id) ?? []).map(([, snapshot]) => snapshot)
    const at = id.lastIndexOf('@')
    return {
      id,
      name: id.slice(0, at),
      version: id.slice(at + 1),
      integrity: resolution.integrity,
      shipped: shipped.has(id),
      optional: snapshots.every(({ optional }) => optional === true),
      dependsOn: ids(lock, snapshots.flatMap(edges)),
    }
  })
  const asked = importers.flatMap((importer) => [...shippedBy(importer), ...versions(importer.devDependencies)])
  return { packages: new Map(ascending(packages).map((one) => [one.id, one])), askedFor: ids(lock, asked) }
}

type Edge = readonly [name: string, version: string]

const versions = (asked: Asked = {}): Edge[] => Object.entries(asked).map(([name, { version }]) => [name, version])

const shippedBy = ({ dependencies, optionalDependencies }: Importer): Edge[] => [
  ...versions(dependencies),
  ...versions(optionalDependencies),
]

const edges = ({ dependencies = {}, optionalDependencies = {} }: Snapshot): Edge[] => [
  ...Object.entries(dependencies),
  ...Object.entries(optionalDependencies),
]

/** The snapshot an edge leads to; undefined for our own packages. A package under another name is written out whole. */
const snapshotKey = ({ snapshots }: LockFile, [name, version]: Edge): string | undefined =>
  [`${name}@${version}`, version].find((key) => key in snapshots)

/** `name@version` of a snapshot's key. */
const idOf = (key: string): string => key.replace(/\(.*$/, '')

const ids = (lock: LockFile, from: readonly Edge[]): string[] => {
  const keys = from.flatMap((edge) => snapshotKey(lock, edge) ?? [])
  return [...new Set(keys.map(idOf))].toSorted()
}

function reached(lock: LockFile, from: readonly Edge[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const ahead = from.flatMap((edge) => snapshotKey(lock, edge) ?? [])
  for (let key = ahead.pop(); key !== undefined; key = ahead.pop()) {
    if (seen.has(key)) continue
    seen.add(key)
    ahead.push(...edges(lock.snapshots[key] ?? {}).flatMap((edge) => snapshotKey(lock, edge) ?? []))
  }
  return new Set([...seen].map(idOf))
}

const ascending = (packages: readonly LockedPackage[]): LockedPackage[] => packages.toSorted((a, b) => (a.id < b.id ? -1 : 1))
