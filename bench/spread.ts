/** The value that a share of the measurements does not exceed (nearest rank). @throws {RangeError} when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (value === undefined) throw new RangeError('nothing was measured')
  return value
}

/** The middle measurement; of an even number the mean of the two in the middle. @throws {RangeError} when there are none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]
  if (upper === undefined || lower === undefined) throw new RangeError('nothing was measured')
  return (lower + upper) / 2
}

/** The lowest and the highest of several measurements, as text. */
export function range(values: readonly number[], write: (value: number) => string): string {
  return `${write(Math.min(...values))} to ${write(Math.max(...values))}`
}
