import { growingBytes, growingFloats, growingInts } from './growing-array.ts'

/** A mixed-integer linear program to be made small, by columns. A bound that does not exist is an infinity. */
export interface Mip {
  readonly columnCount: number
  readonly rowCount: number
  readonly cost: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
  readonly isInteger: Uint8Array
  readonly rowLower: Float64Array
  readonly rowUpper: Float64Array
  /** Entries of a column are `start[column]` up to `start[column + 1]`. */
  readonly start: Int32Array
  readonly index: Int32Array
  readonly value: Float64Array
}

export interface MipOptions {
  readonly timeLimitS?: number
  readonly nodesMax?: number
  readonly relativeGap?: number
  readonly absoluteGap?: number
  /** Values of all columns of a known solution, from which the search may start. */
  readonly start?: Float64Array
  /** Share of the effort spent on finding solutions rather than on the bound. */
  readonly heuristicEffort?: number
}

export interface MipResult {
  readonly outcome: 'optimal' | 'limit' | 'infeasible' | 'failed'
  /** No solution costs less; minus infinity when nothing is known. */
  readonly bound: number
  readonly objective: number | undefined
  readonly values: Float64Array | undefined
}

/** Whatever solves mixed-integer programs. */
export interface MipSolver {
  solve(mip: Mip, options: MipOptions): MipResult
}

export interface MipBuilder {
  row(lower: number, upper: number): number
  /** Begins a column; the entries added next are its own. */
  column(cost: number, lower: number, upper: number, isInteger: boolean): number
  entry(row: number, value: number): void
  mip(): Mip
}

export function createMipBuilder(): MipBuilder {
  const rowLower = growingFloats()
  const rowUpper = growingFloats()
  const cost = growingFloats()
  const lower = growingFloats()
  const upper = growingFloats()
  const isInteger = growingBytes()
  const start = growingInts()
  const index = growingInts()
  const value = growingFloats()
  return {
    row(from, to) {
      rowLower.push(from)
      return rowUpper.push(to)
    },
    column(itsCost, from, to, whole) {
      start.push(index.length)
      lower.push(from)
      upper.push(to)
      isInteger.push(whole ? 1 : 0)
      return cost.push(itsCost)
    },
    entry(row, amount) {
      index.push(row)
      value.push(amount)
    },
    mip() {
      start.push(index.length)
      return {
        columnCount: cost.length,
        rowCount: rowLower.length,
        cost: cost.shared(),
        lower: lower.shared(),
        upper: upper.shared(),
        isInteger: isInteger.shared(),
        rowLower: rowLower.shared(),
        rowUpper: rowUpper.shared(),
        start: start.shared(),
        index: index.shared(),
        value: value.shared(),
      }
    },
  }
}
