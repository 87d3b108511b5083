import { describe, expect, it } from 'vitest'
import { lockedTree } from './locked-packages.ts'

const LOCK = `
lockfileVersion: '9.0'
importers:
  .:
    devDependencies:
      tester: { specifier: 'catalog:', version: 2.0.0(web@1.0.0) }
  services/one:
    dependencies:
      web: { specifier: 'catalog:', version: 1.0.0 }
      '@ours/two': { specifier: 'workspace:*', version: link:../two }
    optionalDependencies:
      fast-arm64: { specifier: 'catalog:', version: 3.0.0 }
packages:
  web@1.0.0: { resolution: { integrity: sha512-d2Vi } }
  '@scope/parser@1.2.0': { resolution: { integrity: sha512-cGFy } }
  tester@2.0.0: { resolution: { integrity: sha512-dGVz } }
  fast-arm64@3.0.0: { resolution: { integrity: sha512-ZmFz }, os: [linux], cpu: [arm64] }
  only-tests@1.0.0: { resolution: { tarball: 'https://example.org/only-tests.tgz' } }
snapshots:
  web@1.0.0:
    dependencies: { parser-as-named-here: '@scope/parser@1.2.0' }
  '@scope/parser@1.2.0': {}
  tester@2.0.0(web@1.0.0):
    dependencies: { web: 1.0.0, only-tests: 1.0.0 }
  fast-arm64@3.0.0: { optional: true }
  only-tests@1.0.0: {}
`

const tree = lockedTree(LOCK)

describe('the locked tree', () => {
  it('has every package once, with its hash, and none of ours', () => {
    expect([...tree.packages.values()].map(({ id, integrity }) => [id, integrity])).toEqual([
      ['@scope/parser@1.2.0', 'sha512-cGFy'],
      ['fast-arm64@3.0.0', 'sha512-ZmFz'],
      ['only-tests@1.0.0', undefined],
      ['tester@2.0.0', 'sha512-dGVz'],
      ['web@1.0.0', 'sha512-d2Vi'],
    ])
  })

  it('knows what is shipped: reached without a development dependency', () => {
    const shipped = [...tree.packages.values()].filter((one) => one.shipped)
    expect(shipped.map(({ id }) => id)).toEqual(['@scope/parser@1.2.0', 'fast-arm64@3.0.0', 'web@1.0.0'])
  })

  it('follows a dependency by another name and one joined with its peers', () => {
    expect(tree.packages.get('web@1.0.0')?.dependsOn).toEqual(['@scope/parser@1.2.0'])
    expect(tree.packages.get('tester@2.0.0')?.dependsOn).toEqual(['only-tests@1.0.0', 'web@1.0.0'])
    expect(tree.askedFor).toEqual(['fast-arm64@3.0.0', 'tester@2.0.0', 'web@1.0.0'])
  })

  it('knows what a machine may do without', () => {
    expect([...tree.packages.values()].filter(({ optional }) => optional).map(({ id }) => id)).toEqual(['fast-arm64@3.0.0'])
  })

  it('refuses a lock file of a version it does not know', () => {
    expect(() => lockedTree(`lockfileVersion: '10.0'`)).toThrow('has version 10.0, and 9.0 is known')
  })
})
