import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startKafka } from '@imaging/infra/local/kafka.ts'
import { startPostgres } from '@imaging/infra/local/postgres.ts'
import { startService, type ServiceLaunch, type ServiceProcess } from '../stack.ts'
import { childrenOf, pidsNaming } from './processes.ts'

/** Something that runs as a program of its own and can be hurt. */
export interface Sufferer {
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
  /** Starts it anew, after whatever ended it. Resolves when a server answers, and at once for a service. */
  start(): Promise<void>
  /** A clean stop. */
  stop(): Promise<void>
  /** SIGSTOP, and SIGCONT after so long. Resolves when it goes on. */
  freeze(forMs: number): Promise<void>
}

interface Server {
  readonly stop: () => Promise<void>
}

/** What PostgreSQL and Kafka have in common here: they are started by us, and their processes are found by their folder. */
function serverSufferer(start: () => Promise<Server>, pids: () => readonly number[]): Sufferer {
  let running: Server | undefined
  return {
    async kill() {
      const [main] = pids()
      if (main === undefined) throw new Error('there is no server to kill')
      process.kill(main, 'SIGKILL')
      await running?.stop()
      running = undefined
    },
    async start() {
      running = await start()
    },
    async stop() {
      await running?.stop()
      running = undefined
    },
    freeze: (forMs) => freeze(pids(), forMs),
  }
}

/** A broker with its data in `dir`. */
export const brokerSufferer = (options: {
  readonly dir: string
  readonly jars: string
  readonly port: number
  readonly controllerPort: number
}): Sufferer =>
  serverSufferer(
    () => startKafka(options),
    () => pidsNaming(join(options.dir, 'server.properties')),
  )

/** A database with its cluster in `dir`. Its first process is the postmaster. */
export const databaseSufferer = (dir: string, port: number): Sufferer =>
  serverSufferer(
    () => startPostgres({ dir, port, durable: true }),
    () => {
      const postmaster = Number(readFileSync(join(dir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
      return [postmaster, ...childrenOf(postmaster)]
    },
  )

/** After this a service that ended by itself is started again, as any supervisor would. */
const SUPERVISED_AFTER_MS = 500

/** A service under a supervisor: when it ends by itself it is started again. */
export interface SupervisedService extends Sufferer {
  /** How often it ended without having been asked to. */
  restarts(): number
}

export function serviceSufferer(launch: ServiceLaunch): SupervisedService {
  let running: ServiceProcess | undefined
  let restarts = 0
  const start = async (): Promise<void> => {
    const mine = await startService(launch)
    running = mine
    void supervise(mine)
  }
  const supervise = async (mine: ServiceProcess): Promise<void> => {
    await mine.ended
    if (running !== mine) return
    restarts += 1
    await pause(SUPERVISED_AFTER_MS)
    if (running === mine) await start()
  }
  /** From now on its end is ours. */
  const given = (): ServiceProcess | undefined => {
    const mine = running
    running = undefined
    return mine
  }
  return {
    async kill() {
      const mine = given()
      mine?.kill('SIGKILL')
      await mine?.ended
    },
    start,
    async stop() {
      await given()?.stop()
    },
    freeze: (forMs) => (running === undefined ? Promise.resolve() : freeze([running.pid], forMs)),
    restarts: () => restarts,
  }
}

/** A program of its own wakes them again: if this one is killed meanwhile, nothing stays frozen for ever. */
function freeze(pids: readonly number[], forMs: number): Promise<void> {
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  const waker = spawn('/bin/sh', ['-c', `sleep ${forMs / 1000}; kill -CONT ${pids.join(' ')}`], { stdio: 'ignore', detached: true })
  return new Promise((resolve) => {
    waker.once('exit', () => resolve())
  })
}
