import { assessedPeriods } from './age-assessments.ts'
import { endPence, expectedFailures, tradeInPence, upkeepPence, type UnitAge } from './curves.ts'
import { ageAtStart, discountAt, inPeriods, periodCount, shareOfPeriod, weeksPerPeriod, yearOf } from './periods.ts'
import type { Asset, Decision, EquipmentClass, Placement, Problem, Site, Trust } from './problem.ts'

/** What a plan costs and does, from the rules alone. Money is pence at the start of the plan unless it says otherwise. */
export interface PlanAccount {
  /** Net present cost by what it is for. Discounts and values are negative. */
  readonly parts: Readonly<Record<CostPart, number>>
  /** Sum of the parts. */
  readonly costPence: number
  /** Capital of each trust in each year, not discounted. */
  readonly capitalPence: ReadonlyMap<string, readonly number[]>
  /** Capital beyond every budget and reserve in each year, not discounted. */
  readonly missingPence: readonly number[]
  /** Hours down expected over the plan. */
  readonly hoursDown: number
  /** Scanner-equivalent weeks of rental over the plan. */
  readonly rentalWeeks: number
  /** Installations beyond a site's or class's limit. */
  readonly brokenLimits: number
}

export type CostPart =
  | 'capital'
  | 'carbon'
  | 'upkeep'
  | 'downtime'
  | 'tradeIn'
  | 'endValue'
  | 'rental'
  | 'ageRules'
  | 'overspend'
  | 'requests'
  | 'discount'
  | 'change'

/** What happens at an asset's place. */
interface Placed {
  readonly asset: Asset
  readonly itsClass: EquipmentClass
  readonly placement: Placement
  readonly site: Site
  readonly trust: Trust
}

/** Sums by a name and a period or year. */
class Tally {
  readonly #sums = new Map<string, number>()

  add(key: string, amount: number): void {
    this.#sums.set(key, (this.#sums.get(key) ?? 0) + amount)
  }

  get(key: string): number {
    return this.#sums.get(key) ?? 0
  }
}

interface Sums {
  readonly parts: Record<CostPart, number>
  /** Of a trust in a year. */
  readonly capital: Tally
  /** Of a class in a year, at list price. */
  readonly spend: Tally
  /** Scanner-equivalents of a class in a sector in a period. */
  readonly capacity: Tally
  readonly installs: Tally
  readonly young: Tally
  readonly old: Tally
  hoursDown: number
}

/** Follows every decision through the rules of the problem. @throws {RangeError} for a decision about an unknown asset. */
export function evaluatePlan(problem: Problem, decisions: readonly Decision[]): PlanAccount {
  const parts: Record<CostPart, number> = {
    capital: 0, carbon: 0, upkeep: 0, downtime: 0, tradeIn: 0, endValue: 0, rental: 0, ageRules: 0, overspend: 0, requests: 0, discount: 0, change: 0,
  } // prettier-ignore
  const sums: Sums = {
    parts,
    capital: new Tally(),
    spend: new Tally(),
    capacity: new Tally(),
    installs: new Tally(),
    young: new Tally(),
    old: new Tally(),
    hoursDown: 0,
  }
  const made = Map.groupBy(decisions, ({ assetId }) => assetId)
  for (const placed of placedAssets(problem)) follow(problem, placed, made.get(placed.asset.assetId) ?? [], sums)
  addChange(problem, made, parts)
  const known = new Set(problem.assets.map(({ assetId }) => assetId))
  for (const assetId of made.keys())
    if (!known.has(assetId)) throw new RangeError(`A decision is about asset ${assetId}, which there is not.`)
  const rentalWeeks = addRental(problem, sums)
  addAgeRules(problem, sums)
  const missingPence = addMoney(problem, sums)
  addDiscount(problem, sums)
  return {
    parts,
    costPence: Object.values(parts).reduce((sum, part) => sum + part, 0),
    capitalPence: new Map(
      problem.trusts.map(({ trustId }) => [
        trustId,
        Array.from({ length: problem.horizon.years }, (_, year) => sums.capital.get(`${trustId} ${year}`)),
      ]),
    ),
    missingPence,
    hoursDown: sums.hoursDown,
    rentalWeeks,
    brokenLimits: brokenLimits(problem, sums),
  }
}

