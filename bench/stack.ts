import { rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createEventLog, type EventLog } from '@imaging/event-log'
import { createIdentitySigner, newIdentityKeys } from '@imaging/identity'
import { hasEnded, launch, stop } from '@imaging/infra/local/child.ts'
import { PARTS, type Part } from '@imaging/infra/local/parts.ts'
import { prepareSchemas, prepareTopics } from '@imaging/infra/local/prepare.ts'
import { silentProgress } from '@imaging/infra/local/progress.ts'
import { freePorts, until } from '@imaging/infra/local/ready.ts'
import { startServers } from '@imaging/infra/local/servers.ts'
import { testFolder } from '@imaging/infra/local/test-folder.ts'
import { TOOLS_DIR } from '@imaging/infra/local/where.ts'
import { createLog } from '@imaging/observability'
import { serviceUrl } from '@imaging/postgres'
import type { Identity } from '@imaging/schemas'

const ROOT = join(import.meta.dirname, '..')
const READY_TIMEOUT_MS = 60_000
/** Services drain for ten seconds by contract. */
const STOP_TIMEOUT_MS = 12_000

/** PostgreSQL and Kafka of a benchmark's own, kept as carefully as `npm start` keeps them. */
export interface Stack {
  readonly databaseUrl: string
  readonly kafkaBrokers: string
  /** For files of the benchmark; deleted with the stack. */
  readonly stateDir: string
}

/** Runs work on servers of its own, which are stopped and forgotten afterwards, whatever happens. */
export async function withStack<T>(work: (stack: Stack) => Promise<T>): Promise<T> {
  const stateDir = testFolder()
  const {
    databaseUrl,
    kafkaBrokers,
    stop: stopServers,
  } = await startServers({
    stateDir,
    toolsDir: TOOLS_DIR,
    // Programs, not containers: their CPU time is read from /proc.
    env: { ...process.env, DATABASE_URL: '', KAFKA_BROKERS: '', IMAGING_ENGINE: 'off' },
    durable: true,
    wanted: ['postgres', 'kafka'],
    progress: silentProgress,
    onCrash: (name, why, logFile) => process.stderr.write(`${name} ${why}; its log is ${logFile}\n`),
  })
  try {
    await prepareTopics(kafkaBrokers, {}, silentProgress)
    return await work({ databaseUrl, kafkaBrokers, stateDir })
  } finally {
    await stopServers()
    rmSync(stateDir, { recursive: true, force: true })
  }
}

const partNamed = (name: string): Part => {
  const part = PARTS.find((one) => one.name === name)
  if (part === undefined) throw new RangeError(`there is no service ${name}`)
  return part
}

/** Makes the schemas and roles of services in a database. */
export const prepareDatabase = (databaseUrl: string, services: readonly string[]): Promise<void> =>
  prepareSchemas({ adminUrl: databaseUrl, parts: services.map(partNamed), password: '', progress: silentProgress })

/** An event log that says nothing unless asked, for publishing and looking. */
export const quietEventLog = (kafkaBrokers: string): EventLog =>
  createEventLog({ brokers: kafkaBrokers.split(','), clientId: 'bench', log: createLog({ service: 'bench', level: 'silent' }) })

/** The benchmark in the place of the gateway: services started here believe what it says of who asks. Made once for each run. */
const gateway = newIdentityKeys('web', true)
const signer = gateway.then(({ privateKey }) => createIdentitySigner({ key: privateKey, now: () => new Date() }))

/** The header with which a request to a service started here comes from somebody; good once, for a minute. */
export const authorizationOf = async (identity: Identity, service: string): Promise<string> =>
  `Bearer ${await (await signer)(identity, service)}`

/** Writes what a service needs to know the benchmark by, beside its log. */
async function identityKeysFile(logFile: string): Promise<string> {
  const file = join(dirname(logFile), 'identity-keys.json')
  writeFileSync(file, JSON.stringify({ keys: [(await gateway).publicKey] }))
  return file
}

/** How to run a service as a program of its own. */
export interface ServiceLaunch {
  readonly name: string
  readonly databaseUrl: string
  readonly kafkaBrokers: string
  readonly logFile: string
  /** Options of Node itself, besides those it always has. */
  readonly nodeOptions?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** A service that runs as a program of its own. */
export interface ServiceProcess {
  readonly pid: number
  readonly url: string
  hasEnded(): boolean
  kill(signal: NodeJS.Signals): void
  /** Resolves when it has ended, by whatever means. */
  readonly ended: Promise<void>
  /** Asks it to drain and end, and ends it when it does not. */
  stop(): Promise<void>
}

/** Starts a service as `npm start` does, without waiting for it to be ready. */
export async function startService({
  name,
  databaseUrl,
  kafkaBrokers,
  logFile,
  nodeOptions = [],
  env = {},
}: ServiceLaunch): Promise<ServiceProcess> {
  const [port = 0] = await freePorts(1)
  const part = partNamed(name)
  const child = launch({
    name,
    command: process.execPath,
    args: [...(part.nodeOptions ?? []), ...nodeOptions, join(ROOT, part.entry)],
    logFile,
    env: {
      PORT: String(port),
      DATABASE_URL: serviceUrl(databaseUrl, name),
      KAFKA_BROKERS: kafkaBrokers,
      LOG_LEVEL: 'warn',
      IDENTITY_KEYS_FILE: await identityKeysFile(logFile),
      ...env,
    },
  })
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  child.once('exit', () => resolve())
  child.once('error', () => resolve())
  return {
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${port}`,
    hasEnded: () => hasEnded(child),
    kill: (signal) => void child.kill(signal),
    ended,
    stop: () => stop(child, 'SIGTERM', STOP_TIMEOUT_MS),
  }
}

/** Waits until a service says it is ready. @throws when it ends or takes longer than a minute. */
export async function untilReady({ url, hasEnded: ended }: ServiceProcess, name: string): Promise<void> {
  await until({ what: name, timeoutMs: READY_TIMEOUT_MS }, async () => {
    if (ended()) throw new Error(`${name} ended before it was ready`)
    try {
      return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) })).ok
    } catch {
      return false
    }
  })
}
