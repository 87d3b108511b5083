import { describe, expect, it } from 'vitest'
import { installScriptFaults } from './install-scripts.ts'
import { installedAs, locked, treeOf } from './test-packages.ts'

const tree = treeOf(locked('plain@1.0.0'), locked('binary@2.0.0'), locked('native@3.0.0'))
const installed = installedAs({
  'plain@1.0.0': { scripts: { test: 'node test.js', prepare: 'tsc' } },
  'binary@2.0.0': { scripts: { postinstall: 'node install.js' } },
  'native@3.0.0': { isCompiled: true },
})
const settings = { strictDepBuilds: true, allowBuilds: { binary: true, 'native@3.0.0 || 3.1.0': false } }

describe('install scripts', () => {
  it('may be brought by packages on the list, by name or by version, whether they may run or not', () => {
    expect(installScriptFaults(tree, installed, settings)).toEqual([])
  })

  it.each(['binary', 'native'])('are refused from %s when it is not on the list', (name) => {
    const allowBuilds = Object.fromEntries(Object.entries(settings.allowBuilds).filter(([entry]) => !entry.startsWith(name)))
    expect(installScriptFaults(tree, installed, { ...settings, allowBuilds })).toEqual([
      expect.stringMatching(new RegExp(`^${name}@.*brings an install script`)),
    ])
  })

  it('leave no entry behind: a package that is gone, or that has no script any more', () => {
    const allowBuilds = { ...settings.allowBuilds, plain: true, '@scope/gone': true }
    expect(installScriptFaults(tree, installed, { ...settings, allowBuilds })).toEqual([
      expect.stringMatching(/^plain: .*remove it/),
      expect.stringMatching(/^@scope\/gone: .*remove it/),
    ])
  })

  it('of a package for another kind of machine cannot be read here, so its entry stands', () => {
    const wider = treeOf(...tree.packages.values(), locked('binary-arm64@2.0.0', { optional: true }))
    const allowBuilds = { ...settings.allowBuilds, 'binary-arm64': true }
    expect(installScriptFaults(wider, installed, { ...settings, allowBuilds })).toEqual([])
  })

  it('stop the install when nobody has decided on them', () => {
    expect(installScriptFaults(tree, installed, { allowBuilds: settings.allowBuilds })).toEqual([
      expect.stringContaining('strictDepBuilds'),
    ])
    expect(installScriptFaults(tree, installed, { ...settings, dangerouslyAllowAllBuilds: true })).toHaveLength(1)
  })

  it('are not the only way in: an archive without a hash is refused', () => {
    const unhashed = treeOf(...tree.packages.values(), locked('from-a-link@1.0.0', { integrity: undefined }))
    expect(installScriptFaults(unhashed, installed, settings)).toEqual([expect.stringMatching(/^from-a-link@1\.0\.0: has no hash/)])
  })
})
