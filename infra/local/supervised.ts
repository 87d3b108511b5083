import type { ChildProcess } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { launch, stop, type Launch } from './child.ts'
import { until } from './ready.ts'

/** A predecessor that was killed a moment ago may still hold its files for a second or two. */
const RETRY_FOR_MS = 15_000
const RETRY_PAUSE_MS = 300

export interface Supervision {
  readonly what: string
  readonly program: Launch
  readonly isReady: () => Promise<boolean>
  readonly readyTimeoutMs: number
  readonly stopSignal: NodeJS.Signals
  readonly stopTimeoutMs: number
  /** Told when the program ends without having been asked to. */
  readonly onExit?: ((why: string) => void) | undefined
  /** Whether a program that ends before it is ready is started again for a while. */
  readonly retries?: boolean
}

/**
 * Starts a program, waits until it is ready, and watches it from then on.
 * @returns how to stop it cleanly.
 * @throws when it does not become ready; it is then stopped.
 */
export async function supervised(supervision: Supervision): Promise<() => Promise<void>> {
  const { stopSignal, stopTimeoutMs, onExit } = supervision
  const child = await readyChild(supervision)
  let stopping = false
  const tell = (): void => {
    if (!stopping) onExit?.(`ended with ${child.exitCode ?? child.signalCode}`)
  }
  if (child.exitCode === null && child.signalCode === null) child.once('exit', tell)
  else tell()
  return () => {
    stopping = true
    return stop(child, stopSignal, stopTimeoutMs)
  }
}

async function readyChild({
  what,
  program,
  isReady,
  readyTimeoutMs,
  stopSignal,
  stopTimeoutMs,
  retries = false,
}: Supervision): Promise<ChildProcess> {
  const retryUntilMs = performance.now() + RETRY_FOR_MS
  for (;;) {
    const child = launch(program)
    try {
      await until({ what, child, logFile: program.logFile, timeoutMs: readyTimeoutMs }, isReady)
      return child
    } catch (error) {
      await stop(child, stopSignal, stopTimeoutMs)
      if (!retries || performance.now() > retryUntilMs) throw error
      await pause(RETRY_PAUSE_MS)
    }
  }
}