function placedAssets({ assets, classes, placements, sites, trusts }: Problem): readonly Placed[] {
  const classOf = new Map(classes.map((one) => [one.classId, one]))
  const siteOf = new Map(sites.map((one) => [one.siteId, one]))
  const trustOf = new Map(trusts.map((one) => [one.trustId, one]))
  const placementOf = new Map(placements.map((one) => [`${one.siteId} ${one.classId}`, one]))
  return assets.map((asset) => {
    const itsClass = classOf.get(asset.classId)
    const site = siteOf.get(asset.siteId)
    const placement = placementOf.get(`${asset.siteId} ${asset.classId}`)
    const trust = trustOf.get(site?.trustId ?? '')
    if (itsClass === undefined || site === undefined || placement === undefined || trust === undefined)
      throw new RangeError(`asset ${asset.assetId} does not stand anywhere`)
    return { asset, itsClass, placement, site, trust }
  })
}

/** One place through all periods. */
function follow(problem: Problem, placed: Placed, decisions: readonly Decision[], sums: Sums): void {
  const { horizon, money, ageRules } = problem
  const { asset, itsClass, placement, site, trust } = placed
  const { parts } = sums
  const stretchYears = 1 / horizon.periodsPerYear
  const assessed = new Set(assessedPeriods(problem))
  const actionIn = new Map(decisions.map(({ period, action }) => [period, action]))
  let age = ageAtStart(horizon, asset)
  let isUpgraded = false
  let downtimeFactor = asset.downtimeFactor
  const unit = (): UnitAge => ({ years: age * stretchYears, isUpgraded })
  const inSector = `${trust.sectorId} ${asset.classId}`
  for (let period = 0; period < periodCount(horizon); period += 1) {
    const worth = discountAt(horizon, money.discountRatePerYear, period)
    const year = yearOf(horizon, period)
    const action = actionIn.get(period)
    let closedShare = 0
    if (action === 'replace') {
      parts.tradeIn -= worth * tradeInPence(itsClass, unit())
      age = 0
      isUpgraded = false
      downtimeFactor = 1
      const capital = itsClass.pricePence * (1 + site.enablingShare)
      parts.capital += worth * capital
      parts.carbon += worth * itsClass.embodiedCarbonPence
      sums.capital.add(`${trust.trustId} ${year}`, capital)
      sums.spend.add(`${asset.classId} ${year}`, itsClass.pricePence)
      sums.installs.add(`site ${site.siteId} ${period}`, 1)
      sums.installs.add(`class ${inSector} ${period}`, 1)
      closedShare = shareOfPeriod(horizon, itsClass.installWeeks)
    } else if (action === 'upgrade') {
      isUpgraded = true
      parts.capital += worth * itsClass.upgradePence
      sums.capital.add(`${trust.trustId} ${year}`, itsClass.upgradePence)
      closedShare = shareOfPeriod(horizon, itsClass.upgradeWeeks)
    }
    const hours = expectedFailures(itsClass, unit(), stretchYears) * itsClass.failures.repairHours * downtimeFactor
    parts.upkeep += worth * upkeepPence(itsClass, unit(), stretchYears)
    parts.downtime += worth * hours * placement.workload * itsClass.failures.downtimePencePerHour
    sums.hoursDown += hours
    const lostShare = hours / (itsClass.failures.openHoursPerYear * stretchYears)
    sums.capacity.add(`${inSector} ${period}`, placement.workload * (1 - lostShare - closedShare))
    if (ageRules !== undefined && assessed.has(period)) {
      if (age < inPeriods(horizon, ageRules.young.belowYears)) sums.young.add(`${trust.sectorId} ${period}`, 1)
      if (age >= inPeriods(horizon, ageRules.old.fromYears)) sums.old.add(`${trust.sectorId} ${period}`, 1)
    }
    age += 1
  }
  parts.endValue -= discountAt(horizon, money.discountRatePerYear, periodCount(horizon)) * endPence(itsClass, unit())
}

/** What departs from the plan in force about the units that stand today: each of their upgrades, and their replacement. */
function addChange({ current }: Problem, made: ReadonlyMap<string, readonly Decision[]>, parts: Sums['parts']): void {
  if (current === undefined) return
  const planned = new Set(current.decisions.map(({ assetId, period, action }) => `${assetId} ${action} ${period}`))
  for (const decisions of made.values()) {
    const inOrder = decisions.toSorted((one, other) => one.period - other.period)
    const replaced = inOrder.findIndex(({ action }) => action === 'replace')
    const aboutStanding = replaced < 0 ? inOrder : inOrder.slice(0, replaced + 1)
    for (const { assetId, period, action } of aboutStanding)
      if (!planned.has(`${assetId} ${action} ${period}`)) parts.change += current.changePence
  }
}

