import { existingLife, hasWay } from './life-graph.ts'
import { lifeLimits } from './life.ts'
import { ageAtStart, periodCount } from './periods.ts'
import type { Choice, Framework, Problem } from './problem.ts'

/** What is wrong with a problem and where, as a JSON pointer into its document. */
export interface ProblemFault {
  readonly pointer: string
  readonly message: string
}

type Found = (pointer: string, message: string) => void

/** Everything in a well-formed document that does not fit together. @returns nothing for a problem that can be planned. */
export function problemFaults(problem: Problem): readonly ProblemFault[] {
  const faults: ProblemFault[] = []
  const found: Found = (pointer, message) => void faults.push({ pointer, message })
  checkNames(problem, found)
  checkYears(problem, found)
  checkReferences(problem, found)
  checkFramework(problem, found)
  // Choices are judged only where the names they use mean something.
  if (faults.length === 0) checkChoices(problem, found)
  return faults
}

function checkNames({ sectors, trusts, sites, classes, placements, assets }: Problem, found: Found): void {
  const unique = <T>(list: readonly T[], name: string, key: (one: T) => string, what: string): void => {
    const first = new Map<string, number>()
    for (const [index, one] of list.entries()) {
      const earlier = first.get(key(one))
      if (earlier === undefined) first.set(key(one), index)
      else found(`/${name}/${index}`, `${what} ${key(one)} is named twice; the first is /${name}/${earlier}.`)
    }
  }
  unique(sectors, 'sectors', ({ sectorId }) => sectorId, 'Sector')
  unique(trusts, 'trusts', ({ trustId }) => trustId, 'Trust')
  unique(sites, 'sites', ({ siteId }) => siteId, 'Site')
  unique(classes, 'classes', ({ classId }) => classId, 'Class')
  unique(placements, 'placements', ({ siteId, classId }) => `${classId} at ${siteId}`, 'The placement of')
  unique(assets, 'assets', ({ assetId }) => assetId, 'Asset')
}

function checkYears({ horizon, trusts, sectors, money }: Problem, found: Found): void {
  const expect = (amounts: readonly number[], pointer: string, whose: string): void => {
    if (amounts.length !== horizon.years)
      found(pointer, `${whose} has ${amounts.length} amounts for ${horizon.years} years. Give one for each year.`)
  }
  for (const [index, { trustId, budgetPence }] of trusts.entries())
    expect(budgetPence, `/trusts/${index}/budgetPence`, `The budget of trust ${trustId}`)
  for (const [index, { sectorId, reservePence }] of sectors.entries())
    expect(reservePence, `/sectors/${index}/reservePence`, `The reserve of sector ${sectorId}`)
  if (money.nationalReservePence !== undefined) expect(money.nationalReservePence, '/money/nationalReservePence', 'The national reserve')
}

function checkReferences(problem: Problem, found: Found): void {
  const { sectors, trusts, sites, classes, placements, assets, classLimits, coverage } = problem
  const known = {
    sector: new Set(sectors.map(({ sectorId }) => sectorId)),
    trust: new Set(trusts.map(({ trustId }) => trustId)),
    site: new Set(sites.map(({ siteId }) => siteId)),
    class: new Set(classes.map(({ classId }) => classId)),
  }
  const refer = (kind: keyof typeof known, id: string, pointer: string): void => {
    if (!known[kind].has(id)) found(pointer, `There is no ${kind} ${id} in this problem.`)
  }
  const places = new Set(placements.map(({ siteId, classId }) => `${siteId} ${classId}`))
  for (const [index, { sectorId }] of trusts.entries()) refer('sector', sectorId, `/trusts/${index}/sectorId`)
  for (const [index, { trustId }] of sites.entries()) refer('trust', trustId, `/sites/${index}/trustId`)
  for (const [index, { siteId, classId }] of placements.entries()) {
    refer('site', siteId, `/placements/${index}/siteId`)
    refer('class', classId, `/placements/${index}/classId`)
  }
  for (const [index, { assetId, siteId, classId }] of assets.entries()) {
    refer('site', siteId, `/assets/${index}/siteId`)
    refer('class', classId, `/assets/${index}/classId`)
    if (known.site.has(siteId) && known.class.has(classId) && !places.has(`${siteId} ${classId}`))
      found(
        `/assets/${index}`,
        `Asset ${assetId} is of class ${classId} at site ${siteId}, which has no placement. Add one with its workload.`,
      )
  }
  for (const [index, { sectorId, classId }] of classLimits.entries()) {
    refer('sector', sectorId, `/classLimits/${index}/sectorId`)
    refer('class', classId, `/classLimits/${index}/classId`)
  }
  for (const [index, { sectorId, classId }] of coverage.entries()) {
    refer('sector', sectorId, `/coverage/${index}/sectorId`)
    refer('class', classId, `/coverage/${index}/classId`)
  }
  for (const [index, { classId }] of (problem.framework?.classes ?? []).entries())
    refer('class', classId, `/framework/classes/${index}/classId`)
}

