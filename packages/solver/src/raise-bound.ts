import type { Lagrangian } from './lagrangian.ts'

export interface RaiseOptions {
  readonly iterations: number
  /** Asked between iterations; true ends the climb. */
  readonly isOver: () => boolean
  /** Step of the first and last iteration, in units of each price's scale. */
  readonly firstStep?: number
  readonly lastStep?: number
}

/** Averages of the ascent and of its square: short and long enough for a value that is piecewise linear. */
const MEAN_DECAY = 0.8
const SQUARE_DECAY = 0.98

/**
 * Raises the bound by steps along the ascent, scaled by its recent size and cooled geometrically, and leaves the best prices in place.
 *
 * @returns The best bound: any of them is one.
 * @source Adam, Kingma and Ba 2015, projected onto the prices' bounds; Held, Wolfe and Crowder 1974 on subgradient bounds.
 */
export function raiseBound(lagrangian: Lagrangian, { iterations, isOver, firstStep = 0.06, lastStep = 8e-4 }: RaiseOptions): number {
  const { variables, least, most, scale, ascent } = lagrangian
  const mean = new Float64Array(variables.length)
  const square = new Float64Array(variables.length)
  const best = variables.slice()
  let bound = Number.NEGATIVE_INFINITY
  for (let iteration = 1; iteration <= iterations && !(iteration > 1 && isOver()); iteration += 1) {
    const value = lagrangian.evaluate()
    if (value > bound) {
      bound = value
      best.set(variables)
    }
    const step = firstStep * (lastStep / firstStep) ** (iteration / iterations)
    const meanShare = 1 - MEAN_DECAY ** iteration
    const squareShare = 1 - SQUARE_DECAY ** iteration
    for (let at = 0; at < variables.length; at += 1) {
      const rise = ascent[at]!
      const itsMean = MEAN_DECAY * mean[at]! + (1 - MEAN_DECAY) * rise
      const itsSquare = SQUARE_DECAY * square[at]! + (1 - SQUARE_DECAY) * rise * rise
      mean[at] = itsMean
      square[at] = itsSquare
      const to = variables[at]! + (step * scale[at]! * (itsMean / meanShare)) / (Math.sqrt(itsSquare / squareShare) + 1e-9)
      variables[at] = to > least[at]! ? Math.min(to, most[at]!) : least[at]!
    }
  }
  variables.set(best)
  lagrangian.evaluate()
  return bound
}
