import type { LocalDate } from '@imaging/calendar'
import { holdsOn, type Dated } from './dated.ts'
import type { Organisation } from './organisation.ts'

/** What a trust can share with others; what is its own beyond these it cannot. */
export const SHARES = ['status', 'ages', 'plans', 'capacity', 'commercial'] as const
export type Share = (typeof SHARES)[number]

/** What one organisation shares with another. */
export interface Grant extends Dated {
  readonly from: string
  readonly to: string
  readonly share: Share
}

/** For each share, the organisations of which somebody sees it. */
export type Sees = Record<'own' | Share, string[]>

/**
 * What somebody sees who acts for an organisation, on a day.
 *
 * A trust sees all of itself, and of others what they share with it. The joint body sees what is shared with it. A supplier sees
 * nothing of anybody, whatever was granted: its own work orders are its own by another rule.
 */
export function seesOn({ code, kind }: Pick<Organisation, 'code' | 'kind'>, grants: readonly Grant[], day: LocalDate): Sees {
  const own = kind === 'trust' ? [code] : []
  const inForce = kind === 'supplier' ? [] : grants.filter((grant) => grant.to === code && holdsOn(grant, day))
  const shared = (share: Share): string[] => {
    const others = inForce.filter((grant) => grant.share === share).map(({ from }) => from)
    return [...new Set([...own, ...others])].toSorted()
  }
  return {
    own,
    status: shared('status'),
    ages: shared('ages'),
    plans: shared('plans'),
    capacity: shared('capacity'),
    commercial: shared('commercial'),
  }
}
