import type { Decision, Problem } from '../../domain/problem.ts'

/**
 * The cost of a plan once more, slowly and plainly, to check the others by: it shares no code with them.
 *
 * Everything is written down year by year for each asset first, and added up afterwards.
 */
export function costFromRules(problem: Problem, decisions: readonly Decision[]): number {
  const days = timeline(problem, decisions)
  return (
    days.reduce((sum, day) => sum + day.worth * day.pence, 0) +
    rental(problem, days) +
    ageRules(problem, days) +
    overspend(problem, days) +
    discount(problem, days) +
    endValues(problem, days)
  )
}

interface Day {
  readonly sector: string
  readonly trust: string
  readonly site: string
  readonly class: string
  readonly asset: string
  readonly period: number
  readonly year: number
  readonly worth: number
  /** What is paid for and about the unit in this period, the trade-in of the one before included. */
  readonly pence: number
  readonly capital: number
  readonly listPrice: number
  readonly capacity: number
  readonly ageYears: number
  readonly upgraded: boolean
  readonly last: boolean
}

const step = ({ horizon }: Problem): number => 1 / horizon.periodsPerYear
const worthAt = ({ money, horizon }: Problem, period: number): number =>
  Math.pow(1 + money.discountRatePerYear, -period / horizon.periodsPerYear)
const worthOfYear = (problem: Problem, year: number): number => worthAt(problem, year * problem.horizon.periodsPerYear)

function timeline(problem: Problem, decisions: readonly Decision[]): Day[] {
  const days: Day[] = []
  const years = step(problem)
  const periods = problem.horizon.years * problem.horizon.periodsPerYear
  for (const asset of problem.assets) {
    const c = problem.classes.find((one) => one.classId === asset.classId)!
    const site = problem.sites.find((one) => one.siteId === asset.siteId)!
    const trust = problem.trusts.find((one) => one.trustId === site.trustId)!
    const workload = problem.placements.find((one) => one.siteId === asset.siteId && one.classId === asset.classId)!.workload
    let bornAt = -Math.floor((asset.ageMonths / 12) * problem.horizon.periodsPerYear + 1e-9)
    let upgradedAt = Number.POSITIVE_INFINITY
    let factor = asset.downtimeFactor
    for (let period = 0; period < periods; period += 1) {
      let pence = 0
      let capital = 0
      let listPrice = 0
      let closed = 0
      const here = decisions.filter((one) => one.assetId === asset.assetId && one.period === period)
      if (here.some((one) => one.action === 'replace')) {
        const old = Math.max(0, (period - bornAt) * years - (upgradedAt <= period ? c.values.upgradeCreditYears : 0))
        pence -= c.pricePence * c.values.tradeInShare * Math.exp(-c.values.tradeInDecayPerYear * old)
        bornAt = period
        upgradedAt = Number.POSITIVE_INFINITY
        factor = 1
        capital = c.pricePence + c.pricePence * site.enablingShare
        pence += capital + c.embodiedCarbonPence
        listPrice = c.pricePence
        closed = Math.min(1, (c.installWeeks * problem.horizon.periodsPerYear) / 52)
      }
      if (here.some((one) => one.action === 'upgrade')) {
        upgradedAt = period
        capital = c.upgradePence
        pence += capital
        closed = Math.min(1, (c.upgradeWeeks * problem.horizon.periodsPerYear) / 52)
      }
      const age = (period - bornAt) * years
      const upgraded = upgradedAt <= period
      const parts = upgraded ? Math.max(0, age - c.life.upgradeRenewsYears) : age
      const failures = c.failures.scale * (Math.pow(parts + years, c.failures.shape) - Math.pow(parts, c.failures.shape))
      const hours = failures * c.failures.repairHours * factor
      const contract = c.pricePence * c.maintenance.shareOfPrice * Math.pow(1 + c.maintenance.growthPerYear, parts)
      pence += years * contract * (age < c.maintenance.warrantyYears ? c.maintenance.warrantyShare : 1)
      pence += years * c.pricePence * c.maintenance.energyShareOfPrice * (1 + c.maintenance.energyGrowthPerYear * age)
      for (const surcharge of c.maintenance.surcharges) if (age >= surcharge.fromYears) pence += years * surcharge.pencePerYear
      pence += failures * c.failures.repairPence
      pence += hours * workload * c.failures.downtimePencePerHour
      const capacity = workload * (1 - hours / (c.failures.openHoursPerYear * years) - closed)
      days.push({
        sector: trust.sectorId, trust: trust.trustId, site: site.siteId, class: c.classId, asset: asset.assetId, period,
        year: Math.floor(period / problem.horizon.periodsPerYear), worth: worthAt(problem, period), pence, capital, listPrice, capacity,
        ageYears: age, upgraded, last: period === periods - 1,
      }) // prettier-ignore
    }
  }
  return days
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0)

