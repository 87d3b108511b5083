import type { ChildProcess } from 'node:child_process'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { hasEnded } from './child.ts'

const POLL_MS = 50

/** Something that is being waited for: the program itself, and where a person can read why it did not come. */
export interface Awaited {
  readonly what: string
  readonly child?: ChildProcess
  readonly logFile?: string
  readonly timeoutMs: number
}

/**
 * Waits until `isReady` says so.
 * @throws when the program ends first or `timeoutMs` passes; the message names the log.
 */
export async function until({ what, child, logFile, timeoutMs }: Awaited, isReady: () => Promise<boolean>): Promise<void> {
  const where = logFile === undefined ? '' : `; its log is ${logFile}`
  const deadlineMs = performance.now() + timeoutMs
  while (!(await isReady())) {
    if (child !== undefined && hasEnded(child))
      throw new Error(`${what} ended before it was ready (${child.exitCode ?? child.signalCode ?? 'could not start'})${where}`)
    if (performance.now() > deadlineMs) throw new Error(`${what} was not ready after ${timeoutMs / 1000} s${where}`)
    await pause(POLL_MS)
  }
}

/** True when something accepts connections on this port of this machine. */
export const portAnswers = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

/** Distinct free ports: all are held open until the last is known. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

/** The first free port at or above `wanted`, so that the board keeps its address from run to run. */
export async function portFrom(wanted: number, tries = 50): Promise<number> {
  for (let port = wanted; port < wanted + tries; port += 1) {
    const server = await listen(port).catch(() => undefined)
    if (server === undefined) continue
    await new Promise((resolve) => server.close(resolve))
    return port
  }
  throw new Error(`No free port between ${wanted} and ${wanted + tries - 1}`)
}

const listen = (port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
