import { emptyPlan, type Plan } from '@imaging/solver'
import type { Decision, Problem } from '../../domain/problem.ts'
import type { SolverModel } from './solver-model.ts'

/**
 * Decisions as a plan of the solver, or undefined where the rules of the problem do not allow them: rules may have changed since.
 */
export function planFrom({ model, stepOf }: SolverModel, { assets }: Problem, decisions: readonly Decision[]): Plan | undefined {
  const { graph, units } = model
  const plan = emptyPlan(model)
  const made = new Map(decisions.map(({ assetId, period, action }) => [`${assetId} ${period}`, action]))
  const end = graph.nodeCount - 1
  for (let unit = 0; unit < units.count; unit += 1) {
    const assetId = assets[unit]?.assetId ?? ''
    let node = units.start[unit] ?? end
    let length = 0
    while (node !== end) {
      const arc = arcFor(node, assetId)
      if (arc === undefined) return undefined
      plan.arcs[unit * units.walkMax + length] = arc
      length += 1
      node = graph.head[arc] ?? end
    }
    plan.lengths[unit] = length
  }
  return plan

  function arcFor(node: number, assetId: string): number | undefined {
    for (let arc = graph.firstArc[node] ?? 0; arc < (graph.firstArc[node + 1] ?? 0); arc += 1) {
      const { action, period } = stepOf(arc)
      if (action === 'install') return arc
      if ((made.get(`${assetId} ${period}`) ?? 'keep') === action) return arc
    }
    return undefined
  }
}
