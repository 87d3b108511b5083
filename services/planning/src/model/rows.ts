import { STIFF_PRICE, type ModelBuilder } from '@imaging/solver'
import { discountAt, periodCount, yearOf } from '../../domain/periods.ts'
import { assessedPeriods } from '../../domain/age-assessments.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Money } from './money.ts'

/** The rows of a problem by what they are about. A row that does not exist is -1. */
export interface ProblemRows {
  readonly budget: (trustId: string, year: number) => number
  readonly site: (siteId: string, period: number) => number
  readonly installs: (sectorId: string, classId: string, period: number) => number
  readonly coverage: (sectorId: string, classId: string, period: number) => number
  readonly young: (sectorId: string, period: number) => number
  readonly old: (sectorId: string, period: number) => number
  /** Volume at list prices that a framework counts. */
  readonly spend: (classId: string, year: number) => number
}

/** Prices the relaxation is likely to reach, by which its first steps are measured; found by trial on made-up fleets. */
const LIKELY = { budget: 0.3, firstBudget: 0.15, site: 0.06, classShare: 0.06, discount: 0.03, firstDiscount: 0.02, ofPenalty: 0.5 }

/** A national pool's cost for the first pound beyond it when none may be spent. */
const CLOSED = STIFF_PRICE

export function addRows(problem: Problem, money: Money, builder: ModelBuilder): ProblemRows {
  return {
    budget: addBudgets(problem, money, builder),
    site: addSiteLimits(problem, money, builder),
    ...addClassRows(problem, money, builder),
    ...addAgeRules(problem, money, builder),
    spend: addFramework(problem, money, builder),
  }
}

/** Looks rows up by a key and a number; what is not there is -1. */
function ledger() {
  const rows = new Map<string, number[]>()
  return {
    set(key: string, index: number, row: number): void {
      const list = rows.get(key) ?? []
      list[index] = row
      rows.set(key, list)
    },
    get: (key: string, index: number): number => rows.get(key)?.[index] ?? -1,
  }
}

function addBudgets({ horizon, money: terms, sectors, trusts }: Problem, money: Money, builder: ModelBuilder): ProblemRows['budget'] {
  const rows = ledger()
  for (let year = 0; year < horizon.years; year += 1) {
    const worth = money.yearDiscount[year] ?? 0
    const ofTrust = trusts.map(({ trustId, sectorId, budgetPence, lendableShare, requestPremium }) => {
      const allowance = money.units(budgetPence[year] ?? 0)
      const pool = builder.pool({ allowance, lends: allowance * lendableShare, price: requestPremium * worth })
      const options = { name: `budget ${trustId} ${year}`, priceScale: LIKELY.budget * worth, firstPrice: LIKELY.firstBudget * worth }
      rows.set(trustId, year, builder.pooledRow({ ...options, pool }))
      return { sectorId, pool }
    })
    const ofSector = new Map(
      sectors.map(({ sectorId, reservePence }) => [
        sectorId,
        builder.pool({ allowance: money.units(reservePence[year] ?? 0), lends: 0, price: 0 }),
      ]),
    )
    const national = builder.pool({
      allowance: money.units(terms.nationalReservePence?.[year] ?? 0),
      lends: 0,
      price: terms.overspendPremium === undefined ? CLOSED : terms.overspendPremium * worth,
    })
    for (const { sectorId, pool } of ofTrust) builder.setParent(pool, ofSector.get(sectorId) ?? national)
    for (const pool of ofSector.values()) builder.setParent(pool, national)
  }
  return rows.get
}

function addSiteLimits({ horizon, sites }: Problem, money: Money, builder: ModelBuilder): ProblemRows['site'] {
  const rows = ledger()
  for (const { siteId, installsPerPeriodMax } of sites)
    for (let period = 0; period < periodCount(horizon); period += 1)
      rows.set(
        siteId,
        period,
        builder.cap({
          name: `installs at ${siteId} ${period}`,
          target: installsPerPeriodMax,
          priceScale: LIKELY.site * money.typicalPrice * (money.discount[period] ?? 0),
        }),
      )
  return rows.get
}

function addClassRows(problem: Problem, money: Money, builder: ModelBuilder): Pick<ProblemRows, 'installs' | 'coverage'> {
  const { horizon, classes, classLimits, coverage } = problem
  const [installs, floors] = [ledger(), ledger()]
  const classOf = new Map(classes.map((one) => [one.classId, one]))
  for (let period = 0; period < periodCount(horizon); period += 1) {
    const worth = money.discount[period] ?? 0
    for (const { sectorId, classId, installsPerPeriodMax } of classLimits)
      installs.set(
        `${sectorId} ${classId}`,
        period,
        builder.cap({
          name: `installs of ${classId} in ${sectorId} ${period}`,
          target: installsPerPeriodMax,
          priceScale: LIKELY.classShare * money.units(classOf.get(classId)?.pricePence ?? 0) * worth,
          isLocal: true,
          isCount: true,
        }),
      )
    for (const { sectorId, classId, scannerEquivalents, growthPerYear } of coverage) {
      const rent = money.units(classOf.get(classId)?.rentalPencePerWeek ?? 0) * money.weeksPerPeriod * worth
      floors.set(
        `${sectorId} ${classId}`,
        period,
        builder.row({
          name: `coverage of ${classId} in ${sectorId} ${period}`,
          target: scannerEquivalents * (1 + growthPerYear) ** yearOf(horizon, period),
          under: rent,
          priceScale: LIKELY.ofPenalty * rent,
          isLocal: true,
        }),
      )
    }
  }
  return {
    installs: (sectorId, classId, period) => installs.get(`${sectorId} ${classId}`, period),
    coverage: (sectorId, classId, period) => floors.get(`${sectorId} ${classId}`, period),
  }
}

