import { join } from 'node:path'
import { Spec, Validation } from '@cyclonedx/cyclonedx-library'
import { describe, expect, it } from 'vitest'
import { repository } from './repository.ts'
import { sbom } from './sbom.ts'
import { installedAs, locked, treeOf } from './test-packages.ts'

interface Bill {
  readonly serialNumber: string
  readonly components: readonly {
    readonly 'bom-ref': string
    readonly scope: string
    readonly hashes: readonly { readonly content: string }[]
    readonly licenses?: readonly unknown[]
  }[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[]
}

const here = repository(join(import.meta.dirname, '../..'))
const text = sbom(here)
const bill = JSON.parse(text) as Bill
const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot7)

describe('the bill of materials', () => {
  it('keeps to the published schema of CycloneDX 1.7, which refuses what does not', async () => {
    expect(await validator.validate(text)).toBeNull()
    expect(await validator.validate(text.replace('"type": "library"', '"type": "books"'))).not.toBeNull()
  })

  it('is the same, byte for byte, made again', () => {
    expect(sbom(repository(join(import.meta.dirname, '../..')))).toBe(text)
  })

  it('lists every locked package with its hash, and every edge between listed packages', () => {
    const refs = new Set(bill.components.map((one) => one['bom-ref']))
    const inLock = [...here.lockFile.matchAll(/^ {4}resolution: \{integrity: (\S+)\}/gm)].map(([, integrity]) => integrity)
    expect(refs.size).toBe(inLock.length)
    const hex = inLock.map((one) => Buffer.from(one?.slice('sha512-'.length) ?? '', 'base64').toString('hex'))
    expect(bill.components.flatMap(({ hashes }) => hashes.map(({ content }) => content)).toSorted()).toEqual(hex.toSorted())
    const ends = bill.dependencies.flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn])
    expect(new Set(ends).difference(refs)).toEqual(new Set(['pkg:npm/imaging@0.1.0']))
  })

  it('leads from the product to every component', () => {
    const edges = new Map(bill.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]))
    const seen = new Set<string>()
    const ahead = ['pkg:npm/imaging@0.1.0']
    for (let ref = ahead.pop(); ref !== undefined; ref = ahead.pop()) {
      if (!seen.has(ref)) ahead.push(...(edges.get(ref) ?? []))
      seen.add(ref)
    }
    expect(seen.size).toBe(bill.components.length + 1)
  })

  it('differs when the lock does', () => {
    expect((JSON.parse(sbom({ ...here, lockFile: `${here.lockFile}\n` })) as Bill).serialNumber).not.toBe(bill.serialNumber)
  })

  it('says the same on a machine that installs other builds of a package', () => {
    const tree = treeOf(locked('fast@1.0.0'), locked('fast-linux-x64@1.0.0', { optional: true }))
    const everywhere = { 'fast@1.0.0': { license: 'MIT' } }
    const onLinux = sbom({ ...here, tree, installed: installedAs({ ...everywhere, 'fast-linux-x64@1.0.0': { license: 'MIT' } }) })
    expect(sbom({ ...here, tree, installed: installedAs(everywhere) })).toBe(onLinux)
    const { components } = JSON.parse(onLinux) as Bill
    expect(new Map(components.map(({ scope, licenses }) => [scope, licenses]))).toEqual(
      new Map([
        ['required', [{ license: { id: 'MIT' } }]],
        ['optional', undefined],
      ]),
    )
  })
})
