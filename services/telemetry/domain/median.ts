/** Middle value; the mean of the two middle ones of an even count. NaN for none. */
export function median(values: readonly number[] | Float64Array): number {
  // A typed array sorts numbers as numbers, without asking a function about each pair.
  const sorted = new Float64Array(values).toSorted()
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