function addAgeRules(problem: Problem, money: Money, builder: ModelBuilder): Pick<ProblemRows, 'young' | 'old'> {
  const { ageRules, sectors } = problem
  const [young, old] = [ledger(), ledger()]
  if (ageRules === undefined) return { young: young.get, old: old.get }
  const units = unitsBySector(problem)
  for (const period of assessedPeriods(problem)) {
    const worth = money.discount[period] ?? 0
    for (const { sectorId } of sectors) {
      const count = units.get(sectorId) ?? 0
      const under = money.units(ageRules.young.pencePerUnit) * worth
      const over = money.units(ageRules.old.pencePerUnit) * worth
      const scale = LIKELY.ofPenalty
      young.set(
        sectorId,
        period,
        builder.row({
          name: `young units in ${sectorId} ${period}`,
          target: ageRules.young.shareMin * count,
          under,
          priceScale: scale * under,
          firstPrice: -scale * under,
        }),
      )
      old.set(
        sectorId,
        period,
        builder.row({ name: `old units in ${sectorId} ${period}`, target: ageRules.old.shareMax * count, over, priceScale: scale * over }),
      )
    }
  }
  return { young: young.get, old: old.get }
}

function unitsBySector({ assets, sites, trusts }: Problem): ReadonlyMap<string, number> {
  const sectorOfTrust = new Map(trusts.map(({ trustId, sectorId }) => [trustId, sectorId]))
  const sectorOfSite = new Map(sites.map(({ siteId, trustId }) => [siteId, sectorOfTrust.get(trustId) ?? '']))
  const counts = new Map<string, number>()
  for (const { siteId } of assets) {
    const sectorId = sectorOfSite.get(siteId) ?? ''
    counts.set(sectorId, (counts.get(sectorId) ?? 0) + 1)
  }
  return counts
}

function addFramework(problem: Problem, money: Money, builder: ModelBuilder): ProblemRows['spend'] {
  const { framework, horizon, sectors } = problem
  const rows = ledger()
  if (framework === undefined) return rows.get
  const isLocal = sectors.length === 1
  if (framework.form === 'annual')
    for (const { classId, bands } of framework.classes)
      for (let year = 0; year < horizon.years; year += 1) {
        const worth = money.yearDiscount[year] ?? 0
        const price = listPrice(problem, money, classId)
        const row = builder.ladder({
          name: `spend on ${classId} ${year}`,
          series: classId,
          year,
          from: bands.map(({ fromPence }) => wholeUnits(money.units(fromPence), price)),
          rate: bands.map(({ discount }) => discount * worth),
          useMax: installsMax(problem, classId) * price,
          priceScale: LIKELY.discount * worth,
          firstPrice: -LIKELY.firstDiscount * worth,
          isLocal,
        })
        rows.set(classId, year, row)
      }
  else
    for (const { classId, levels, clawback, signed } of framework.classes)
      for (let from = 0; from < horizon.years; from += framework.termYears) {
        const years = Math.min(framework.termYears, horizon.years - from)
        const level = signed?.[from / framework.termYears]
        const offered = level === undefined ? levels : levels.slice(level, level + 1)
        const paidAt = discountAt(horizon, problem.money.discountRatePerYear, (from + years) * horizon.periodsPerYear)
        const itsRows = builder.tariff({
          name: `term of ${classId} from ${from}`,
          years: [from, from + years - 1],
          weights: Array.from({ length: years }, (_, index) => money.yearDiscount[from + index] ?? 0),
          rate: offered.map(({ discount }) => discount),
          promise: offered.map(({ pencePerYear }) => money.units(pencePerYear) * years),
          clawback: clawback * paidAt,
          priceScale: LIKELY.discount * paidAt,
          volumeMax: installsMax(problem, classId) * years * listPrice(problem, money, classId),
        })
        for (const [index, row] of itsRows.entries()) rows.set(classId, from + index, row)
      }
  return rows.get
}

const listPrice = ({ classes }: Problem, money: Money, classId: string): number =>
  money.units(classes.find((one) => one.classId === classId)?.pricePence ?? 0)

/** Volume is bought in whole units: a threshold between two counts is reached by the higher. */
const wholeUnits = (threshold: number, price: number): number => Math.ceil(threshold / price - 1e-9) * price

/** No year can see more installations of a class. */
function installsMax({ assets, classLimits, horizon, sites, trusts }: Problem, classId: string): number {
  const sectorOfTrust = new Map(trusts.map(({ trustId, sectorId }) => [trustId, sectorId]))
  const sectorOfSite = new Map(sites.map(({ siteId, trustId }) => [siteId, sectorOfTrust.get(trustId)]))
  const limits = new Map(classLimits.filter((one) => one.classId === classId).map((one) => [one.sectorId, one.installsPerPeriodMax]))
  const unlimited = assets.filter((one) => one.classId === classId && !limits.has(sectorOfSite.get(one.siteId) ?? '')).length
  const limited = [...limits.values()].reduce((sum, limit) => sum + limit, 0)
  return (unlimited + limited) * horizon.periodsPerYear
}
