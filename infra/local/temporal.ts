import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import { portAnswers } from './ready.ts'
import { supervised } from './supervised.ts'

/** The one namespace of the platform. */
export const NAMESPACE = 'imaging'

/** What a person may search running processes by. Naming them again on an existing database is harmless. */
export const SEARCH_ATTRIBUTES = { ImagingTrust: 'Keyword', ImagingAsset: 'Keyword', ImagingSupplier: 'Keyword' } as const

const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 10_000

/** A Temporal server that answers and knows the namespace. */
export interface Temporal {
  readonly address: string
  readonly stop: () => Promise<void>
}

/** Where it keeps its database file, which binary to run, and where it listens. */
export interface TemporalOptions {
  readonly dir: string
  readonly binary: string
  readonly port: number
  readonly pagesPort: number
  /** Told when it ends without having been asked to. */
  readonly onExit?: (why: string) => void
}

/**
 * Starts Temporal's development server on a database file.
 * @throws with the name of its log when it does not answer.
 */
export async function startTemporal({ dir, binary, port, pagesPort, onExit }: TemporalOptions): Promise<Temporal> {
  mkdirSync(dir, { recursive: true })
  const logFile = join(dir, 'temporal.log')
  const address = `127.0.0.1:${port}`
  const stop = await supervised({
    what: 'Temporal',
    program: {
      name: 'temporal',
      command: binary,
      logFile,
      args: [
        ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--ui-port', String(pagesPort)],
        ...['--db-filename', join(dir, 'temporal.db'), '--log-level', 'warn', '--namespace', NAMESPACE],
        ...Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
      ],
    },
    isReady: async () => (await portAnswers(port)) && (await knowsNamespace(address)),
    readyTimeoutMs: START_TIMEOUT_MS,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: STOP_TIMEOUT_MS,
    onExit,
    retries: true,
  })
  return { address, stop }
}

/** True when the server answers and the namespace exists in it. */
export async function knowsNamespace(address: string): Promise<boolean> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: '2s' })
    try {
      await connection.workflowService.describeNamespace({ namespace: NAMESPACE })
      return true
    } finally {
      await connection.close()
    }
  } catch {
    return false
  }
}
