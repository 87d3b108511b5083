import { readFileSync } from 'node:fs'
import { createEventLog, kafkaDestination, type EventLog } from '@imaging/event-log'
import { createServer, listen, readConfig, type Listening, type ReadinessCheck, type Server } from '@imaging/http'
import {
  addAccess,
  createIdentitySigner,
  createIdentityVerifier,
  readIdentityKeys,
  readPrivateKey,
  type IdentitySigner,
} from '@imaging/identity'
import { createLog, createMetrics, startTracing, type Log, type Metrics } from '@imaging/observability'
import { createPool, roleOf, startRelay, type Destination, type Pool } from '@imaging/postgres'
import { Type, type Static, type TObject, type TProperties } from 'typebox'
import { v7 as uuidV7 } from 'uuid'

/** What every service is told by its environment. */
const common = {
  PORT: Type.Integer({ minimum: 0, maximum: 65_535 }),
  HOST: Type.String({ default: '127.0.0.1' }),
  DATABASE_URL: Type.String({ minLength: 1 }),
  KAFKA_BROKERS: Type.String({ minLength: 1, description: 'host:port, separated by commas' }),
  KAFKA_TOPIC_PREFIX: Type.String({ default: '' }),
  IDENTITY_KEYS_FILE: Type.String({ minLength: 1, description: 'public keys of the services that may call' }),
  LOG_LEVEL: Type.Enum(['debug', 'info', 'warn', 'error'], { default: 'info' }),
}

/** What a service is made of, ready for its own routes, consumers and timers. */
export interface ServiceParts<Extra extends TProperties> {
  readonly config: Static<TObject<typeof common & Extra>>
  readonly log: Log
  readonly metrics: Metrics
  /** For requests: sees what the one who asks may see, and nothing when it is not said who asks. */
  readonly pool: Pool
  /** For consumers and timers, which work across organisations, under policies of their own. */
  readonly ingest: Pool
  /** A pool for a named work with rights of its own, closed with the service; of two connections unless told. */
  readonly poolOf: (work: string, connectionsMax?: number) => Pool
  readonly eventLog: EventLog
  readonly server: Server
  readonly now: () => Date
  /** A UUIDv7: unique, and sorted by time. */
  readonly newId: () => string
  /** Ends the process, so that whoever watches it starts it anew. */
  readonly fatal: (error: Error) => void
}

/** A part that runs until it is stopped: a consumer, a timer. */
export interface RunningPart {
  readonly name: string
  /** Why the service should not be sent work now; nothing while it is well. */
  readonly unwell?: () => string | undefined
  stop(): Promise<unknown>
}

export interface ServiceDefinition<Extra extends TProperties> {
  readonly name: string
  readonly title: string
  readonly description: string
  /** Variables beyond those every service has. */
  readonly config: Extra
  /** Connections to the database for requests; 5 unless told. */
  readonly connectionsMax?: number
  /** Where the outbox delivers besides Kafka. */
  readonly destinations?: (parts: ServiceParts<Extra>) => Promise<Readonly<Record<string, Destination>>>
  /** Adds routes to the server and starts what runs beside it. Parts stop in the order given. */
  readonly start: (parts: ServiceParts<Extra>) => Promise<readonly RunningPart[]>
}

/** A definition with the types of its own configuration, to be run by `runService`. */
export const defineService = <Extra extends TProperties>(definition: ServiceDefinition<Extra>): ServiceDefinition<Extra> => definition

/** A dozen services share one server's 100 connections: a few for requests, two for each consumer, one and a spare for the relay. */
const CONNECTIONS_MAX = 5
const INGEST_CONNECTIONS_MAX = 5
const RELAY_CONNECTIONS_MAX = 2
const WORK_CONNECTIONS_MAX = 2
const VERSION = '0.1.0'

/**
 * Runs a service from its environment until it is told to stop: configuration, log, metrics, database, event log, outbox
 * relay, HTTP server, then the service's own parts. On SIGTERM it drains: server first, then parts, relay, connections.
 *
 * @throws {Error} When the environment lacks something, naming all that it lacks.
 */
export async function runService<Extra extends TProperties>(
  definition: ServiceDefinition<Extra>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Listening> {
  const { name, title, description, connectionsMax = CONNECTIONS_MAX } = definition
  const config = readConfig(Type.Object({ ...common, ...definition.config }), env) as ServiceParts<Extra>['config'] &
    Static<TObject<typeof common>>
  startTracing({ service: name })
  const log = createLog({ service: name, level: config.LOG_LEVEL })
  const metrics = createMetrics({ service: name })
  const pools = createPools({ service: name, url: config.DATABASE_URL, log })
  const pool = pools.open(undefined, connectionsMax)
  const eventLog = createEventLog({ brokers: config.KAFKA_BROKERS.split(','), clientId: name, topicPrefix: config.KAFKA_TOPIC_PREFIX, log })
  const ready: ReadinessCheck[] = [{ name: 'database', check: () => pool.query('select 1') }]
  const server = await createServer({ service: name, version: VERSION, log, metrics, ready, openapi: { title, description } })
  addAccess(
    server,
    await createIdentityVerifier({
      audience: name,
      keys: readIdentityKeys(readFileSync(config.IDENTITY_KEYS_FILE, 'utf8')),
      now: () => new Date(),
    }),
  )
  const fatal = (error: Error): void => {
    log.fatal({ err: error }, 'the service cannot go on')
    process.exit(1)
  }
  const parts = {
    config,
    log,
    metrics,
    pool,
    ingest: pools.open('ingest', INGEST_CONNECTIONS_MAX),
    poolOf: (work: string, most = WORK_CONNECTIONS_MAX) => pools.open(work, most),
    eventLog,
    server,
    fatal,
    now: () => new Date(),
    newId: () => uuidV7(),
  }

  const destinations = { kafka: kafkaDestination(eventLog.sink), ...(await definition.destinations?.(parts)) }
  const running = await definition.start(parts)
  const relay = startRelay({ pool: pools.open('relay', RELAY_CONNECTIONS_MAX), destinations, log, metrics })
  ready.push(...running.map(readiness))
  return listen(server, {
    port: config.PORT,
    host: config.HOST,
    onClose: [
      ...running.map((part) => ({ name: part.name, close: () => part.stop() })),
      { name: 'relay', close: () => relay.stop() },
      { name: 'event log', close: () => eventLog.close() },
      { name: 'database', close: () => pools.end() },
    ],
  })
}

interface Pools {
  open(work: string | undefined, connectionsMax: number): Pool
  end(): Promise<void>
}

/** One pool for each role of a service, so that no work borrows the rights of another. */
function createPools({ service, url, log }: { readonly service: string; readonly url: string; readonly log: Log }): Pools {
  const pools: Pool[] = []
  return {
    open(work, connectionsMax) {
      const applicationName = work === undefined ? service : `${service} ${work}`
      const pool = createPool({ url, applicationName, connectionsMax, log, ...(work !== undefined && { role: roleOf(service, work) }) })
      pools.push(pool)
      return pool
    },
    async end() {
      await Promise.all(pools.map((pool) => pool.end()))
    },
  }
}

/** The signer of a service that calls others, from the file with its private key. @throws When it is not one. */
export const signerFrom = (file: string, now: () => Date = () => new Date()): Promise<IdentitySigner> =>
  createIdentitySigner({ key: readPrivateKey(readFileSync(file, 'utf8')), now })

const readiness = ({ name, unwell }: RunningPart): ReadinessCheck => ({
  name,
  async check() {
    const why = unwell?.()
    if (why !== undefined) throw new Error(why)
  },
})
