import type { AssetClass } from '../asset-class.ts'
import type { MakerAlias } from '../maker.ts'
import { nameKey } from '../name-key.ts'
import type { Organisation } from '../organisation.ts'
import type { Reading } from '../problem.ts'
import type { SiteNickname } from '../reference/site-nicknames.ts'
import type { Site } from '../site.ts'

/** The kinds of name a register writes in many ways. */
export const nameKinds = ['site', 'class', 'maker', 'status', 'organisation'] as const
export type NameKind = (typeof nameKinds)[number]

/** How a written name was understood: by a person's correction, a code, its name, a known nickname, or not changed at all. */
export type NameSource = 'corrected' | 'code' | 'name' | 'nickname' | 'as-written'

/** A name that was understood. */
export interface KnownName {
  readonly means: string
  readonly by: NameSource
}

/** One correction a person made: in this kind of column, what is written means this. */
export interface NameCorrection {
  readonly kind: NameKind
  readonly written: string
  readonly means: string
}

/** The names a file's cells are read against. */
export interface KnownNames {
  readonly sites: readonly Site[]
  readonly siteNicknames: readonly SiteNickname[]
  readonly organisations: readonly Organisation[]
  readonly classes: readonly AssetClass[]
  readonly makerAliases: readonly MakerAlias[]
  /** What this organisation has corrected before; a later one replaces an earlier one. */
  readonly corrections: readonly NameCorrection[]
}

/** The same names, ready to be looked up. */
export type NameIndex = Readonly<Record<NameKind, ReadonlyMap<string, KnownName>>>

type Entry = readonly [written: string, means: string, by: NameSource]

const statusWords = {
  IN_USE: ['In use', 'Active', 'In service', 'Live', 'Working', 'Operational', 'Current', 'Installed'],
  DECOMMISSIONED: ['Decommissioned', 'Condemned', 'Disposed', 'Retired', 'Scrapped', 'Withdrawn', 'Written off', 'Removed', 'Out of use'],
} as const

const refusals: Readonly<Record<NameKind, { problem: string; remedy: string }>> = {
  site: { problem: 'We do not know this site.', remedy: 'Enter its name or ODS code, like RYJ02, or choose below which site it means.' },
  class: {
    problem: 'We do not know this kind of equipment.',
    remedy: 'Enter a class like CT scanner, or choose below which class it means.',
  },
  maker: { problem: 'We do not know this maker.', remedy: 'Enter the name on the label of the machine.' },
  status: { problem: 'We do not know this status.', remedy: 'Enter In use or Decommissioned, or choose below which it means.' },
  organisation: {
    problem: 'We do not know this organisation.',
    remedy: 'Enter its name or ODS code, like RYJ, or choose below which one it means.',
  },
}

/**
 * Makes every name findable by its key; what a person corrected goes before codes, codes before names, names before nicknames.
 *
 * A correction towards a site, class, status or organisation that is no longer there counts for nothing.
 */
export function indexNames({ sites, siteNicknames, organisations, classes, makerAliases, corrections }: KnownNames): NameIndex {
  const index = (kind: NameKind, entries: readonly Entry[]): ReadonlyMap<string, KnownName> => {
    const meanings = new Set(entries.map(([, means]) => means))
    const isOfUse = (made: NameCorrection): boolean => made.kind === kind && (kind === 'maker' || meanings.has(made.means))
    const corrected = corrections.filter(isOfUse).map(({ written, means }): Entry => [written, means, 'corrected'])
    return new Map([...entries, ...corrected].map(([written, means, by]) => [keyOf(kind, written), { means, by }]))
  }
  return {
    site: index('site', [
      ...siteNicknames.map(({ written, siteCode }): Entry => [written, siteCode, 'nickname']),
      ...sites.flatMap(({ name, shortName, siteCode }): Entry[] => [
        [shortName, siteCode, 'name'],
        [name, siteCode, 'name'],
      ]),
      ...sites.map(({ siteCode }): Entry => [siteCode, siteCode, 'code']),
    ]),
    class: index('class', [
      ...classes.flatMap(({ classId, alsoWritten }) => alsoWritten.map((written): Entry => [written, classId, 'nickname'])),
      ...classes.map(({ classId, name }): Entry => [name, classId, 'name']),
      ...classes.map(({ classId }): Entry => [classId, classId, 'code']),
    ]),
    maker: index(
      'maker',
      makerAliases.map(({ written, maker }): Entry => [written, maker, written === maker ? 'name' : 'nickname']),
    ),
    status: index('status', [
      ...Object.entries(statusWords).flatMap(([status, words]) => words.map((word): Entry => [word, status, 'name'])),
      ...Object.keys(statusWords).map((status): Entry => [status, status, 'code']),
    ]),
    organisation: index('organisation', [
      ...organisations.flatMap(({ ods, alsoWritten }) => alsoWritten.map((written): Entry => [written, ods, 'nickname'])),
      ...organisations.flatMap(({ ods, name, shortName }): Entry[] => [
        [shortName, ods, 'name'],
        [name, ods, 'name'],
      ]),
      ...organisations.map(({ ods }): Entry => [ods, ods, 'code']),
    ]),
  }
}

/**
 * What a written name means. Case, spaces, apostrophes and punctuation do not matter.
 *
 * A maker nobody has mapped is kept as written; any other name that is not known is refused.
 */
export function readName(kind: NameKind, written: string, index: NameIndex): Reading<KnownName> {
  const known = index[kind].get(keyOf(kind, written))
  if (known !== undefined) return { value: known }
  return kind === 'maker' ? { value: { means: written.trim().replaceAll(/\s+/g, ' '), by: 'as-written' } } : refusals[kind]
}

/** Remembers what a written name means, in place of any earlier correction of it. */
export function correctName(corrections: readonly NameCorrection[], made: NameCorrection): readonly NameCorrection[] {
  const isSame = (other: NameCorrection): boolean =>
    other.kind === made.kind && keyOf(other.kind, other.written) === keyOf(made.kind, made.written)
  return [...corrections.filter((other) => !isSame(other)), made]
}

/** What a name is compared by: its key without the words that say only what kind of thing it is. */
export function keyOf(kind: NameKind, written: string): string {
  const key = nameKey(written)
  const core = kind === 'site' ? key.replaceAll(siteNoise, '') : kind === 'class' ? key.replaceAll(classNoise, ' ') : key
  // A name of nothing but such words is compared whole.
  return nameKey(core) || key
}

const siteNoise = /^the | (nhs|hospital|hospitals|university|site)\b/g
const classNoise = /\b(scanner|machine|system|unit)s?\b/g
