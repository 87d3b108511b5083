/** One measured problem: its size, how long the planner has, and what it is meant to reach. */
export interface Row {
  /** As figures are named after it: `120x15y`. */
  readonly size: string
  readonly framework: 'commitment' | 'annual'
  readonly assets: number
  readonly years: number
  readonly periodsPerYear: 1 | 4
  readonly limitS: number
  /** Proven gap to be reached within the limit. */
  readonly goal: number
  /** Seeds that are measured. */
  readonly seeds: readonly number[]
}

const sizes = [
  { size: '24x10y', assets: 24, years: 10, periodsPerYear: 1, limitS: 10, goals: [0.0001, 0.0001] },
  { size: '120x15y', assets: 120, years: 15, periodsPerYear: 1, limitS: 30, goals: [0.001, 0.003] },
  { size: '120x40q', assets: 120, years: 10, periodsPerYear: 4, limitS: 60, goals: [0.007, 0.009] },
  { size: '1000x15y', assets: 1000, years: 15, periodsPerYear: 1, limitS: 60, goals: [0.0015, 0.006] },
  { size: '5000x15y', assets: 5000, years: 15, periodsPerYear: 1, limitS: 60, goals: [0.001, 0.009] },
  { size: '20000x15y', assets: 20_000, years: 15, periodsPerYear: 1, limitS: 180, goals: [0.003, 0.012] },
] as const

/** Above this size one seed is measured: sums over so many units hardly differ. */
const MANY_ASSETS = 1000
/** The seeds by which the method was first tried, by size. */
const FIRST_SEED: Readonly<Record<string, number>> = {
  '24x10y': 16,
  '120x15y': 15,
  '120x40q': 11,
  '1000x15y': 12,
  '5000x15y': 13,
  '20000x15y': 14,
}
const SEED_STEP = 100

/** All rows, in the order of their size. @param seed Added to each row's own, so that another seed gives other problems. */
export const rows = (seed: number): readonly Row[] =>
  sizes.flatMap(({ size, assets, years, periodsPerYear, limitS, goals }) =>
    (['commitment', 'annual'] as const).map((framework, index) => ({
      size,
      framework,
      assets,
      years,
      periodsPerYear,
      limitS,
      goal: goals[index] ?? 0,
      seeds: Array.from({ length: assets > MANY_ASSETS ? 1 : 3 }, (_, draw) => (FIRST_SEED[size] ?? 0) + (seed - 1) + draw * SEED_STEP),
    })),
  )

/** `120x15y.commitment`; the annual form is called by its tiers. */
export const rowName = ({ size, framework }: Row): string => `${size}.${framework === 'annual' ? 'tiers' : 'commitment'}`