/** Mobile units for what is short of a floor. @returns weeks of them. */
function addRental({ horizon, money, coverage, classes }: Problem, { capacity, parts }: Sums): number {
  const rent = new Map(classes.map(({ classId, rentalPencePerWeek }) => [classId, rentalPencePerWeek]))
  let rentalWeeks = 0
  for (const { sectorId, classId, scannerEquivalents, growthPerYear } of coverage)
    for (let period = 0; period < periodCount(horizon); period += 1) {
      const floor = scannerEquivalents * (1 + growthPerYear) ** yearOf(horizon, period)
      const weeks = Math.max(0, floor - capacity.get(`${sectorId} ${classId} ${period}`)) * weeksPerPeriod(horizon)
      rentalWeeks += weeks
      parts.rental += discountAt(horizon, money.discountRatePerYear, period) * weeks * (rent.get(classId) ?? 0)
    }
  return rentalWeeks
}

function addAgeRules(problem: Problem, { young, old, parts }: Sums): void {
  const { ageRules, horizon, money, sectors } = problem
  if (ageRules === undefined) return
  const fleet = new Tally()
  for (const { trust } of placedAssets(problem)) fleet.add(trust.sectorId, 1)
  for (const period of assessedPeriods(problem))
    for (const { sectorId } of sectors) {
      const worth = discountAt(horizon, money.discountRatePerYear, period)
      const tooFewYoung = Math.max(0, ageRules.young.shareMin * fleet.get(sectorId) - young.get(`${sectorId} ${period}`))
      const tooManyOld = Math.max(0, old.get(`${sectorId} ${period}`) - ageRules.old.shareMax * fleet.get(sectorId))
      parts.ageRules += worth * (tooFewYoung * ageRules.young.pencePerUnit + tooManyOld * ageRules.old.pencePerUnit)
    }
}

/** Requests to sectors and the nation, and what nobody can pay. @returns the latter by year. */
function addMoney({ horizon, money, sectors, trusts }: Problem, { capital, parts }: Sums): readonly number[] {
  return Array.from({ length: horizon.years }, (_, year) => {
    const worth = discountAt(horizon, money.discountRatePerYear, year * horizon.periodsPerYear)
    let asked = 0
    for (const sector of sectors) {
      let inSector = 0
      for (const trust of trusts.filter(({ sectorId }) => sectorId === sector.sectorId)) {
        const budget = trust.budgetPence[year] ?? 0
        const request = Math.max(capital.get(`${trust.trustId} ${year}`) - budget, -budget * trust.lendableShare)
        parts.requests += worth * trust.requestPremium * Math.max(0, request)
        inSector += request
      }
      asked += Math.max(0, inSector - (sector.reservePence[year] ?? 0))
    }
    const missing = Math.max(0, asked - (money.nationalReservePence?.[year] ?? 0))
    parts.overspend += worth * (money.overspendPremium ?? 0) * missing
    return missing
  })
}

function addDiscount({ framework, horizon, money }: Problem, { spend, parts }: Sums): void {
  const worthOf = (year: number): number => discountAt(horizon, money.discountRatePerYear, year * horizon.periodsPerYear)
  if (framework?.form === 'annual')
    for (const { classId, bands } of framework.classes)
      for (let year = 0; year < horizon.years; year += 1) {
        const volume = spend.get(`${classId} ${year}`)
        const reached = bands.findLast(({ fromPence }) => volume >= fromPence)
        parts.discount -= worthOf(year) * (reached?.discount ?? 0) * volume
      }
  if (framework?.form !== 'commitment') return
  for (const { classId, levels, clawback, signed } of framework.classes)
    for (let from = 0; from < horizon.years; from += framework.termYears) {
      const to = Math.min(from + framework.termYears, horizon.years)
      const years = Array.from({ length: to - from }, (_, index) => from + index)
      const volume = years.reduce((sum, year) => sum + spend.get(`${classId} ${year}`), 0)
      const value = years.reduce((sum, year) => sum + worthOf(year) * spend.get(`${classId} ${year}`), 0)
      const level = signed?.[from / framework.termYears]
      const costs = (level === undefined ? levels : levels.slice(level, level + 1)).map(
        ({ pencePerYear, discount }) => worthOf(to) * clawback * Math.max(0, pencePerYear * years.length - volume) - discount * value,
      )
      parts.discount += Math.min(...costs)
    }
}

function brokenLimits({ horizon, sites, classLimits }: Problem, { installs }: Sums): number {
  const limits = [
    ...sites.map(({ siteId, installsPerPeriodMax }) => ({ key: `site ${siteId}`, installsPerPeriodMax })),
    ...classLimits.map(({ sectorId, classId, installsPerPeriodMax }) => ({ key: `class ${sectorId} ${classId}`, installsPerPeriodMax })),
  ]
  let broken = 0
  for (const { key, installsPerPeriodMax } of limits)
    for (let period = 0; period < periodCount(horizon); period += 1)
      broken += Math.max(0, installs.get(`${key} ${period}`) - installsPerPeriodMax)
  return broken
}
