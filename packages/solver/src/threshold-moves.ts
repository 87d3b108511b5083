import type { BestPlan } from './best-plan.ts'
import { below, shuffle, type Chance } from './chance.ts'
import type { Draft } from './draft.ts'
import { tariffGroups, type Group } from './groups.ts'
import type { Limit } from './limit.ts'
import { AMOUNT_TOLERANCE, NO_EVENT, ROW_KIND, type Model } from './model.ts'
import { copyPlan, emptyPlan } from './plan.ts'
import type { Pretence } from './row-use.ts'
import { ladderCost, tariffCost } from './tariff-cost.ts'

/** Decisions this many years from a threshold may be moved to reach it. */
const NEAR_YEARS = 3
/** Accepted worsening at the start, as a share of the plan's cost; it cools to nothing. */
const WARMTH = 7e-5
/** Rounds at real cost after the pretended one. */
const REAL_ROUNDS = 2

/**
 * Draws whole groups of units over or under a threshold of a ladder or tariff, which moves of a few units cannot reach:
 * one round of answers at a pretended cost, two at the real one, kept by exact cost.
 */
export function thresholdMoves(model: Model, draft: Draft, best: BestPlan, chance: Chance, limit: Limit): void {
  const targets = targetsOf(model)
  if (targets.length === 0) return
  const before = emptyPlan(model)
  const list = new Int32Array(model.units.count)
  const warmth = Math.abs(best.cost()) * WARMTH
  let now = draft.recount()
  while (!limit.isOver()) {
    limit.step()
    const target = targets[below(chance, targets.length)]!
    const move = chooseMove(model, draft, target, chance)
    const count = unitsNear(model, draft, move.group, move.years, list)
    if (count === 0) continue
    shuffle(list, count, chance)
    copyPlan(draft.plan, before)
    draft.use.pretend(move.pretence)
    answerAll(draft, list, count, chance() < 0.5 ? 0 : chance() * 0.5)
    draft.use.pretend(undefined)
    draft.recount()
    for (let round = 0; round < REAL_ROUNDS; round += 1) answerAll(draft, list, count, 0)
    const worse = draft.recount() - now
    const fits = draft.use.excess() <= AMOUNT_TOLERANCE
    if (fits && (worse <= 0 || chance() < Math.exp(-worse / (warmth * (1 - limit.share()) + 1e-9)))) {
      now += worse
      if (now < best.cost() - AMOUNT_TOLERANCE) best.offer(draft)
    } else draft.set(before)
  }
  draft.set(best.plan)
}

function answerAll(draft: Draft, list: Int32Array, count: number, guidance: number): void {
  for (let at = 0; at < count; at += 1) {
    const unit = list[at]!
    draft.take(unit)
    draft.answer(unit, guidance)
    draft.put(unit)
  }
}

/** A ladder or tariff choice whose threshold a move can aim at. */
type Target = { readonly group: Group } & ({ readonly ladder: number } | { readonly choice: number })

interface Move {
  readonly group: Group
  readonly years: readonly [number, number]
  readonly pretence: Pretence
}

function targetsOf(model: Model): readonly Target[] {
  const { rows, tariffs } = model
  return tariffGroups(model).flatMap((group) => {
    const owners = new Map<string, Target>()
    for (const row of group.rows) {
      const owner = rows.owner[row]!
      if (rows.kind[row] === ROW_KIND.ladder) owners.set(`ladder ${owner}`, { group, ladder: owner })
      else if (tariffs[owner]!.rate.length > 1) owners.set(`choice ${owner}`, { group, choice: owner })
    }
    return [...owners.values()]
  })
}

const chooseMove = (model: Model, draft: Draft, target: Target, chance: Chance): Move =>
  'ladder' in target
    ? ladderMove(model, draft, target.group, target.ladder, chance)
    : tariffMove(model, target.group, target.choice, chance)

/** Pulls one year over a threshold and lets its neighbours go, or lets it go itself. */
function ladderMove({ ladders }: Model, draft: Draft, group: Group, ladder: number, chance: Chance): Move {
  const { from, rate, series } = ladders[ladder]!
  const volume = draft.use.use[ladders[ladder]!.row]!
  const top = from.length - 1
  const goal = volume < from[top]! - AMOUNT_TOLERANCE && chance() < 0.8 ? (chance() < 0.2 ? below(chance, from.length) : top) : -1
  const slope = rate[Math.max(goal, 0)]! + rate[top]! * 4 * chance() * chance()
  const released = new Map<number, number>()
  for (const neighbour of [ladder - 1, ladder + 1, ...(goal < 0 ? [ladder] : [])])
    if (ladders[neighbour]?.series === series && (neighbour === ladder || chance() < 0.5))
      released.set(neighbour, chance() < 0.5 ? 0 : rate[top]! * (0.5 - chance()))
  const { year } = ladders[ladder]!
  return {
    group,
    years: [year, year],
    pretence: {
      ladder(which, itsVolume) {
        const free = released.get(which)
        if (free !== undefined) return free * itsVolume
        if (which !== ladder || goal < 0) return undefined
        const real = ladderCost(ladders[ladder]!, itsVolume)
        const short = from[goal]! - itsVolume
        return short > 0 ? Math.min(real, -rate[goal]! * from[goal]! + slope * short) : real
      },
      tariff: () => undefined,
    },
  }
}

/** Works as if another tariff had been signed. */
function tariffMove({ tariffs }: Model, group: Group, choice: number, chance: Chance): Move {
  const tariff = tariffs[choice]!
  const pretended = below(chance, tariff.rate.length)
  return {
    group,
    years: tariff.years,
    pretence: {
      ladder: () => undefined,
      tariff: (which, value, volume) => (which === choice ? tariffCost(tariff, pretended, value, volume) : undefined),
    },
  }
}

/** Writes the units of a group that decide something near some years. @returns how many. */
function unitsNear({ graph, units }: Model, draft: Draft, group: Group, [from, to]: readonly [number, number], list: Int32Array): number {
  let count = 0
  for (const unit of group.units) {
    const first = unit * units.walkMax
    for (let place = first; place < first + draft.plan.lengths[unit]!; place += 1) {
      const year = graph.eventYear[draft.plan.arcs[place]!]!
      if (year === NO_EVENT || year < from - NEAR_YEARS || year > to + NEAR_YEARS) continue
      list[count] = unit
      count += 1
      break
    }
  }
  return count
}