function endValues(problem: Problem, days: readonly Day[]): number {
  const end = worthAt(problem, problem.horizon.years * problem.horizon.periodsPerYear)
  return -total(
    days
      .filter((day) => day.last)
      .map((day) => {
        const c = problem.classes.find((one) => one.classId === day.class)!
        const age = Math.max(0, day.ageYears + step(problem) - (day.upgraded ? c.values.upgradeCreditYears : 0))
        return end * c.pricePence * c.values.endShare * Math.max(0, 1 - age / c.values.endAfterYears)
      }),
  )
}

function rental(problem: Problem, days: readonly Day[]): number {
  let pence = 0
  for (const floor of problem.coverage)
    for (let period = 0; period < problem.horizon.years * problem.horizon.periodsPerYear; period += 1) {
      const there = total(
        days
          .filter((day) => day.sector === floor.sectorId && day.class === floor.classId && day.period === period)
          .map((day) => day.capacity),
      )
      const wanted = floor.scannerEquivalents * Math.pow(1 + floor.growthPerYear, Math.floor(period / problem.horizon.periodsPerYear))
      const rent = problem.classes.find((one) => one.classId === floor.classId)!.rentalPencePerWeek
      if (there < wanted) pence += (worthAt(problem, period) * (wanted - there) * rent * 52) / problem.horizon.periodsPerYear
    }
  return pence
}

function ageRules(problem: Problem, days: readonly Day[]): number {
  const rules = problem.ageRules
  if (rules === undefined) return 0
  let pence = 0
  for (let year = Math.ceil(rules.firstAfterYears); year < problem.horizon.years; year += 1)
    for (const { sectorId } of problem.sectors) {
      const period = (year + 1) * problem.horizon.periodsPerYear - 1
      const then = days.filter((day) => day.sector === sectorId && day.period === period)
      const young = then.filter((day) => day.ageYears < rules.young.belowYears).length
      const old = then.filter((day) => day.ageYears >= rules.old.fromYears).length
      pence += worthAt(problem, period) * rules.young.pencePerUnit * Math.max(0, rules.young.shareMin * then.length - young)
      pence += worthAt(problem, period) * rules.old.pencePerUnit * Math.max(0, old - rules.old.shareMax * then.length)
    }
  return pence
}

function overspend(problem: Problem, days: readonly Day[]): number {
  let pence = 0
  for (let year = 0; year < problem.horizon.years; year += 1) {
    let national = 0
    for (const sector of problem.sectors) {
      let asked = 0
      for (const trust of problem.trusts.filter((one) => one.sectorId === sector.sectorId)) {
        const spent = total(days.filter((day) => day.trust === trust.trustId && day.year === year).map((day) => day.capital))
        const budget = trust.budgetPence[year]!
        const beyond = spent - budget
        if (beyond > 0) pence += worthOfYear(problem, year) * trust.requestPremium * beyond
        asked += beyond > 0 ? beyond : Math.max(beyond, -trust.lendableShare * budget)
      }
      national += Math.max(0, asked - sector.reservePence[year]!)
    }
    const missing = Math.max(0, national - (problem.money.nationalReservePence?.[year] ?? 0))
    pence += worthOfYear(problem, year) * (problem.money.overspendPremium ?? 0) * missing
  }
  return pence
}

function discount(problem: Problem, days: readonly Day[]): number {
  const { framework, horizon } = problem
  const spent = (classId: string, year: number): number =>
    total(days.filter((day) => day.class === classId && day.year === year).map((day) => day.listPrice))
  let pence = 0
  if (framework?.form === 'annual')
    for (const { classId, bands } of framework.classes)
      for (let year = 0; year < horizon.years; year += 1) {
        const volume = spent(classId, year)
        let best = 0
        for (const band of bands) if (volume >= band.fromPence) best = Math.max(best, band.discount)
        pence -= worthOfYear(problem, year) * best * volume
      }
  if (framework?.form === 'commitment')
    for (const { classId, levels, clawback } of framework.classes)
      for (let first = 0; first < horizon.years; first += framework.termYears) {
        const years: number[] = []
        for (let year = first; year < first + framework.termYears && year < horizon.years; year += 1) years.push(year)
        const volume = total(years.map((year) => spent(classId, year)))
        const value = total(years.map((year) => worthOfYear(problem, year) * spent(classId, year)))
        let least = Number.POSITIVE_INFINITY
        for (const level of levels) {
          const short = Math.max(0, level.pencePerYear * years.length - volume)
          least = Math.min(least, clawback * short * worthOfYear(problem, first + years.length) - level.discount * value)
        }
        pence += least
      }
  return pence
}
