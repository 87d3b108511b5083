/** Tells a person what is going on and how long it took. */
export interface Progress {
  /** Runs `work` and prints one line when it is done; a reminder before that when it takes long. */
  readonly during: <T>(what: string, work: () => Promise<T>, describe?: (result: T) => string) => Promise<T>
  readonly say: (line: string) => void
}

const FIRST_REMINDER_MS = 2_000
const REMINDER_EVERY_MS = 15_000

/** Progress as plain lines, which read the same on a terminal and in a log. */
export function lineProgress(write: (line: string) => void, nowMs: () => number = () => performance.now()): Progress {
  const during = async <T>(what: string, work: () => Promise<T>, describe: (result: T) => string = () => ''): Promise<T> => {
    const startedAtMs = nowMs()
    const remind = (): void => write(`  … ${what} (${seconds(nowMs() - startedAtMs)} so far)`)
    const first = setTimeout(remind, FIRST_REMINDER_MS)
    const repeated = setInterval(remind, REMINDER_EVERY_MS)
    try {
      const result = await work()
      const detail = describe(result)
      write(`  ✓ ${what}${detail === '' ? '' : `: ${detail}`} (${seconds(nowMs() - startedAtMs)})`)
      return result
    } finally {
      clearTimeout(first)
      clearInterval(repeated)
    }
  }
  return { during, say: write }
}

/** Progress for test runs, which have their own lines. */
export const silentProgress: Progress = { during: (_what, work) => work(), say: () => undefined }

/** A duration as people say it: `0.4 s`, `12 s`, `2 min 5 s`. */
export function seconds(durationMs: number): string {
  const wholeS = Math.round(durationMs / 1000)
  if (wholeS >= 60) return `${Math.floor(wholeS / 60)} min ${wholeS % 60} s`
  return wholeS >= 10 ? `${wholeS} s` : `${(durationMs / 1000).toFixed(1)} s`
}
