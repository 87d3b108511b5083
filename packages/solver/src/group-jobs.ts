import { NO_FAMILY } from './bound-book.ts'
import { boundGroup, groupGaps } from './group-bound.ts'
import { localGroups, type Group } from './groups.ts'
import type { Lagrangian } from './lagrangian.ts'
import type { MipSolver } from './mip.ts'
import { AMOUNT_TOLERANCE, type Model } from './model.ts'
import type { Plan } from './plan.ts'
import type { WeighedFamily } from './signed-ways.ts'
import type { GroupJob, Task } from './tasks.ts'

/** A group's program is solved to this share of what it can close. */
const GROUP_GAP = 0.01

/** The programs that may raise the bound, with what each can close at most: the plan's distance from the relaxation there. */
export function groupJobs(model: Model, lagrangian: Lagrangian, plan: Plan, weighed: readonly WeighedFamily[]): readonly GroupJob[] {
  const groups = localGroups(model)
  const familyOf = familiesOfGroups(groups, weighed)
  const unsigned = groups.flatMap((_, group) => (familyOf[group]?.size === 0 ? [group] : []))
  const jobsOf = (family: number, way: number, members: readonly number[]): GroupJob[] => {
    const signing = {
      choices: weighed[family]?.family.choices ?? [],
      signed: weighed[family]?.ways[way]?.way ?? [],
      promises: weighed[family]?.ways[way]?.promises ?? new Float64Array(0),
    }
    const gaps = at(
      model,
      lagrangian,
      members.map((group) => groups[group]!),
      signing,
      () =>
        groupGaps(
          model,
          lagrangian,
          plan,
          members.map((group) => groups[group]!),
        ),
    )
    return members.map((group, index) => ({ group, family, way, reach: gaps[index]! + AMOUNT_TOLERANCE, ...signing }))
  }
  const signing = weighed.flatMap(({ ways }, family) => {
    const members = groups.flatMap((_, group) => (familyOf[group]?.size === 1 && familyOf[group].has(family) ? [group] : []))
    const byWay = ways.map((_, way) => jobsOf(family, way, members))
    // A way need not be raised beyond the plan's own cost, which is at its least in the way the plan signs.
    const least = Math.min(...ways.map(({ value }) => value))
    const planExcess = Math.min(...ways.map(({ value }, way) => value - least + sumOf(byWay[way])))
    return byWay.flatMap((jobs, way) => {
      const wanted = planExcess - (ways[way]!.value - least)
      const share = Math.min(1, wanted / sumOf(jobs))
      return jobs.map((job) => ({ ...job, reach: job.reach * share }))
    })
  })
  return [...jobsOf(NO_FAMILY, 0, unsigned), ...signing].filter(({ reach }) => reach > 2 * AMOUNT_TOLERANCE)
}

const sumOf = (jobs: readonly GroupJob[] | undefined): number => (jobs ?? []).reduce((sum, { reach }) => sum + reach, 0)

/** A group of units of several families is of use to none: its lift would count in each of them. */
function familiesOfGroups(groups: readonly Group[], weighed: readonly WeighedFamily[]): readonly ReadonlySet<number>[] {
  const familyOfUnit = new Map(weighed.flatMap(({ family }, index) => Array.from(family.group.units, (unit) => [unit, index] as const)))
  return groups.map(({ units }) => {
    const families = new Set(Array.from(units, (unit) => familyOfUnit.get(unit) ?? NO_FAMILY))
    if (families.size === 1) families.delete(NO_FAMILY)
    return families
  })
}

/** What a group's program adds to the bound for the way of signing that the job is about. The lagrangian must stand at the task's prices. */
export function liftOf(
  model: Model,
  lagrangian: Lagrangian,
  group: Group,
  solver: MipSolver,
  { job, timeLimitS, nodesMax }: Extract<Task, { kind: 'group' }>,
): number {
  const limits = { ...(timeLimitS === undefined ? {} : { timeLimitS }), ...(nodesMax === undefined ? {} : { nodesMax }) }
  return at(model, lagrangian, [group], job, () =>
    boundGroup(model, lagrangian, group, solver, {
      ...limits,
      reach: job.reach,
      relativeGap: 1e-6,
      absoluteGap: Math.max(GROUP_GAP * job.reach, 1e-3),
    }),
  ).lift
}

/** Does something with the prices and walks of some groups standing at a way of signing, and puts the prices back. */
function at<T>(
  { graph, rows, tariffs }: Model,
  { price, shortest }: Lagrangian,
  groups: readonly Group[],
  { choices, signed, promises }: Pick<GroupJob, 'choices' | 'signed' | 'promises'>,
  work: () => T,
): T {
  const before = price.slice()
  for (const [index, choice] of choices.entries())
    for (const row of tariffs[choice]!.rows) price[row] = -(tariffs[choice]!.rate[signed[index]!]! * rows.weight[row]! + promises[index]!)
  for (const { blocks } of groups)
    for (const block of blocks.toReversed()) shortest.solve(price, graph.blockStart[block]!, graph.blockStart[block + 1]!)
  const result = work()
  price.set(before)
  return result
}
