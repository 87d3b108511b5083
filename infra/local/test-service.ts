import { randomUUID } from 'node:crypto'
import { createEventLog, type EventLog, type EventRecord } from '@imaging/event-log'
import { createTestCaller } from '@imaging/identity/testing'
import { createLog } from '@imaging/observability'
import { migrate, serviceUrl } from '@imaging/postgres'
import { createTestDatabase } from '@imaging/postgres/testing'
import { deadLetterTopic, topics, type Identity, type ImagingEvent } from '@imaging/schemas'
import { runService, type ServiceDefinition } from '@imaging/service'
import type { TProperties } from 'typebox'
import { rolesOf } from './parts.ts'

export interface TestServiceOptions<Extra extends TProperties> {
  readonly definition: ServiceDefinition<Extra>
  readonly migrations: URL
  readonly databaseUrl: string
  readonly kafkaBrokers: string
  readonly env?: Readonly<Record<string, string>>
}

/** A service running in the test's own process, on a database and topics of its own. */
export interface TestService {
  readonly url: string
  /** The superuser's address of its database. */
  readonly databaseUrl: string
  readonly eventLog: EventLog
  /** Its environment, to run another process of it beside. */
  readonly env: Readonly<Record<string, string>>
  /** The header with which a request comes from somebody, made anew for each request. */
  authorization(identity: Identity): Promise<string>
  publish(topic: string, ...events: readonly ImagingEvent[]): Promise<void>
  /** Every record of a topic, from its beginning to its end now. */
  records(topic: string): Promise<readonly EventRecord[]>
  /** The reasons for which records of a topic were put aside. */
  refusals(topic: string): Promise<readonly string[]>
  stop(): Promise<void>
}

const TEST_PARTITIONS = 2

/** Starts a service as its `main.ts` would, where nothing else can disturb it. */
export async function startTestService<Extra extends TProperties>(options: TestServiceOptions<Extra>): Promise<TestService> {
  const { definition, migrations, kafkaBrokers } = options
  const log = createLog({ service: 'test', level: 'silent' })
  const topicPrefix = `test-${randomUUID()}.`
  const database = await createTestDatabase(options.databaseUrl)
  const { name: service } = definition
  const { adminUrl } = database
  await migrate({ adminUrl, service, directory: migrations.pathname, extensions: ['btree_gist'], roles: rolesOf(service), log })
  const eventLog = createEventLog({ brokers: kafkaBrokers.split(','), clientId: 'test', topicPrefix, log })
  await eventLog.admin.ensureTopics(
    topics.flatMap(({ name, cleanup }) => [
      { topic: name, partitions: cleanup === 'compact' ? 1 : TEST_PARTITIONS },
      { topic: deadLetterTopic(name), partitions: 1 },
    ]),
  )
  const caller = await createTestCaller()
  const env = {
    PORT: '0',
    IDENTITY_KEYS_FILE: caller.keysFile,
    DATABASE_URL: serviceUrl(database.adminUrl, definition.name),
    KAFKA_BROKERS: kafkaBrokers,
    KAFKA_TOPIC_PREFIX: topicPrefix,
    LOG_LEVEL: 'error',
    ...options.env,
  }
  const running = await runService(definition, env)
  const records = async (topic: string): Promise<readonly EventRecord[]> => {
    const found: EventRecord[] = []
    await eventLog.source.readToEnd([topic], (record) => found.push(record))
    return found
  }
  return {
    url: running.url,
    databaseUrl: database.adminUrl,
    eventLog,
    env,
    records,
    authorization: (identity) => caller.authorization(identity, definition.name),
    publish: (topic, ...events) =>
      eventLog.sink.send(
        topic,
        events.map((event) => ({ key: event.subject, body: JSON.stringify(event) })),
      ),
    refusals: async (topic) => (await records(deadLetterTopic(topic))).map(({ headers }) => headers['dead-letter-reason'] ?? ''),
    async stop() {
      await running.close()
      await eventLog.close()
      await database.drop()
    },
  }
}
