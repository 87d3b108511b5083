import type {
  AnnualOffer,
  Asset,
  ClassLimit,
  CommitmentOffer,
  CoverageFloor,
  EquipmentClass,
  Framework,
  Placement,
  Problem,
  Sector,
  Site,
  Trust,
} from './problem.ts'

export interface GenerateOptions {
  readonly assets: number
  readonly years: number
  readonly periodsPerYear?: 1 | 4
  readonly seed: number
  readonly framework?: 'commitment' | 'annual' | 'none'
}

/** All made up, none of them an NHS figure: price, share of the fleet, failures, repair, worth of an hour, weeks and rent of each class. */
const CLASSES = [
  { classId: 'mri-1-5t', priceK: 1250, share: 0.22, shape: 1.7, scale: 1.1, repairHours: 14, hourK: 0.38, installWeeks: 10, rentK: 16 },
  { classId: 'mri-3t', priceK: 1850, share: 0.08, shape: 1.7, scale: 1.2, repairHours: 16, hourK: 0.45, installWeeks: 12, rentK: 19 },
  { classId: 'ct', priceK: 800, share: 0.22, shape: 1.6, scale: 1.3, repairHours: 8, hourK: 0.42, installWeeks: 6, rentK: 14 },
  { classId: 'ct-cardiac', priceK: 1150, share: 0.07, shape: 1.6, scale: 1.4, repairHours: 9, hourK: 0.5, installWeeks: 7, rentK: 18 },
  { classId: 'x-ray', priceK: 240, share: 0.3, shape: 1.5, scale: 0.9, repairHours: 6, hourK: 0.15, installWeeks: 3, rentK: 4 },
  { classId: 'angiography', priceK: 1050, share: 0.07, shape: 1.6, scale: 1.2, repairHours: 9, hourK: 0.4, installWeeks: 8, rentK: 22 },
  { classId: 'pet-ct', priceK: 2300, share: 0.04, shape: 1.7, scale: 1.3, repairHours: 14, hourK: 0.7, installWeeks: 12, rentK: 34 },
] as const

const ASSETS_PER_SECTOR = 120
const TRUSTS_PER_SECTOR = 4
const SITES_PER_TRUST = 3
const PENCE_PER_K = 100_000
const MONTHS_PER_YEAR = 12

const pence = (k: number): number => Math.round(k * PENCE_PER_K)
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index))
const code = (letter: string, index: number): string => `${letter}${String(index + 1).padStart(5, '0')}`

/**
 * A made-up problem of the size asked for: sectors of 120 assets, each of four trusts with three sites, and budgets just too small.
 *
 * The same options give the same problem. @param share Chance: numbers of at least 0 and below 1.
 */
export function generateProblem(
  { assets: assetCount, years, periodsPerYear = 1, seed, framework = 'commitment' }: GenerateOptions,
  share: () => number,
): Problem {
  const sectorCount = Math.max(1, Math.round(assetCount / ASSETS_PER_SECTOR))
  const siteCount = sectorCount * TRUSTS_PER_SECTOR * SITES_PER_TRUST
  const sites = drawSites(siteCount, share)
  const { assets, placements } = drawAssets(assetCount, sites, periodsPerYear, share)
  const fleet = countFleet({ assets, sites, placements, periodsPerYear })
  const valuePerTrust = trustValues(assets, sites, sectorCount)
  const { trusts, sectors, nationalReservePence } = drawBudgets(valuePerTrust, years, share)
  const offer = frameworkOffer(framework, assets)
  return {
    version: 1,
    title: `Made-up fleet of ${assetCount} assets over ${years} years, seed ${seed}`,
    isExample: true,
    horizon: { start: '2027-04-01', years, periodsPerYear },
    money: { priceBase: '2026-27', discountRatePerYear: 0.035, nationalReservePence, overspendPremium: 0.6 },
    sectors,
    trusts,
    sites: sites.map((site) => ({ ...site, installsPerPeriodMax: fleet.siteMax.get(site.siteId) ?? 1 })),
    classes: CLASSES.map(equipmentClass),
    placements,
    assets,
    classLimits: fleet.classLimits,
    coverage: fleet.coverage,
    ageRules: {
      firstAfterYears: 2,
      young: { belowYears: 5, shareMin: 0.6, pencePerUnit: pence(30) },
      old: { fromYears: 10, shareMax: 0.1, pencePerUnit: pence(45) },
    },
    ...(offer === undefined ? {} : { framework: offer }),
    choices: [],
  }
}

