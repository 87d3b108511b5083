import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { engineAnswers, projectName, startInEngine, type ServerPorts } from './engine.ts'
import { coordinatesGroups, startKafka } from './kafka.ts'
import { answers, startPostgres } from './postgres.ts'
import type { Progress } from './progress.ts'
import { provision, type Tools } from './provision.ts'
import { freePorts, until } from './ready.ts'
import { knowsNamespace, startTemporal } from './temporal.ts'

/** The three servers the platform stands on. */
export const SERVER_NAMES = ['postgres', 'kafka', 'temporal'] as const
export type ServerName = (typeof SERVER_NAMES)[number]

/** Where a server came from: an address we were given, a Docker engine, or a program we started. */
export type Provider = 'address' | 'engine' | 'program'

/** Addresses of the servers that were asked for; empty for the others. */
export interface Servers {
  readonly databaseUrl: string
  readonly kafkaBrokers: string
  readonly temporalAddress: string
  /** Temporal's own pages, when we started it. */
  readonly temporalPagesUrl?: string
  readonly providers: Readonly<Partial<Record<ServerName, Provider>>>
  readonly stop: () => Promise<void>
}

export interface ServersOptions {
  readonly stateDir: string
  readonly toolsDir: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Keeps what PostgreSQL acknowledged through a power cut, and containers' volumes through a stop. Off in tests only. */
  readonly durable: boolean
  readonly progress: Progress
  readonly onCrash: (name: string, why: string, logFile: string) => void
  readonly wanted?: readonly ServerName[]
  readonly ports?: ServerPorts
}

/** The variable that names a server which runs already. */
const ADDRESS_IN: Readonly<Record<ServerName, string>> = { postgres: 'DATABASE_URL', kafka: 'KAFKA_BROKERS', temporal: 'TEMPORAL_ADDRESS' }
const TITLE: Readonly<Record<ServerName, string>> = { postgres: 'PostgreSQL', kafka: 'Kafka', temporal: 'Temporal' }
const ADDRESS_TIMEOUT_MS = 20_000

interface Running {
  readonly name: ServerName
  readonly address: string
  readonly stop: () => Promise<void>
}

/**
 * Finds or starts each server: at the address in the environment, else in a Docker engine with compose, else as a program that
 * cannot outlive this one. `IMAGING_ENGINE=off` passes over the engine.
 * @throws {MissingPrerequisites} before anything starts; or, when one does not come up, after stopping those that did.
 */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const { stateDir, env, progress, wanted = SERVER_NAMES } = options
  mkdirSync(stateDir, { recursive: true })
  const given = wanted.filter((name) => addressOf(name, env) !== undefined)
  const rest = wanted.filter((name) => !given.includes(name))
  const useEngine = rest.length > 0 && env['IMAGING_ENGINE'] !== 'off' && (await engineAnswers())
  const tools = useEngine || rest.length === 0 ? undefined : await prepare(rest, options)
  const ports = options.ports ?? (await anyPorts())
  const starts = [
    ...given.map((name) =>
      progress.during(
        TITLE[name],
        () => take(name, env),
        (one) => `found at ${shown(one.address)}`,
      ),
    ),
    ...(useEngine
      ? [
          progress.during(
            rest.map((name) => TITLE[name]).join(', '),
            () => inEngine(rest, ports, options),
            () => 'in Docker',
          ),
        ]
      : []),
    ...(tools === undefined
      ? []
      : rest.map((name) =>
          progress.during(
            TITLE[name],
            () => startProgram(name, tools, ports, options),
            (one) => one.address,
          ),
        )),
  ]
  const running = await allOrNone(starts)
  const address = (name: ServerName): string => running.find((one) => one.name === name)?.address ?? ''
  const provider = (name: ServerName): Provider => (given.includes(name) ? 'address' : useEngine ? 'engine' : 'program')
  return {
    databaseUrl: address('postgres'),
    kafkaBrokers: address('kafka'),
    temporalAddress: address('temporal'),
    ...(rest.includes('temporal') ? { temporalPagesUrl: `http://127.0.0.1:${ports.temporalPages}` } : {}),
    providers: Object.fromEntries(wanted.map((name) => [name, provider(name)])),
    stop: () => stopAll(running),
  }
}

const addressOf = (name: ServerName, env: ServersOptions['env']): string | undefined => {
  const address = env[ADDRESS_IN[name]]
  return address === undefined || address === '' ? undefined : address
}

/** An address as it may be printed: without a password. */
const shown = (address: string): string => address.replace(/\/\/([^:@/]+):[^@/]*@/, '//$1@')

async function anyPorts(): Promise<ServerPorts> {
  const [postgres = 0, kafka = 0, temporal = 0, temporalPages = 0] = await freePorts(4)
  return { postgres, kafka, temporal, temporalPages }
}

const prepare = (rest: readonly ServerName[], { toolsDir, progress }: ServersOptions): Promise<Tools> =>
  progress.during('Programs for the servers', () =>
    provision(toolsDir, { kafka: rest.includes('kafka'), temporal: rest.includes('temporal') }),
  )

/** A server that somebody else runs: waited for, never stopped. */
async function take(name: ServerName, env: ServersOptions['env']): Promise<Running> {
  const address = addressOf(name, env) ?? ''
  const works = { postgres: answers, kafka: coordinatesGroups, temporal: knowsNamespace }[name]
  await until({ what: `${TITLE[name]} at ${shown(address)} (from ${ADDRESS_IN[name]})`, timeoutMs: ADDRESS_TIMEOUT_MS }, () =>
    works(address),
  )
  return { name, address, stop: async () => undefined }
}

async function inEngine(names: readonly ServerName[], ports: ServerPorts, { stateDir, durable }: ServersOptions): Promise<Running[]> {
  const stop = await startInEngine({ project: projectName(stateDir, durable), servers: names, ports, durable })
  const address: Readonly<Record<ServerName, string>> = {
    postgres: `postgres://postgres@127.0.0.1:${ports.postgres}/postgres`,
    kafka: `127.0.0.1:${ports.kafka}`,
    temporal: `127.0.0.1:${ports.temporal}`,
  }
  return names.map((name, index) => ({ name, address: address[name], stop: index === 0 ? stop : async () => undefined }))
}

async function startProgram(
  name: ServerName,
  tools: Tools,
  ports: ServerPorts,
  { stateDir, durable, onCrash }: ServersOptions,
): Promise<Running> {
  const dir = join(stateDir, name)
  const onExit = (why: string): void => onCrash(TITLE[name], why, join(dir, `${name}.log`))
  if (name === 'postgres') {
    const { url, stop } = await startPostgres({ dir, port: ports.postgres, durable, onExit })
    return { name, address: url, stop }
  }
  if (name === 'kafka') {
    const [controllerPort = 0] = await freePorts(1)
    const { brokers, stop } = await startKafka({ dir, jars: tools.kafkaJars, port: ports.kafka, controllerPort, onExit })
    return { name, address: brokers, stop }
  }
  const { address, stop } = await startTemporal({
    dir,
    binary: tools.temporalBinary,
    port: ports.temporal,
    pagesPort: ports.temporalPages,
    onExit,
  })
  return { name, address, stop }
}

/** Waits for every start to end one way or the other, so that a failure leaves nothing running behind it. */
async function allOrNone(starts: readonly Promise<Running | Running[]>[]): Promise<readonly Running[]> {
  const settled = await Promise.allSettled(starts)
  const running = settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed === undefined) return running
  await stopAll(running)
  throw failed.reason
}

const stopAll = async (running: readonly Running[]): Promise<void> => {
  await Promise.all(running.map((one) => one.stop()))
}
