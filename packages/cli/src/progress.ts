/** What ends sooner needs no bar. */
const SHOWN_AFTER_MS = 1_000
/** Fast enough to look alive, slow enough to cost nothing. */
const REDRAWN_EVERY_MS = 100
const BAR_WIDTH = 24

export interface ProgressOptions {
  /** How many steps there are; must be known before the first. */
  readonly total: number
  readonly label: string
  readonly stream?: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>
  /** Milliseconds on a clock that never goes back. */
  readonly clockMs?: () => number
}

export interface Progress {
  advance(steps?: number): void
  /** Removes the bar. */
  end(): void
}

/**
 * A progress bar on standard error, once the work has taken a second; nothing where nobody looks (not a terminal).
 *
 * End it in a `finally`, so that a failure does not leave half a line.
 */
export function progress({ total, label, stream = process.stderr, clockMs = () => performance.now() }: ProgressOptions): Progress {
  const startedAtMs = clockMs()
  let done = 0
  let drawnAtMs = Number.NEGATIVE_INFINITY

  const draw = (nowMs: number): void => {
    const share = total === 0 ? 1 : Math.min(1, done / total)
    const filled = Math.round(share * BAR_WIDTH)
    stream.write(`\r${label} ${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${done} of ${total}\u001B[K`)
    drawnAtMs = nowMs
  }

  return {
    advance(steps = 1) {
      done += steps
      const nowMs = clockMs()
      if (stream.isTTY && nowMs - startedAtMs >= SHOWN_AFTER_MS && nowMs - drawnAtMs >= REDRAWN_EVERY_MS) draw(nowMs)
    },
    end() {
      if (Number.isFinite(drawnAtMs)) stream.write('\r\u001B[K')
    },
  }
}
