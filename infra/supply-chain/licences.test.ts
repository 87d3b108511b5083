import { describe, expect, it } from 'vitest'
import { licenceReview, saidLicence } from './licences.ts'
import type { Manifest } from './installed-manifests.ts'
import { installedAs, locked, treeOf } from './test-packages.ts'

const permissive = new Set(['MIT', 'ISC', 'Apache-2.0'])
const reviewOf = (license: unknown, shipped = true) =>
  licenceReview(treeOf(locked('one@1.0.0', { shipped })), installedAs({ 'one@1.0.0': { license } }), { permissive, exceptions: [] })

describe('licences', () => {
  it.each(['MIT', 'Apache-2.0 AND MIT', '(MIT OR GPL-3.0-only)', { type: 'ISC' }, [{ type: 'MIT' }, { type: 'GPL-2.0-only' }]])(
    'lets in %j',
    (license) => expect(reviewOf(license).faults).toEqual([]),
  )

  it.each(['GPL-3.0-only', 'MIT AND GPL-3.0-only', 'SEE LICENSE IN LICENSE', '(MIT AND (ISC OR GPL-2.0-only))', undefined])(
    'refuses %j, for development as for what is shipped',
    (license) => {
      expect(reviewOf(license).faults).toHaveLength(1)
      expect(reviewOf(license, false).faults).toHaveLength(1)
    },
  )

  const exception = { name: 'one', licence: 'MPL-2.0', reason: 'only looked at', shipped: false }

  it('lets in an exception by name, but not as part of what is shipped when it is for development', () => {
    const installed = installedAs({ 'one@1.0.0': { license: 'MPL-2.0' } })
    const review = (shipped: boolean) =>
      licenceReview(treeOf(locked('one@1.0.0', { shipped })), installed, { permissive, exceptions: [exception] }).faults
    expect(review(false)).toEqual([])
    expect(review(true)).toEqual([expect.stringContaining('let in for development only')])
  })

  it('does not let an exception cover another licence than the one that was read', () => {
    const installed = installedAs({ 'one@2.0.0': { license: 'SSPL-1.0' } })
    const tree = treeOf(locked('one@2.0.0', { shipped: false }))
    expect(licenceReview(tree, installed, { permissive, exceptions: [exception] }).faults).toHaveLength(1)
  })

  it('refuses an exception that nobody needs any more', () => {
    const installed = installedAs({ 'one@1.0.0': { license: 'MIT' } })
    const faults = licenceReview(treeOf(locked('one@1.0.0')), installed, { permissive, exceptions: [exception] }).faults
    expect(faults).toEqual([expect.stringMatching(/^one: is an exception nobody needs/)])
  })

  it('says which packages for other machines were not read, and refuses that one everybody needs is missing', () => {
    const tree = treeOf(locked('one-arm64@1.0.0', { optional: true }), locked('two@1.0.0'))
    const { unread, faults } = licenceReview(tree, new Map(), { permissive, exceptions: [] })
    expect(unread).toEqual(['one-arm64@1.0.0'])
    expect(faults).toEqual(['two@1.0.0: is locked and not installed: install first'])
  })

  it('reads the plural of old manifests', () => {
    const old: Manifest = { name: 'old', version: '0.1.0', licenses: [{ type: 'MIT', url: 'https://example.org' }], isCompiled: false }
    expect(saidLicence(old)).toBe('MIT')
  })
})
