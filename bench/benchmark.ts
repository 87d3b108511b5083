/** What a benchmark is given by whoever runs it. */
export interface BenchOptions {
  /** Sizes are settings of the environment, so that a small run can prove what a full one measures. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Tells a person what is going on; never part of the result. */
  readonly say: (line: string) => void
  /** What every drawn value follows from. */
  readonly seed: number
}

/** What a benchmark found: for people, and as figures by the names they are quoted under. */
export interface BenchResult {
  readonly table: string
  readonly figures: Readonly<Record<string, number | null>>
  /** The single measurements behind a figure, where there were several. */
  readonly spread?: Readonly<Record<string, readonly number[]>>
}

export type Benchmark = (options: BenchOptions) => Promise<BenchResult>

/**
 * A size from the environment.
 * @throws {RangeError} when it is set and is not a whole number above zero.
 */
export function sizeFrom(env: BenchOptions['env'], name: string, preset: number): number {
  const text = env[name]
  if (text === undefined || text === '') return preset
  const size = Number(text)
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`${name} is ${text}: give a whole number above zero.`)
  return size
}
