import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a package says of itself, as far as it matters here. */
export interface Manifest {
  readonly name: string
  readonly version: string
  /** In old packages an object, or a list under the plural. */
  readonly license?: unknown
  readonly licenses?: unknown
  readonly scripts?: Readonly<Record<string, string>>
  /** True when it has a `binding.gyp`, for which npm and pnpm run node-gyp without any script. */
  readonly isCompiled: boolean
}

/** Every package installed on this machine, by `name@version`. */
export function installedManifests(root: string): ReadonlyMap<string, Manifest> {
  const store = join(root, 'node_modules/.pnpm')
  const folders = directories(store).flatMap((folder) => packageFolders(join(store, folder, 'node_modules')))
  return new Map(folders.map((folder) => manifest(folder)).map((one) => [`${one.name}@${one.version}`, one]))
}

/** The packages of a `node_modules`, those of a scope included, without what is only linked there. */
const packageFolders = (folder: string): string[] =>
  directories(folder).flatMap((name) =>
    name.startsWith('@') ? directories(join(folder, name)).map((inner) => join(folder, name, inner)) : [join(folder, name)],
  )

const directories = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : []

const manifest = (folder: string): Manifest => ({
  ...(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest),
  isCompiled: existsSync(join(folder, 'binding.gyp')),
})
