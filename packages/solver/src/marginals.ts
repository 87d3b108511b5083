import type { RowUse } from './row-use.ts'

/** What more use of a row would cost, worked out once while nothing changes: an answer asks the same of a row many times. */
export interface Marginals {
  of(row: number, amount: number): number
  /** To be called after every change of use. */
  forget(): void
}

export function createMarginals(rowCount: number, use: RowUse): Marginals {
  const amounts = new Float64Array(rowCount)
  const costs = new Float64Array(rowCount)
  const knownSince = new Int32Array(rowCount)
  let now = 1
  return {
    of(row, amount) {
      if (knownSince[row] !== now || amounts[row] !== amount) {
        knownSince[row] = now
        amounts[row] = amount
        costs[row] = use.marginal(row, amount)
      }
      return costs[row]!
    },
    forget() {
      now += 1
    },
  }
}
