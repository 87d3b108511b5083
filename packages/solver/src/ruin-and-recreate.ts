import type { BestPlan } from './best-plan.ts'
import { below, shuffle, type Chance } from './chance.ts'
import type { Draft } from './draft.ts'
import type { Limit } from './limit.ts'
import { NO_EVENT, type Model } from './model.ts'

/** Units taken out at once: fewer cannot swap places, more are rarely put back better. */
const TAKEN_MIN = 3
const TAKEN_MAX = 11
/** Tries to find kin before a move makes do with those it has. */
const TRIES_PER_UNIT = 24
/** Years between decisions that are still worth moving together. */
const NEAR_YEARS = 1
/** A unit without a decision near is taken along this often. */
const STRANGER_SHARE = 0.15
/** Accepted worsening of a move at the start, as a share of the plan's cost; it cools to nothing. */
const WARMTH = 4e-7
/** Moves between two looks at whether the plan is the best so far. */
const MOVES_PER_OFFER = 1024

/**
 * Takes a few related units out of the plan, puts them back one by one at guided prices, then once more at real cost; keeps what is
 * cheaper and, ever more rarely, what is a little dearer.
 *
 * @source Schrimpf and others 2000, "Record breaking optimization results using the ruin and recreate principle".
 */
export function ruinAndRecreate(model: Model, draft: Draft, best: BestPlan, chance: Chance, limit: Limit): void {
  const { units } = model
  const taken = new Int32Array(TAKEN_MAX)
  const keptArcs = new Int32Array(TAKEN_MAX * units.walkMax)
  const keptLengths = new Int32Array(TAKEN_MAX)
  const kin = createKinChooser(model, draft, chance)
  const warmth = Math.abs(best.cost()) * WARMTH

  const keep = (count: number): void => {
    for (let at = 0; at < count; at += 1) {
      const from = taken[at]! * units.walkMax
      keptArcs.set(draft.plan.arcs.subarray(from, from + units.walkMax), at * units.walkMax)
      keptLengths[at] = draft.plan.lengths[taken[at]!]!
    }
  }
  const restore = (count: number): void => {
    for (let at = 0; at < count; at += 1) {
      const unit = taken[at]!
      draft.take(unit)
      draft.plan.arcs.set(keptArcs.subarray(at * units.walkMax, (at + 1) * units.walkMax), unit * units.walkMax)
      draft.plan.lengths[unit] = keptLengths[at]!
      draft.put(unit)
    }
  }
  const recreate = (count: number, guidance: number): void => {
    for (let at = 0; at < count; at += 1) draft.take(taken[at]!)
    for (let at = 0; at < count; at += 1) {
      draft.answer(taken[at]!, guidance)
      draft.put(taken[at]!)
    }
    for (let at = 0; at < count; at += 1) {
      draft.take(taken[at]!)
      draft.answer(taken[at]!, 0)
      draft.put(taken[at]!)
    }
  }

  for (let move = 1; !limit.isOver(); move += 1) {
    limit.step()
    const count = kin(taken, TAKEN_MIN + below(chance, TAKEN_MAX - TAKEN_MIN + 1))
    shuffle(taken, count, chance)
    const before = draft.cost()
    keep(count)
    recreate(count, chance() < 0.5 ? chance() * 0.9 : 0.9)
    const worse = draft.cost() - before
    const isKept = worse <= 0 || chance() < Math.exp(-worse / (warmth * (1 - limit.share()) + 1e-9))
    if (!isKept) restore(count)
    if (move % MOVES_PER_OFFER === 0 && draft.cost() < best.cost()) best.offer(draft)
  }
  best.offer(draft)
  draft.set(best.plan)
}

/** Chooses units that share a label with a first one, or a time of decision. */
function createKinChooser({ graph, units }: Model, draft: Draft, chance: Chance): (into: Int32Array, wanted: number) => number {
  const [widest = new Int32Array(units.count), ...closer] = units.kinships
  const members = Map.groupBy(
    Array.from({ length: units.count }, (_, unit) => unit),
    (unit) => widest[unit]!,
  )
  const families = [...members.values()].map((family) => Int32Array.from(family))
  const decidesNear = (unit: number, year: number): boolean => {
    const first = unit * units.walkMax
    for (let place = first; place < first + draft.plan.lengths[unit]!; place += 1) {
      const itsYear = graph.eventYear[draft.plan.arcs[place]!]!
      if (itsYear !== NO_EVENT && Math.abs(itsYear - year) <= NEAR_YEARS) return true
    }
    return false
  }
  const firstYear = (unit: number): number => {
    const first = unit * units.walkMax
    for (let place = first; place < first + draft.plan.lengths[unit]!; place += 1) {
      const year = graph.eventYear[draft.plan.arcs[place]!]!
      if (year !== NO_EVENT && chance() < 0.5) return year
    }
    return 0
  }
  return (into, wanted) => {
    const family = families[below(chance, families.length)]!
    const first = family[below(chance, family.length)]!
    const way = below(chance, closer.length + 3)
    const year = firstYear(first)
    let count = 1
    into[0] = first
    for (let tries = 0; tries < TRIES_PER_UNIT * wanted && count < wanted; tries += 1) {
      const unit = family[below(chance, family.length)]!
      if (way < closer.length && closer[way]![unit] !== closer[way]![first]) continue
      if (way > closer.length && !decidesNear(unit, year) && chance() > STRANGER_SHARE) continue
      if (into.subarray(0, count).includes(unit)) continue
      into[count] = unit
      count += 1
    }
    return count
  }
}
