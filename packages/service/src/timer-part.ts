import type { Log } from '@imaging/observability'
import type { RunningPart } from './run-service.ts'

export interface TimerOptions {
  readonly name: string
  readonly everyMs: number
  /** One run at a time; a run that fails is told in the log and tried again at the next turn. */
  readonly work: (signal: AbortSignal) => Promise<unknown>
  readonly log: Log
}

/** Work that is done again and again, never twice at once. The first run begins at once. */
export function timerPart({ name, everyMs, work, log }: TimerOptions): RunningPart {
  const stopping = new AbortController()
  let inHand = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  const runOnce = async (): Promise<void> => {
    try {
      await work(stopping.signal)
    } catch (error) {
      if (!stopping.signal.aborted) log.warn({ err: error, timer: name }, 'timed work failed, to be tried again')
    }
    if (!stopping.signal.aborted) timer = setTimeout(run, everyMs)
  }
  const run = (): void => {
    inHand = runOnce()
  }
  run()
  return {
    name,
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      await inHand
    },
  }
}
