import { expectedFailures } from './curves.ts'
import { lifeLimits, type LifeLimits, type LifeState } from './life.ts'
import { ageAtStart, periodCount, yearOf } from './periods.ts'
import type { Decision, EquipmentClass, Problem, Site, Trust } from './problem.ts'

/** Weight of expected hours down against a year of age in the ranking. */
const YEARS_PER_HOUR_DOWN = 0.02

interface Standing {
  readonly assetId: string
  readonly itsClass: EquipmentClass
  readonly limits: LifeLimits
  readonly site: Site
  readonly trust: Trust
  state: LifeState
  downtimeFactor: number
}

/**
 * The plan most teams make today: each period the oldest and riskiest units are replaced, down the ranking until each trust's money for
 * the year is spent. What is at the end of its life is replaced whatever it costs; sites' and classes' limits hold otherwise.
 */
export function greedyPlan(problem: Problem): readonly Decision[] {
  const { horizon } = problem
  const standing = standingUnits(problem)
  const decisions: Decision[] = []
  const left = new Map(problem.trusts.map(({ trustId, budgetPence }) => [trustId, [...budgetPence]]))
  for (let period = 0; period < periodCount(horizon); period += 1) {
    const room = roomIn(problem)
    const year = yearOf(horizon, period)
    for (const unit of standing.toSorted((one, other) => risk(other, horizon.periodsPerYear) - risk(one, horizon.periodsPerYear))) {
      const pence = unit.itsClass.pricePence * (1 + unit.site.enablingShare)
      const budget = left.get(unit.trust.trustId) ?? []
      const isDue = !unit.limits.mayKeep(unit.state)
      const keys = [`site ${unit.site.siteId}`, `class ${unit.trust.sectorId} ${unit.itsClass.classId}`]
      const hasRoom = keys.every((key) => (room.get(key) ?? 1) > 0)
      if (
        !isDue &&
        !(unit.limits.mayReplace(unit.state) && hasRoom && isWorn(unit, horizon.periodsPerYear) && (budget[year] ?? 0) >= pence)
      )
        continue
      budget[year] = (budget[year] ?? 0) - pence
      for (const key of keys) room.set(key, (room.get(key) ?? 1) - 1)
      decisions.push({ assetId: unit.assetId, period, action: 'replace' })
      unit.state = { age: 0, isExisting: false, sinceUpgrade: undefined }
      unit.downtimeFactor = 1
    }
    for (const unit of standing) unit.state = { ...unit.state, age: unit.state.age + 1 }
  }
  return decisions
}

/** Money is saved for units past this share of a new unit's life. */
const WORN_SHARE = 0.7

const isWorn = ({ itsClass, state }: Standing, periodsPerYear: number): boolean =>
  state.age / periodsPerYear >= WORN_SHARE * itsClass.life.newUntilYears

function risk({ itsClass, state, downtimeFactor }: Standing, periodsPerYear: number): number {
  const years = state.age / periodsPerYear
  const hours = expectedFailures(itsClass, { years, isUpgraded: false }, 1) * itsClass.failures.repairHours * downtimeFactor
  return years + YEARS_PER_HOUR_DOWN * hours
}

function standingUnits({ assets, classes, sites, trusts, horizon }: Problem): Standing[] {
  const classOf = new Map(classes.map((one) => [one.classId, one]))
  const siteOf = new Map(sites.map((one) => [one.siteId, one]))
  const trustOf = new Map(trusts.map((one) => [one.trustId, one]))
  return assets.map((asset) => {
    const itsClass = classOf.get(asset.classId)
    const site = siteOf.get(asset.siteId)
    const trust = trustOf.get(site?.trustId ?? '')
    if (itsClass === undefined || site === undefined || trust === undefined) throw new RangeError(`asset ${asset.assetId} stands nowhere`)
    return {
      assetId: asset.assetId,
      itsClass,
      limits: lifeLimits(itsClass, horizon),
      site,
      trust,
      state: { age: ageAtStart(horizon, asset), isExisting: true, sinceUpgrade: undefined },
      downtimeFactor: asset.downtimeFactor,
    }
  })
}

const roomIn = ({ sites, classLimits }: Problem): Map<string, number> =>
  new Map([
    ...sites.map(({ siteId, installsPerPeriodMax }): [string, number] => [`site ${siteId}`, installsPerPeriodMax]),
    ...classLimits.map(({ sectorId, classId, installsPerPeriodMax }): [string, number] => [
      `class ${sectorId} ${classId}`,
      installsPerPeriodMax,
    ]),
  ])
