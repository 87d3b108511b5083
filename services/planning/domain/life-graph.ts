import type { LifeLimits, LifeState } from './life.ts'
import type { Choice } from './problem.ts'

/** A unit in a state at the start of a period, or the place empty and about to be filled. */
export interface LifeNode {
  readonly period: number
  /** Undefined where a unit has just gone: the next is installed here. */
  readonly state: LifeState | undefined
}

/** What is done in a period. `keep`, `upgrade` and `install` use the unit through the period; `replace` takes none. */
export interface LifeStep {
  readonly action: 'keep' | 'upgrade' | 'replace' | 'install'
  readonly period: number
  readonly from: number
  /** A node of the same graph, the empty place of the step's period, or the end of the plan. */
  readonly to: number | 'empty' | 'end'
  /** The unit in use; of a `replace` the one that goes. */
  readonly state: LifeState
}

/** All lives a place can see, as a graph: nodes in rising order of period, steps in the order of the nodes they leave. */
export interface LifeGraph {
  readonly nodes: readonly LifeNode[]
  readonly steps: readonly LifeStep[]
}

const NEW: LifeState = { age: 0, isExisting: false, sinceUpgrade: undefined }

/** What can become of units installed within the plan, from an empty place in each period on. Its empty places have a node each. */
export function newLives(limits: LifeLimits, periods: number): LifeGraph {
  return grow(limits, periods, undefined, [])
}

/** What can become of the unit that stands today, until it is replaced or the plan ends, within the choices made about it. */
export function existingLife(limits: LifeLimits, periods: number, age: number, choices: readonly Choice[]): LifeGraph {
  return grow(limits, periods, { age, isExisting: true, sinceUpgrade: undefined }, choices)
}

/** Whether some way leads from the first node to an empty place or to the end. */
export function hasWay({ nodes, steps }: LifeGraph): boolean {
  const isOpen = nodes.map(() => false)
  for (const { from, to } of steps.toReversed()) if (typeof to === 'string' || isOpen[to] === true) isOpen[from] = true
  return isOpen[0] === true
}

function grow(limits: LifeLimits, periods: number, first: LifeState | undefined, choices: readonly Choice[]): LifeGraph {
  const nodes: LifeNode[] = []
  const steps: LifeStep[] = []
  let states: LifeState[] = first === undefined ? [] : [first]
  for (let period = 0; period < periods; period += 1) {
    const firstNode = nodes.length
    const places = first === undefined ? [...states, undefined] : states
    const after = new Map<string, { state: LifeState; at: number }>()
    const nextNode = firstNode + places.length
    const enter = (used: LifeState, isUpgrade: boolean): number | 'end' => {
      if (period + 1 === periods) return 'end'
      const state = older(used, isUpgrade, limits.keptAfterUpgrade)
      const key = `${state.age} ${state.sinceUpgrade}`
      const known = after.get(key) ?? { state, at: nextNode + after.size }
      after.set(key, known)
      return known.at
    }
    for (const [index, state] of places.entries()) {
      const from = firstNode + index
      nodes.push({ period, state })
      if (state === undefined) steps.push({ action: 'install', period, from, to: enter(NEW, false), state: NEW })
      else {
        const may = allowed(limits, state, period, choices)
        if (may.keep) steps.push({ action: 'keep', period, from, to: enter(state, false), state })
        if (may.upgrade)
          steps.push({
            action: 'upgrade',
            period,
            from,
            to: enter({ ...state, sinceUpgrade: 0 }, true),
            state: { ...state, sinceUpgrade: 0 },
          })
        if (may.replace) steps.push({ action: 'replace', period, from, to: 'empty', state })
      }
    }
    states = [...after.values()].map(({ state }) => state)
  }
  return { nodes, steps }
}

/** A period on. Once an upgrade no longer holds a replacement back, how long ago it was makes no difference. */
const older = ({ age, isExisting, sinceUpgrade }: LifeState, isUpgrade: boolean, kept: number): LifeState => ({
  age: age + 1,
  isExisting,
  sinceUpgrade: sinceUpgrade === undefined ? undefined : Math.min(isUpgrade ? 1 : sinceUpgrade + 1, Math.max(kept, 1)),
})

/** Life's rules, and over them what was decided: a committed or forced action may break a rule of age, and must happen in its window. */
function allowed(limits: LifeLimits, state: LifeState, period: number, choices: readonly Choice[]) {
  const isIn = ({ fromPeriod, toPeriod }: Choice): boolean => period >= fromPeriod && period <= toPeriod
  const must = (action: Choice['action']): Choice | undefined =>
    choices.find((choice) => choice.action === action && choice.kind !== 'forbidden')
  const mustReplace = must('replace')
  const mustUpgrade = state.sinceUpgrade === undefined ? must('upgrade') : undefined
  const isForbidden = (action: Choice['action']): boolean =>
    choices.some((choice) => choice.kind === 'forbidden' && choice.action === action && isIn(choice))
  const isLastChance =
    (mustReplace !== undefined && period >= mustReplace.toPeriod) || (mustUpgrade !== undefined && period >= mustUpgrade.toPeriod)
  return {
    keep: limits.mayKeep(state) && !isLastChance,
    upgrade:
      !isForbidden('upgrade') &&
      (mustReplace === undefined || period < mustReplace.toPeriod) &&
      (mustUpgrade === undefined ? limits.mayUpgrade(state) : isIn(mustUpgrade)),
    replace:
      !isForbidden('replace') && mustUpgrade === undefined && (mustReplace === undefined ? limits.mayReplace(state) : isIn(mustReplace)),
  }
}