function equipmentClass({
  classId,
  priceK,
  shape,
  scale,
  repairHours,
  hourK,
  installWeeks,
  rentK,
}: (typeof CLASSES)[number]): EquipmentClass {
  return {
    classId,
    pricePence: pence(priceK),
    upgradePence: pence(priceK * 0.3),
    life: {
      replaceFromYears: 5,
      newUntilYears: 10,
      existingUntilYears: 16,
      upgradeNewAtYears: [5, 6, 7],
      upgradeExistingFromYears: 5,
      upgradeExistingBeforeYears: 8,
      keptAfterUpgradeYears: 1,
      upgradeRenewsYears: 3,
    },
    failures: { scale, shape, repairHours, repairPence: pence(2.5), downtimePencePerHour: pence(hourK), openHoursPerYear: 3500 },
    maintenance: {
      shareOfPrice: 0.07,
      growthPerYear: 0.06,
      warrantyYears: 1,
      warrantyShare: 0.15,
      energyShareOfPrice: 0.012,
      energyGrowthPerYear: 0.02,
      surcharges: [
        { fromYears: 8, pencePerYear: pence(6) },
        { fromYears: 10, pencePerYear: pence(25) },
      ],
    },
    values: { tradeInShare: 0.18, tradeInDecayPerYear: 0.22, endShare: 0.85, endAfterYears: 10, upgradeCreditYears: 2 },
    embodiedCarbonPence: pence(priceK * 0.0054),
    installWeeks,
    upgradeWeeks: 2.5,
    rentalPencePerWeek: pence(rentK),
  }
}

type DrawnSite = Omit<Site, 'installsPerPeriodMax'>

const drawSites = (count: number, share: () => number): DrawnSite[] =>
  times(count, (index) => ({
    siteId: code('S', index),
    trustId: code('T', Math.floor(index / SITES_PER_TRUST)),
    enablingShare: 0.05 + 0.2 * share(),
  }))

function drawAssets(count: number, sites: readonly DrawnSite[], periodsPerYear: number, share: () => number) {
  const placements = new Map<string, Placement>()
  const assets = times(count, (index): Asset => {
    const { siteId } = sites[index % sites.length] as DrawnSite
    const { classId } = drawClass(share)
    const periods = Math.floor(drawAgeYears(share) * periodsPerYear)
    const downtimeFactor = 0.7 + 0.8 * share()
    const place = `${siteId} ${classId}`
    if (!placements.has(place)) placements.set(place, { siteId, classId, workload: 0.75 + 0.5 * share() })
    return { assetId: code('A', index), siteId, classId, ageMonths: (periods * MONTHS_PER_YEAR) / periodsPerYear, downtimeFactor }
  })
  return { assets, placements: [...placements.values()] }
}

function drawClass(share: () => number): (typeof CLASSES)[number] {
  let left = share()
  for (const one of CLASSES) {
    left -= one.share
    if (left <= 0) return one
  }
  return CLASSES[CLASSES.length - 1] as (typeof CLASSES)[number]
}

/** About 30 % are over eight years, some over ten. */
function drawAgeYears(share: () => number): number {
  const part = share()
  if (part < 0.7) return share() * 8
  return part < 0.92 ? 8 + share() * 2 : 10 + share() * 3.5
}

const priceK = (classId: string): number => CLASSES.find((one) => one.classId === classId)?.priceK ?? 0
const sectorOf = (trustId: string): string => code('G', Math.floor((Number(trustId.slice(1)) - 1) / TRUSTS_PER_SECTOR))