function checkFramework({ framework, horizon }: Problem, found: Found): void {
  if (framework === undefined) return
  const seen = new Set<string>()
  for (const [index, offer] of framework.classes.entries()) {
    const at = `/framework/classes/${index}`
    if (seen.has(offer.classId)) found(at, `Class ${offer.classId} has two offers.`)
    seen.add(offer.classId)
    checkSteps(stepsOf(framework, index), at, found)
    const signed = 'signed' in offer ? offer.signed : undefined
    if (signed === undefined || framework.form !== 'commitment') continue
    const terms = Math.ceil(horizon.years / framework.termYears)
    if (signed.length !== terms) found(`${at}/signed`, `${signed.length} levels are signed for ${terms} terms. Give one for each term.`)
    const levels = framework.classes[index]?.levels.length ?? 0
    for (const [term, level] of signed.entries())
      if (level >= levels) found(`${at}/signed/${term}`, `There is no level ${level}; levels are 0 to ${levels - 1}.`)
  }
}

function stepsOf(
  framework: Framework,
  index: number,
): { readonly name: string; readonly from: readonly number[]; readonly discount: readonly number[] } {
  if (framework.form === 'annual') {
    const bands = framework.classes[index]?.bands ?? []
    return { name: 'bands', from: bands.map(({ fromPence }) => fromPence), discount: bands.map(({ discount }) => discount) }
  }
  const levels = framework.classes[index]?.levels ?? []
  return { name: 'levels', from: levels.map(({ pencePerYear }) => pencePerYear), discount: levels.map(({ discount }) => discount) }
}

/** Thresholds rise from 0, and so do their discounts. */
function checkSteps({ name, from, discount }: ReturnType<typeof stepsOf>, at: string, found: Found): void {
  if (from[0] !== 0) found(`${at}/${name}/0`, 'The first of the thresholds is 0: what is had without buying anything.')
  for (let step = 1; step < from.length; step += 1) {
    if ((from[step] ?? 0) <= (from[step - 1] ?? 0)) found(`${at}/${name}/${step}`, 'Thresholds must rise.')
    if ((discount[step] ?? 0) < (discount[step - 1] ?? 0))
      found(`${at}/${name}/${step}`, 'A higher threshold cannot bring a lower discount.')
  }
}

function checkChoices(problem: Problem, found: Found): void {
  const { assets, choices, classes, horizon, current } = problem
  const periods = periodCount(horizon)
  const byAsset = new Map<string, { readonly choice: Choice; readonly index: number }[]>()
  const assetOf = new Map(assets.map((asset) => [asset.assetId, asset]))
  for (const [index, choice] of choices.entries()) {
    if (!assetOf.has(choice.assetId)) {
      found(`/choices/${index}/assetId`, `There is no asset ${choice.assetId} in this problem.`)
      continue
    }
    if (choice.fromPeriod > choice.toPeriod || choice.toPeriod >= periods)
      found(`/choices/${index}`, `Periods ${choice.fromPeriod} to ${choice.toPeriod} are not a stretch within 0 to ${periods - 1}.`)
    byAsset.set(choice.assetId, [...(byAsset.get(choice.assetId) ?? []), { choice, index }])
  }
  for (const [assetId, about] of byAsset) {
    const asset = assetOf.get(assetId)
    const itsClass = classes.find(({ classId }) => classId === asset?.classId)
    if (asset === undefined || itsClass === undefined) continue
    const life = existingLife(
      lifeLimits(itsClass, horizon),
      periods,
      ageAtStart(horizon, asset),
      about.map(({ choice }) => choice),
    )
    if (hasWay(life)) continue
    const reasons = about.map(({ choice, index }) => `/choices/${index} (${describe(choice)})`).join(' and ')
    found(
      `/choices/${about[0]?.index ?? 0}`,
      `The choices about asset ${assetId} leave it no way through the plan: ${reasons}. Withdraw one of them.`,
    )
  }
  for (const [index, { assetId, period }] of (current?.decisions ?? []).entries()) {
    if (!assetOf.has(assetId)) found(`/current/decisions/${index}/assetId`, `There is no asset ${assetId} in this problem.`)
    if (period >= periods) found(`/current/decisions/${index}/period`, `Period ${period} is beyond the plan's ${periods}.`)
  }
}

const describe = ({ kind, action, fromPeriod, toPeriod, author, reason }: Choice): string =>
  `${action} ${kind} in periods ${fromPeriod} to ${toPeriod} by ${author}: ${reason}`
