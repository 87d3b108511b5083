import type { Model } from './model.ts'

/** A way from a unit's start or a hub to the next hub, as one step: what a walk looks like from afar. */
export interface Life {
  /** The unit whose first life it is; undefined for a life that begins at a hub. */
  readonly unit: number | undefined
  readonly from: number
  readonly to: number
  readonly arcs: readonly number[]
}

/** All lives of some units and of the hubs they can reach, first lives first. */
export function livesOf({ graph, units }: Model, some: Iterable<number>): readonly Life[] {
  const { firstArc, head, isHub, nodeCount } = graph
  const end = nodeCount - 1
  const waysFrom = (from: number, unit: number | undefined): Life[] => {
    const lives: Life[] = []
    const arcs: number[] = []
    const follow = (node: number): void => {
      for (let arc = firstArc[node]!; arc < firstArc[node + 1]!; arc += 1) {
        const to = head[arc]!
        arcs.push(arc)
        if (isHub[to] === 1) lives.push({ unit, from, to, arcs: [...arcs] })
        else follow(to)
        arcs.pop()
      }
    }
    follow(from)
    return lives
  }
  const lives: Life[] = []
  const waiting: number[] = []
  const seen = new Set<number>([end])
  const meet = ({ to }: Life): void => {
    if (seen.has(to)) return
    seen.add(to)
    waiting.push(to)
  }
  for (const unit of some) for (const life of waysFrom(units.start[unit]!, unit)) lives.push(life)
  lives.forEach(meet)
  for (let hub = waiting.pop(); hub !== undefined; hub = waiting.pop()) {
    const after = waysFrom(hub, undefined)
    after.forEach(meet)
    for (const life of after) lives.push(life)
  }
  return lives
}

/** What a life uses of each row, and what it costs by itself. */
export function lifeUse({ graph }: Model, { arcs }: Life): { readonly cost: number; readonly uses: ReadonlyMap<number, number> } {
  let cost = 0
  const uses = new Map<number, number>()
  for (const arc of arcs) {
    cost += graph.cost[arc]!
    for (let at = graph.firstUse[arc]!; at < graph.firstUse[arc + 1]!; at += 1) {
      const row = graph.useRow[at]!
      uses.set(row, (uses.get(row) ?? 0) + graph.useAmount[at]!)
    }
  }
  return { cost, uses }
}
