import type { AddressInfo } from 'node:net'
import type { Server } from './create-server.ts'

/** Orchestrators kill after 30 s or less; what is not done in 10 s will not be done. */
const DRAIN_MS = 10_000

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

export interface ListenOptions {
  /** 0 lets the system choose; the url says which. */
  readonly port: number
  readonly host: string
  /** Closed after the last answer is out, one after the other in this order: consumers, then relays, then pools. */
  readonly onClose?: readonly Closing[]
  readonly drainMs?: number
  /** Ends the process after a signal; a test passes its own. */
  readonly exit?: (code: number) => void
}

export interface Closing {
  readonly name: string
  readonly close: () => Promise<unknown>
}

export interface Listening {
  readonly url: string
  readonly port: number
  /** Drains and closes; later calls wait for the first. False when something had to be cut off or failed to close. */
  readonly close: () => Promise<boolean>
}

/**
 * Starts to listen, and closes gracefully on SIGTERM and SIGINT: readiness turns false, running requests are answered,
 * streams end, then `onClose` in order, all within `drainMs`; what is left then is cut off.
 *
 * Exit codes: 0 after a clean close, 1 when something was cut off. Further signals change nothing: Ctrl-C reaches a process
 * from the terminal and again from its supervisor, and the drain is bounded anyway.
 */
export async function listen(
  server: Server,
  { port, host, onClose = [], drainMs = DRAIN_MS, exit = (code) => process.exit(code) }: ListenOptions,
): Promise<Listening> {
  let closing: Promise<boolean> | undefined
  const close = (): Promise<boolean> => (closing ??= drain(server, onClose, drainMs).finally(forgetSignals))

  const onSignal = (signal: NodeJS.Signals): void => {
    if (closing !== undefined) return
    server.log.info({ signal, drainMs }, 'draining')
    void close().then((isClean) => exit(isClean ? 0 : 1))
  }
  const forgetSignals = (): void => SIGNALS.forEach((signal) => process.off(signal, onSignal))
  SIGNALS.forEach((signal) => process.on(signal, onSignal))

  const url = await server.listen({ port, host }).catch((error: unknown) => {
    forgetSignals()
    throw error
  })
  return { url, port: (server.server.address() as AddressInfo).port, close }
}

async function drain(server: Server, onClose: readonly Closing[], drainMs: number): Promise<boolean> {
  const deadline = AbortSignal.timeout(drainMs)
  const cutOff = new Promise<never>((_resolve, reject) => {
    deadline.addEventListener('abort', () => {
      server.server.closeAllConnections()
      reject(new Error(`not closed within ${drainMs} ms`))
    })
  })
  cutOff.catch(() => {})
  let isClean = true
  const parts: readonly Closing[] = [{ name: 'server', close: async () => server.close() }, ...onClose]
  for (const { name, close } of parts) {
    try {
      await Promise.race([close(), cutOff])
    } catch (error) {
      isClean = false
      server.log.error({ err: error, part: name }, 'did not close cleanly')
    }
  }
  return isClean
}
