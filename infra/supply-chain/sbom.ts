import { createHash } from 'node:crypto'
import { Enums, Models, Serialize, Spec, SPDX } from '@cyclonedx/cyclonedx-library'
import type { Manifest } from './installed-manifests.ts'
import { saidLicence } from './licences.ts'
import type { LockedPackage, LockedTree } from './locked-packages.ts'

/** What the bill is of: our packages, which are released together, are one component. */
export interface Product {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly license: string
}

/** What a bill is made from. */
export interface SbomInput {
  readonly product: Product
  readonly lockFile: string
  readonly tree: LockedTree
  readonly installed: ReadonlyMap<string, Manifest>
}

/**
 * The software bill of materials of the locked tree: CycloneDX 1.7, JSON.
 *
 * The same lock gives the same bytes on every machine. So it bears no date, its serial number is drawn from the lock, and a package
 * that only some kinds of machine install stands without its licence, which the others could not read.
 */
export function sbom({ product, lockFile, tree, installed }: SbomInput): string {
  const root = new Models.Component(Enums.ComponentType.Application, product.name, {
    version: product.version,
    description: product.description,
    purl: purl(product),
    bomRef: purl(product),
    licenses: new Models.LicenseRepository([licence(product.license)]),
  })
  const components = new Map([...tree.packages.values()].map((one) => [one.id, component(one, installed.get(one.id))]))
  const refs = (ids: readonly string[]): Models.BomRef[] => ids.flatMap((id) => components.get(id)?.bomRef ?? [])
  for (const ref of refs(tree.askedFor)) root.dependencies.add(ref)
  for (const { id, dependsOn } of tree.packages.values()) for (const ref of refs(dependsOn)) components.get(id)?.dependencies.add(ref)
  const bom = new Models.Bom({
    serialNumber: serialNumber(lockFile),
    metadata: new Models.Metadata({ component: root, lifecycles: new Models.LifecycleRepository([Enums.LifecyclePhase.PreBuild]) }),
    components: new Models.ComponentRepository(components.values()),
  })
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot7))
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`
}

function component(one: LockedPackage, manifest: Manifest | undefined): Models.Component {
  const [, group, name = one.name] = /^(@[^/]+)\/(.+)$/.exec(one.name) ?? []
  const said = one.optional ? undefined : saidLicence(manifest)
  return new Models.Component(Enums.ComponentType.Library, name, {
    ...(group === undefined ? {} : { group }),
    version: one.version,
    purl: purl(one),
    bomRef: purl(one),
    scope: scopeOf(one),
    hashes: new Models.HashDictionary(sha512(one.integrity)),
    licenses: new Models.LicenseRepository(said === undefined ? [] : [licence(said)]),
  })
}

/** CycloneDX calls what is not shipped excluded. */
function scopeOf({ shipped, optional }: LockedPackage): Enums.ComponentScope {
  if (!shipped) return Enums.ComponentScope.Excluded
  return optional ? Enums.ComponentScope.Optional : Enums.ComponentScope.Required
}

const purl = ({ name, version }: { readonly name: string; readonly version: string }): string =>
  `pkg:npm/${name.replace(/^@/, '%40')}@${version}`

const sha512 = (integrity = ''): [Enums.HashAlgorithm, string][] => {
  const hash = /^sha512-(.+)$/.exec(integrity)?.[1]
  return hash === undefined ? [] : [[Enums.HashAlgorithm['SHA-512'], Buffer.from(hash, 'base64').toString('hex')]]
}

function licence(said: string): Models.License {
  if (SPDX.isSupportedSpdxId(said)) return new Models.SpdxLicense(said)
  return / (AND|OR) /.test(said) ? new Models.LicenseExpression(said) : new Models.NamedLicense(said)
}

/** A UUID of version 8, whose bits are the maker's own: here the first of the lock's SHA-256. */
function serialNumber(lockFile: string): string {
  const hash = createHash('sha256').update(lockFile).digest('hex')
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`, hash.slice(20, 32)]
  return `urn:uuid:${parts.join('-')}`
}
