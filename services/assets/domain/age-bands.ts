import type { LocalDate } from '@imaging/calendar'
import { isOlderThan } from './age.ts'
import type { Asset } from './asset.ts'

/**
 * The golden rules for the age of an installed base, as shares of the whole.
 *
 * The rule says "younger than five" and "six to ten years"; the bands are read as [0, 5], (5, 10] and (10, ∞) years.
 *
 * @source COCIR golden rules
 */
export const cocirRules = { upToFiveAtLeast: 0.6, upToTenAtMost: 0.3, overTenAtMost: 0.1 } as const

/** The age profile of a fleet on a day. */
export interface AgeBands {
  /** Installed and in use on the day. */
  readonly assets: number
  readonly upToFive: AgeBand
  readonly upToTen: AgeBand
  readonly overTen: AgeBand
  /** Whether all three rules are met; `undefined` for an empty fleet. */
  readonly meetsRules: boolean | undefined
}

export interface AgeBand {
  readonly assets: number
  /** Fraction of the fleet in [0, 1]; `undefined` for an empty fleet, never 0 or 1. */
  readonly share: number | undefined
  readonly meetsRule: boolean | undefined
}

/** The age bands of a fleet, by age since installation. Decommissioned assets and those still to be installed are left out. */
export function ageBands(assets: readonly Pick<Asset, 'installed' | 'status'>[], onDate: LocalDate): AgeBands {
  const fleet = assets.filter(({ installed, status }) => status === 'IN_USE' && installed <= onDate)
  const overFive = fleet.filter(({ installed }) => isOlderThan(installed, 5, onDate)).length
  const overTen = fleet.filter(({ installed }) => isOlderThan(installed, 10, onDate)).length
  const band = (count: number, meets: (share: number) => boolean): AgeBand => {
    const share = fleet.length === 0 ? undefined : count / fleet.length
    return { assets: count, share, meetsRule: share === undefined ? undefined : meets(share) }
  }
  const bands = {
    upToFive: band(fleet.length - overFive, (share) => share >= cocirRules.upToFiveAtLeast),
    upToTen: band(overFive - overTen, (share) => share <= cocirRules.upToTenAtMost),
    overTen: band(overTen, (share) => share <= cocirRules.overTenAtMost),
  }
  const met = Object.values(bands).map(({ meetsRule }) => meetsRule)
  return { assets: fleet.length, ...bands, meetsRules: fleet.length === 0 ? undefined : met.every((rule) => rule === true) }
}