function countFleet(fleet: {
  readonly assets: readonly Asset[]
  readonly sites: readonly DrawnSite[]
  readonly placements: readonly Placement[]
  readonly periodsPerYear: number
}) {
  const trustOf = new Map(fleet.sites.map(({ siteId, trustId }) => [siteId, trustId]))
  const workloads = new Map(fleet.placements.map(({ siteId, classId, workload }) => [`${siteId} ${classId}`, workload]))
  const atSite = new Map<string, number>()
  const ofClass = new Map<string, { sectorId: string; classId: string; units: number; work: number }>()
  for (const { siteId, classId } of fleet.assets) {
    atSite.set(siteId, (atSite.get(siteId) ?? 0) + 1)
    const sectorId = sectorOf(trustOf.get(siteId) ?? '')
    const key = `${sectorId} ${classId}`
    const sum = ofClass.get(key) ?? { sectorId, classId, units: 0, work: 0 }
    ofClass.set(key, { ...sum, units: sum.units + 1, work: sum.work + (workloads.get(`${siteId} ${classId}`) ?? 0) })
  }
  const isQuarterly = fleet.periodsPerYear > 1
  const limit = (units: number, yearly: number, quarterly: number): number =>
    Math.max(1, Math.ceil(units * (isQuarterly ? quarterly : yearly)))
  return {
    siteMax: new Map([...atSite].map(([siteId, units]) => [siteId, limit(units, 0.2, 0.08)])),
    classLimits: [...ofClass.values()].map(({ sectorId, classId, units }): ClassLimit => ({
      sectorId,
      classId,
      installsPerPeriodMax: limit(units, 0.18, 0.07),
    })),
    coverage: [...ofClass.values()].map(({ sectorId, classId, work }): CoverageFloor => ({
      sectorId,
      classId,
      scannerEquivalents: work * 0.955,
      growthPerYear: 0,
    })),
  }
}

/** Worth of each trust's fleet at today's prices with enabling works, in thousands. */
function trustValues(assets: readonly Asset[], sites: readonly DrawnSite[], sectorCount: number): readonly number[] {
  const values = new Map(times(sectorCount * TRUSTS_PER_SECTOR, (index) => [code('T', index), 0]))
  const siteOf = new Map(sites.map((site) => [site.siteId, site]))
  for (const { siteId, classId } of assets) {
    const { trustId, enablingShare } = siteOf.get(siteId) as DrawnSite
    values.set(trustId, (values.get(trustId) ?? 0) + priceK(classId) * (1 + enablingShare))
  }
  return [...values.values()]
}

function drawBudgets(values: readonly number[], years: number, share: () => number) {
  const yearly = times(years, () => values.map((value) => Math.round(value * 0.095 * (0.85 + 0.3 * share()))))
  const trusts = values.map((_, index): Trust => ({
    trustId: code('T', index),
    sectorId: sectorOf(code('T', index)),
    budgetPence: yearly.map((amounts) => pence(amounts[index] ?? 0)),
    lendableShare: 0.15,
    requestPremium: 0,
  }))
  const sum = (some: readonly number[]): number => some.reduce((total, value) => total + value, 0)
  const sectors = times(values.length / TRUSTS_PER_SECTOR, (index): Sector => ({
    sectorId: code('G', index),
    reservePence: times(years, () =>
      pence(Math.round(sum(values.slice(index * TRUSTS_PER_SECTOR, (index + 1) * TRUSTS_PER_SECTOR).map((value) => value * 0.013)))),
    ),
  }))
  return { trusts, sectors, nationalReservePence: times(years, () => pence(Math.round(sum(values.map((value) => value * 0.006))))) }
}

/** Thresholds stand at 9 % and 13 % of the fleet's worth a year: the first is what replacing it in eleven years buys. */
function frameworkOffer(form: NonNullable<GenerateOptions['framework']>, assets: readonly Asset[]): Framework | undefined {
  const worth = new Map(CLASSES.map(({ classId }) => [classId as string, 0]))
  for (const { classId } of assets) worth.set(classId, (worth.get(classId) ?? 0) + priceK(classId))
  const offered = [...worth].filter(([, value]) => value > 0)
  if (form === 'annual')
    return {
      form,
      classes: offered.map(([classId, value]): AnnualOffer => ({
        classId,
        bands: [
          { fromPence: 0, discount: 0 },
          { fromPence: pence(value * 0.09), discount: 0.03 },
          { fromPence: pence(value * 0.13), discount: 0.06 },
        ],
      })),
    }
  if (form === 'commitment')
    return {
      form,
      termYears: 5,
      classes: offered.map(([classId, value]): CommitmentOffer => ({
        classId,
        levels: [
          { pencePerYear: 0, discount: 0 },
          { pencePerYear: pence(value * 0.09), discount: 0.03 },
          { pencePerYear: pence(value * 0.13), discount: 0.06 },
        ],
        clawback: 0.2,
      })),
    }
  return undefined
}
