import type { Log } from '@imaging/observability'
import kafkajs, { type Kafka as KafkaClient, type logCreator, type RetryOptions } from 'kafkajs'
import { createKafkajsAdmin } from './kafkajs-admin.ts'
import { stopKafkajsIdleSpin } from './kafkajs-idle-spin.ts'
import { createKafkajsSink } from './kafkajs-sink.ts'
import { createKafkajsSource } from './kafkajs-source.ts'
import type { EventLog } from './ports.ts'

const { Kafka, logLevel } = kafkajs

export interface EventLogOptions {
  readonly brokers: readonly string[]
  readonly clientId: string
  /** Put before the name of every topic and group, so that tests and environments can share a broker; none unless told. */
  readonly topicPrefix?: string
  readonly log: Log
}

const CONNECT_TIMEOUT_MS = 3_000
const REQUEST_TIMEOUT_MS = 30_000

/** Who sends or asks decides how long to go on: about three seconds and the caller knows. */
const ASKING = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 }
/** A reader sits out a broker's restart, about three minutes; then the process ends and its supervisor takes over. */
const READING = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 100 }

/** The event log on Kafka, through kafkajs. Nothing is connected before it is used; `close` disconnects sink and admin. */
export function createEventLog({ brokers, clientId, topicPrefix: prefix = '', log }: EventLogOptions): EventLog {
  stopKafkajsIdleSpin()
  // Patience is set here, on the client: kafkajs connects and finds coordinators by it, whatever a consumer is given.
  const client = (retry: RetryOptions): KafkaClient =>
    new Kafka({
      brokers: [...brokers],
      clientId,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      retry,
      logLevel: logLevel.INFO,
      logCreator: into(log),
    })
  const asking = client(ASKING)
  const admin = createKafkajsAdmin(asking, prefix)
  const sink = createKafkajsSink(asking, (topic) => prefix + topic)
  return {
    admin,
    sink,
    source: createKafkajsSource({ kafka: client(READING), admin, log, prefix }),
    async close() {
      await Promise.all([sink.close(), admin.close()])
    },
  }
}

/** Said at each start of a producer; ours is replaced after its retries, and the outbox sends again. */
const EXPECTED = 'Limiting retries for the idempotent producer may invalidate EoS guarantees'

/** kafkajs calls every retry an error; what is final reaches us as an exception, so its lines are warnings at most. */
const into =
  (log: Log): logCreator =>
  () =>
  ({ namespace, level, log: { message, error } }) => {
    const fields = { client: namespace, ...(error !== undefined && { error: String(error) }) }
    if (level <= logLevel.WARN && message !== EXPECTED) log.warn(fields, message)
    else log.debug(fields, message)
  }
