import { cooled, createAscent, FIRST_STEP } from './ascent.ts'
import type { Lagrangian } from './lagrangian.ts'

export interface RaiseOptions {
  readonly iterations: number
  /** Asked between iterations; true ends the climb. */
  readonly isOver: () => boolean
  /** Step of the first iteration, in units of each price's scale. */
  readonly firstStep?: number
}

/**
 * Raises the bound and leaves the best prices in place.
 *
 * @returns The best bound: any of them is one.
 * @source Held, Wolfe and Crowder 1974 on subgradient bounds; the steps are those of `createAscent`.
 */
export function raiseBound(lagrangian: Lagrangian, { iterations, isOver, firstStep = FIRST_STEP }: RaiseOptions): number {
  const climb = createAscent(lagrangian)
  const best = lagrangian.variables.slice()
  let bound = Number.NEGATIVE_INFINITY
  for (let iteration = 1; iteration <= iterations && !(iteration > 1 && isOver()); iteration += 1) {
    const value = lagrangian.evaluate()
    if (value > bound) {
      bound = value
      best.set(lagrangian.variables)
    }
    climb(cooled(firstStep, iteration / iterations))
  }
  lagrangian.variables.set(best)
  lagrangian.evaluate()
  return bound
}
