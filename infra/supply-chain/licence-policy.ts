/** Licences that let the platform be used, changed and passed on with no duty but to keep the notice. By SPDX id. */
export const PERMISSIVE: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0', // and grants patents
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0', // given to the public
  'ISC',
  'MIT',
  'Unlicense', // given to the public
])

/** A package outside the list, let in by name. */
export interface LicenceException {
  /** The package, without its version. */
  readonly name: string
  /** What it says, or in its silence what its licence file says: an SPDX id. */
  readonly licence: string
  readonly reason: string
  /** Whether it may be part of what is shipped. */
  readonly shipped: boolean
}

/** Decided one by one. An entry that is needed no longer is a fault, so the list cannot grow old. */
export const EXCEPTIONS: readonly LicenceException[] = [
  {
    name: 'axe-core',
    licence: 'MPL-2.0',
    reason: 'finds accessibility faults in the browser tests; used unchanged and never shipped',
    shipped: false,
  },
  {
    name: '@axe-core/playwright',
    licence: 'MPL-2.0',
    reason: 'brings axe-core into the browser tests; used unchanged and never shipped',
    shipped: false,
  },
  {
    name: 'lightningcss',
    licence: 'MPL-2.0',
    reason: 'the test runner uses it unchanged; an override keeps it out of the bundler that is shipped',
    shipped: false,
  },
  {
    name: 'caniuse-lite',
    licence: 'CC-BY-4.0',
    reason: 'a table of browsers, not code, that comes with the bundler of workflow code; asks only to name its authors',
    shipped: true,
  },
  {
    name: 'unionfs',
    licence: 'Unlicense',
    reason: 'its manifest names no licence; the LICENSE file in it is the Unlicense',
    shipped: true,
  },
]
