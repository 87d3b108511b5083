/**
 * Weights of the linear fit of `targets` by `rows`, held small where the rows say little.
 *
 * @param rows Each of one length; its last entry is the constant 1, whose weight is not held small.
 * @param penalty Added to the diagonal of the normal equations.
 * @source Hoerl and Kennard 1970, "Ridge regression".
 */
export function ridge(rows: readonly (readonly number[])[], targets: readonly number[], penalty: number): readonly number[] {
  const width = rows[0]?.length ?? 0
  const matrix = Array.from({ length: width }, (_, i) =>
    Array.from({ length: width + 1 }, (__, j) => (i === j && i < width - 1 ? penalty : 0)),
  )
  for (const [r, row] of rows.entries()) {
    for (const [i, left] of row.entries()) {
      const line = matrix[i] as number[]
      for (let j = 0; j < width; j += 1) line[j] = (line[j] ?? 0) + left * (row[j] ?? 0)
      line[width] = (line[width] ?? 0) + left * (targets[r] ?? 0)
    }
  }
  return solved(matrix)
}

/** Solves linear equations by elimination with pivots; each line ends with its right-hand side. Changes `matrix`. */
function solved(matrix: number[][]): readonly number[] {
  for (let i = 0; i < matrix.length; i += 1) {
    const rest = matrix.slice(i)
    const pivot = rest.reduce((best, line) => (Math.abs(line[i] ?? 0) > Math.abs(best[i] ?? 0) ? line : best))
    const from = matrix.indexOf(pivot)
    ;[matrix[i], matrix[from]] = [pivot, matrix[i] as number[]]
    for (const line of matrix) {
      if (line === pivot) continue
      const factor = (line[i] ?? 0) / (pivot[i] ?? 1)
      for (let j = i; j < line.length; j += 1) line[j] = (line[j] ?? 0) - factor * (pivot[j] ?? 0)
    }
  }
  return matrix.map((line, i) => (line.at(-1) ?? 0) / (line[i] ?? 1))
}
