import { END, NO_EVENT, type ModelBuilder } from '@imaging/solver'
import { assessedPeriods } from '../../domain/age-assessments.ts'
import type { LifeGraph, LifeStep } from '../../domain/life-graph.ts'
import { inPeriods, periodCount, yearOf } from '../../domain/periods.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Money } from './money.ts'
import type { Place } from './place.ts'
import type { ProblemRows } from './rows.ts'

/** Actions by the number they are noted under beside the arcs. */
export const ACTIONS = ['keep', 'upgrade', 'install', 'replace'] as const satisfies readonly LifeStep['action'][]

/** The life of one unit, or of all units of a place, to be written into the solver's graph. */
export interface LifeToWrite {
  readonly life: LifeGraph
  readonly firstNode: number
  readonly place: Place
  /** First node of the place the unit leads into. */
  readonly placeNode: number
  /** Where the empty place of each period stands behind it. */
  readonly emptyAt: readonly number[]
  readonly downtimeFactor: number
  /** Cost of a step because it departs from the plan in force. */
  readonly changeCost?: (step: LifeStep) => number
}

/** @param actions Filled with each arc's action and period. */
export function createArcWriter(
  problem: Problem,
  money: Money,
  rows: ProblemRows,
  builder: ModelBuilder,
  actions: Uint16Array,
): (life: LifeToWrite) => void {
  const { horizon, ageRules } = problem
  const assessed = new Set(assessedPeriods(problem))
  const youngBelow = inPeriods(horizon, ageRules?.young.belowYears ?? 0)
  const oldFrom = inPeriods(horizon, ageRules?.old.fromYears ?? Number.POSITIVE_INFINITY)
  const lastDiscount = money.discount[periodCount(horizon)] ?? 0
  let arcCount = 0

  const use = (row: number, amount: number): void => {
    if (row >= 0 && amount !== 0) builder.use(row, amount)
  }
  const stepCost = ({ action, period, state, to }: LifeStep, { place, downtimeFactor }: LifeToWrite): number => {
    const { terms, placement } = place
    const worth = money.discount[period] ?? 0
    const upgraded = state.sinceUpgrade === undefined ? 0 : 1
    if (action === 'replace') return -worth * (terms.tradeIn[upgraded][state.age] ?? 0)
    const bought = action === 'install' ? place.installCost + place.embodiedCost : action === 'upgrade' ? place.upgradeCost : 0
    const upkeep =
      (terms.upkeep[upgraded][state.age] ?? 0) + placement.workload * downtimeFactor * (terms.downtime[upgraded][state.age] ?? 0)
    return worth * (bought + upkeep) - (to === 'end' ? lastDiscount * (terms.end[upgraded][state.age + 1] ?? 0) : 0)
  }
  const useRows = ({ action, period, state }: LifeStep, { place, downtimeFactor }: LifeToWrite): void => {
    const { terms, placement, trust, site } = place
    const { workload, classId } = placement
    const year = yearOf(horizon, period)
    const lost = downtimeFactor * (terms.lostShare[state.sinceUpgrade === undefined ? 0 : 1][state.age] ?? 0)
    const closed = action === 'install' ? terms.installShare : action === 'upgrade' ? terms.upgradeShare : 0
    use(rows.coverage(trust.sectorId, classId, period), workload * (1 - lost - closed))
    if (assessed.has(period)) {
      if (state.age < youngBelow) use(rows.young(trust.sectorId, period), 1)
      if (state.age >= oldFrom) use(rows.old(trust.sectorId, period), 1)
    }
    if (action === 'upgrade') use(rows.budget(trust.trustId, year), place.upgradeCost)
    if (action !== 'install') return
    use(rows.budget(trust.trustId, year), place.installCost)
    use(rows.site(site.siteId, period), 1)
    use(rows.installs(trust.sectorId, classId, period), 1)
    use(rows.spend(classId, year), place.listPrice)
  }

  return (written) => {
    const { life, firstNode, placeNode, emptyAt } = written
    let at = 0
    for (const [node, { state }] of life.nodes.entries()) {
      builder.node(state === undefined)
      for (let step = life.steps[at]; step?.from === node; step = life.steps[at]) {
        const { action, period, to } = step
        const head = to === 'end' ? END : to === 'empty' ? placeNode + (emptyAt[period] ?? 0) : firstNode + to
        const isEvent = action === 'install' || action === 'upgrade'
        builder.arc(head, stepCost(step, written) + (written.changeCost?.(step) ?? 0), isEvent ? yearOf(horizon, period) : NO_EVENT)
        if (action !== 'replace') useRows(step, written)
        actions[arcCount * 2] = ACTIONS.indexOf(action)
        actions[arcCount * 2 + 1] = period
        arcCount += 1
        at += 1
      }
    }
  }
}
