import type { LocalDate } from '@imaging/calendar'
import { addYears } from './local-date.ts'
import { isOlderThan } from './age.ts'
import type { Asset, Use } from './asset.ts'
import { type Dated, inForce } from './dated.ts'

/** What passing a policy's years means: shown as old, must be replaced, end of its usual life, or the very longest life. */
export type LifePolicyKind = 'flag' | 'replace' | 'usual-life' | 'absolute-maximum'

/** One line of the table of lives. Without a class it holds for all; without a use, for every use. */
export interface LifePolicy {
  readonly kind: LifePolicyKind
  readonly classId?: string
  readonly use?: Use
  readonly years: number
  /** Exams a year that make a machine one of this use, from and up to, where the source gives them. */
  readonly examsPerYearFrom?: number
  readonly examsPerYearTo?: number
  readonly source: string
  /** False where the figure is general knowledge, to be confirmed before it is quoted. */
  readonly isSourced: boolean
}

/** What a life policy says of one asset on a day. */
export interface LifeLimit {
  readonly policy: Dated<LifePolicy>
  readonly reachedOn: LocalDate
  readonly isPassed: boolean
}

/** What the policies in force say of one asset: old by local policy, or due for replacement. */
export interface LifeStanding {
  readonly limits: readonly LifeLimit[]
  readonly isFlagged: boolean
  readonly mustBeReplaced: boolean
}

/** The life policy in force for a class and use; the narrower one wins, and of two equally narrow the later. */
export function lifePolicy(
  policies: readonly Dated<LifePolicy>[],
  { kind, classId, use, onDate }: { kind: LifePolicyKind; classId: string; use?: Use; onDate: LocalDate },
): Dated<LifePolicy> | undefined {
  return inForce(policies, onDate)
    .filter((policy) => policy.kind === kind)
    .filter((policy) => policy.classId === undefined || policy.classId === classId)
    .filter((policy) => policy.use === undefined || policy.use === use)
    .toSorted((a, b) => narrowness(b) - narrowness(a) || (a.from < b.from ? 1 : -1))[0]
}

/** The limit of one kind for an asset, counted from its installation, or `undefined` where no policy is in force. */
export function lifeLimit(
  policies: readonly Dated<LifePolicy>[],
  asset: Pick<Asset, 'classId' | 'use' | 'installed'>,
  kind: LifePolicyKind,
  onDate: LocalDate,
): LifeLimit | undefined {
  const { classId, use, installed } = asset
  // A use nobody has measured is taken as the middle one.
  const policy = lifePolicy(policies, { kind, classId, use: use ?? 'mid', onDate })
  if (policy === undefined) return undefined
  return {
    policy,
    reachedOn: addYears(installed, policy.years),
    isPassed: isOlderThan(installed, policy.years, onDate),
  }
}

/**
 * Where an asset stands against every kind of policy: over 8 years it is flagged, over 10 it must be replaced.
 *
 * @source Imperial's own normal life (8 years); Richards review of diagnostics, 2020 (10 years)
 */
export function lifeStanding(
  policies: readonly Dated<LifePolicy>[],
  asset: Pick<Asset, 'classId' | 'use' | 'installed'>,
  onDate: LocalDate,
): LifeStanding {
  const kinds: readonly LifePolicyKind[] = ['flag', 'usual-life', 'replace', 'absolute-maximum']
  const limits = kinds.map((kind) => lifeLimit(policies, asset, kind, onDate)).filter((limit): limit is LifeLimit => limit !== undefined)
  const isPassed = (kind: LifePolicyKind): boolean => limits.some((limit) => limit.policy.kind === kind && limit.isPassed)
  return { limits, isFlagged: isPassed('flag'), mustBeReplaced: isPassed('replace') || isPassed('absolute-maximum') }
}

const narrowness = ({ classId, use }: LifePolicy): number => (classId === undefined ? 0 : 2) + (use === undefined ? 0 : 1)
