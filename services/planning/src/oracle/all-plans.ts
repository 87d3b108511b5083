import type { Decision, EquipmentClass, Problem } from '../../domain/problem.ts'

type Made = Omit<Decision, 'assetId'>

/** Every plan that the rules of life allow, one asset's after the other's: for problems small enough to try them all. Shares no code with the planner. */
export function* allPlans(problem: Problem): Generator<Decision[]> {
  const ways = problem.assets.map((asset) => {
    const itsClass = problem.classes.find(({ classId }) => classId === asset.classId)!
    const age = Math.floor((asset.ageMonths / 12) * problem.horizon.periodsPerYear + 1e-9)
    return waysOn(itsClass, problem, 0, age, true, undefined).map((way) => way.map((made) => ({ ...made, assetId: asset.assetId })))
  })
  yield* combined(ways, 0, [])
}

function* combined(ways: readonly (readonly Decision[][])[], index: number, before: readonly Decision[]): Generator<Decision[]> {
  const own = ways[index]
  if (own === undefined) yield [...before]
  else for (const way of own) yield* combined(ways, index + 1, [...before, ...way])
}

/** What can be done from a period on with a unit of an age. */
function waysOn(
  c: EquipmentClass,
  problem: Problem,
  period: number,
  age: number,
  existing: boolean,
  upgradedAge: number | undefined,
): Made[][] {
  const { years, periodsPerYear: perYear } = problem.horizon
  if (period === years * perYear) return [[]]
  const { life } = c
  const ways: Made[][] = []
  const until = (existing ? life.existingUntilYears : life.newUntilYears) * perYear
  if (age < until) {
    ways.push(...waysOn(c, problem, period + 1, age + 1, existing, upgradedAge))
    const inWindow = existing
      ? age >= life.upgradeExistingFromYears * perYear && age < life.upgradeExistingBeforeYears * perYear
      : life.upgradeNewAtYears.some((at) => at * perYear === age)
    if (upgradedAge === undefined && inWindow)
      ways.push(...waysOn(c, problem, period + 1, age + 1, existing, age).map((way) => [{ period, action: 'upgrade' as const }, ...way]))
  }
  const isHeld = upgradedAge !== undefined && age < upgradedAge + life.keptAfterUpgradeYears * perYear
  if (age >= life.replaceFromYears * perYear && !isHeld)
    ways.push(...waysOn(c, problem, period + 1, 1, false, undefined).map((way) => [{ period, action: 'replace' as const }, ...way]))
  return ways
}

/** Whether a plan keeps every site's and class's limit. */
export function keepsLimits(problem: Problem, decisions: readonly Decision[]): boolean {
  const installs = decisions
    .filter(({ action }) => action === 'replace')
    .map((one) => ({ ...problem.assets.find(({ assetId }) => assetId === one.assetId)!, period: one.period }))
  const sectorOf = (siteId: string): string => {
    const { trustId } = problem.sites.find((site) => site.siteId === siteId)!
    return problem.trusts.find((trust) => trust.trustId === trustId)!.sectorId
  }
  return installs.every(({ siteId, classId, period }) => {
    const then = installs.filter((one) => one.period === period)
    const atSite = then.filter((one) => one.siteId === siteId).length
    const ofClass = then.filter((one) => one.classId === classId && sectorOf(one.siteId) === sectorOf(siteId)).length
    const limit = problem.classLimits.find((one) => one.classId === classId && one.sectorId === sectorOf(siteId))
    return (
      atSite <= problem.sites.find((site) => site.siteId === siteId)!.installsPerPeriodMax &&
      ofClass <= (limit?.installsPerPeriodMax ?? Number.POSITIVE_INFINITY)
    )
  })
}
