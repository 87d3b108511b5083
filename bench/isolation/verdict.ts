/** What came of trying: how much was tried, and each thing that was not as it must be. */
export interface Verdict {
  readonly cells: number
  /** Something of an organisation appeared where it must not, or somebody did what is not theirs. */
  readonly leaks: readonly string[]
  /** Somebody was refused what is theirs, or not told of it. */
  readonly wrongRefusals: readonly string[]
}

/** Several verdicts as one. */
export const together = (verdicts: readonly Verdict[]): Verdict => ({
  cells: verdicts.reduce((sum, { cells }) => sum + cells, 0),
  leaks: verdicts.flatMap(({ leaks }) => leaks),
  wrongRefusals: verdicts.flatMap(({ wrongRefusals }) => wrongRefusals),
})
