/** What is climbed: variables between bounds, each with a likely size, and where the value rises. */
export interface Climbed {
  readonly variables: Float64Array
  readonly least: Float64Array
  readonly most: Float64Array
  readonly scale: Float64Array
  readonly ascent: Float64Array
}

/** Averages of the ascent and of its square: short and long enough for a value that is piecewise linear. */
const MEAN_DECAY = 0.8
const SQUARE_DECAY = 0.98

/**
 * Steps along the ascent, scaled by its recent size, within the bounds.
 *
 * @returns A function that makes one step. @param count Only the first so many variables move.
 * @source Adam, Kingma and Ba 2015, projected onto the bounds.
 */
export function createAscent({ variables, least, most, scale, ascent }: Climbed, count = variables.length): (step: number) => void {
  const mean = new Float64Array(count)
  const square = new Float64Array(count)
  let steps = 0
  return (step) => {
    steps += 1
    const meanShare = 1 - MEAN_DECAY ** steps
    const squareShare = 1 - SQUARE_DECAY ** steps
    for (let at = 0; at < count; at += 1) {
      const rise = ascent[at]!
      const itsMean = MEAN_DECAY * mean[at]! + (1 - MEAN_DECAY) * rise
      const itsSquare = SQUARE_DECAY * square[at]! + (1 - SQUARE_DECAY) * rise * rise
      mean[at] = itsMean
      square[at] = itsSquare
      const to = variables[at]! + (step * scale[at]! * (itsMean / meanShare)) / (Math.sqrt(itsSquare / squareShare) + 1e-9)
      variables[at] = to > least[at]! ? Math.min(to, most[at]!) : least[at]!
    }
  }
}

export const FIRST_STEP = 0.06
export const LAST_STEP = 8e-4

/** Steps that cool geometrically from the first to the last. @param done Share of the iterations done. */
export const cooled = (firstStep: number, done: number): number => firstStep * (LAST_STEP / firstStep) ** done
