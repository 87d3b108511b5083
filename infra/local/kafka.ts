import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createEventLog } from '@imaging/event-log'
import { createLog } from '@imaging/observability'
import { run } from './child.ts'
import { portAnswers } from './ready.ts'
import { supervised } from './supervised.ts'

/** Fixed, so that a restart finds what it wrote: 16 bytes in base64url, as `StorageTool random-uuid` prints them. */
const CLUSTER_ID = 'aW1hZ2luZy1sb2NhbC0wMQ'
const START_TIMEOUT_MS = 90_000
const STOP_TIMEOUT_MS = 20_000

/** A Kafka broker that is ready for clients. */
export interface Kafka {
  readonly brokers: string
  readonly stop: () => Promise<void>
}

/** Where it keeps its state, where its jars are, and where it listens. */
export interface KafkaOptions {
  readonly dir: string
  readonly jars: string
  readonly port: number
  readonly controllerPort: number
  /** Told when it ends without having been asked to. */
  readonly onExit?: (why: string) => void
}

/** One broker that is its own controller; one-partition internal topics and small buffers, because this machine is all there is. */
const settings = ({ dir, port, controllerPort }: KafkaOptions): Record<string, string | number | boolean> => ({
  'process.roles': 'broker,controller',
  'node.id': 1,
  'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
  'controller.listener.names': 'CONTROLLER',
  listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
  'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
  'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'log.dirs': join(dir, 'log'),
  'num.partitions': 4,
  'auto.create.topics.enable': false,
  'offsets.topic.num.partitions': 4,
  'offsets.topic.replication.factor': 1,
  'transaction.state.log.num.partitions': 1,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'share.coordinator.state.topic.num.partitions': 1,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
  'group.initial.rebalance.delay.ms': 0,
  // After a kill the controller waits this long for the broker it thinks is alive (9 s unless told); much shorter and a busy laptop fences itself.
  'broker.session.timeout.ms': 6000,
  'broker.heartbeat.interval.ms': 1000,
  'log.cleaner.dedupe.buffer.size': 4_194_304,
  'log.cleaner.threads': 1,
  'num.network.threads': 2,
  'num.io.threads': 2,
  'background.threads': 2,
})

const LOGGING = `Configuration:
  status: WARN
  Appenders:
    Console: { name: OUT, PatternLayout: { pattern: "%d %p %c{1} %m%n" } }
  Loggers:
    Root: { level: WARN, AppenderRef: [{ ref: OUT }] }
`

/**
 * Starts Kafka in KRaft mode from its jars, formatting its storage on first use. Ports may change between runs on the same state.
 * The first clean stop leaves an archive of loaded classes beside the jars, which halves every later start.
 * @throws with the name of its log when it does not answer.
 */
export async function startKafka(options: KafkaOptions): Promise<Kafka> {
  const { dir, jars, port, onExit } = options
  mkdirSync(dir, { recursive: true })
  const properties = join(dir, 'server.properties')
  const logging = join(dir, 'log4j2.yaml')
  const logFile = join(dir, 'kafka.log')
  writeFileSync(
    properties,
    Object.entries(settings(options))
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  )
  writeFileSync(logging, LOGGING)
  const archive = join(jars, 'classes.jsa')
  const freshArchive = `${archive}.${process.pid}`
  const sharing = existsSync(archive) ? `-XX:SharedArchiveFile=${archive}` : `-XX:ArchiveClassesAtExit=${freshArchive}`
  const java = ['-cp', `${jars}/*`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto', `-Dlog4j2.configurationFile=${logging}`]
  if (!existsSync(join(dir, 'log', 'meta.properties'))) {
    await run('java', [...java, '-Xmx128m', 'kafka.tools.StorageTool', 'format', '--ignore-formatted', '-t', CLUSTER_ID, '-c', properties])
  }
  const brokers = `127.0.0.1:${port}`
  const stop = await supervised({
    what: 'Kafka',
    program: { name: 'kafka', command: 'java', args: [...java, sharing, '-Xms128m', '-Xmx512m', 'kafka.Kafka', properties], logFile },
    isReady: async () => (await portAnswers(port)) && (await coordinatesGroups(brokers)),
    readyTimeoutMs: START_TIMEOUT_MS,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: STOP_TIMEOUT_MS,
    onExit,
    retries: true,
  })
  return {
    brokers,
    stop: async () => {
      await stop()
      if (existsSync(freshArchive)) renameSync(freshArchive, archive)
    },
  }
}

/**
 * The port opens before the broker may be used. It is ready when it answers for a group: by then a controller leads, the broker is
 * registered, and the topic that keeps groups' offsets exists.
 */
export async function coordinatesGroups(brokers: string): Promise<boolean> {
  const eventLog = createEventLog({
    brokers: brokers.split(','),
    clientId: 'readiness',
    log: createLog({ service: 'readiness', level: 'silent' }),
  })
  try {
    await eventLog.admin.committed('readiness')
    return true
  } catch {
    return false
  } finally {
    await eventLog.close()
  }
}
