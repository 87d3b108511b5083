import { randomBytes, randomUUID } from 'node:crypto'
import { createEventLog, type EventLog } from '@imaging/event-log'
import { createClient, type Answer, type Client } from '@imaging/http'
import { createLog } from '@imaging/observability'
import { createPool, serviceUrl, type Pool } from '@imaging/postgres'
import { createTestDatabase } from '@imaging/postgres/testing'
import {
  ACTOR_HEADER,
  deadLetterTopic,
  newEvent,
  topics,
  writeActor,
  type Actor,
  type EventName,
  type EventNamed,
  type ImagingEvent,
  type WorkOrder,
  type WorkOrderCommand,
} from '@imaging/schemas'
import { runService } from '@imaging/service'
import { registerOf, type ExampleRegister } from './example-register.ts'
import { maintenance } from './service.ts'

const silent = createLog({ service: 'test', level: 'silent' })

export interface TestServers {
  readonly databaseUrl: string
  readonly kafkaBrokers: string
  readonly temporalAddress: string
  readonly temporalNamespace?: string
  readonly register?: ExampleRegister
}

/** The maintenance service, whole, on a database and topics of its own. */
export interface TestMaintenance {
  readonly url: string
  readonly pool: Pool
  readonly eventLog: EventLog
  /** Publishes an event on the topic given. */
  publish<Name extends EventName>(topic: string, name: Name, data: EventNamed<Name>['data'], key: string): Promise<void>
  /** Tells of a failure that began `minutesAgo`; answers the downtime's id. */
  fail(
    assetId: string,
    options?: {
      readonly state?: 'DOWN_UNPLANNED' | 'DEGRADED' | 'DOWN_PLANNED'
      readonly minutesAgo?: number
      readonly downtimeId?: string
    },
  ): Promise<string>
  get<T>(path: string, actor: Actor): Promise<Answer<T>>
  /** The work order of a downtime, once there is one. */
  workOrderOf(downtimeId: string, actor: Actor): Promise<WorkOrder | undefined>
  /** Acts on the newest version, or on the one given. */
  act(
    workOrderId: string,
    actor: Actor,
    command: WorkOrderCommand,
    options?: { readonly ifMatch?: string; readonly idempotencyKey?: string },
  ): Promise<Answer<WorkOrder>>
  post<T>(path: string, body: unknown, idempotencyKey?: string): Promise<Answer<T>>
  /** Every event published so far on a topic. */
  published(topic: string): Promise<ImagingEvent[]>
  stop(): Promise<void>
}

const actorHeader = (actor: Actor): Record<string, string> => ({ [ACTOR_HEADER]: writeActor(actor) })

/** Starts it with an example register already published. */
export async function startTestMaintenance({
  databaseUrl,
  kafkaBrokers,
  temporalAddress,
  temporalNamespace = 'imaging',
  register = registerOf(),
}: TestServers): Promise<TestMaintenance> {
  const database = await createTestDatabase(databaseUrl)
  await (await database.service('maintenance', new URL('../migrations', import.meta.url).pathname)).end()
  const prefix = `test-${randomBytes(4).toString('hex')}.`
  const eventLog = createEventLog({ brokers: kafkaBrokers.split(','), clientId: 'test', topicPrefix: prefix, log: silent })
  const names = topics.filter(({ name }) => name !== 'imaging.telemetry').map(({ name }) => name)
  await eventLog.admin.ensureTopics([...names, ...names.map(deadLetterTopic)].map((topic) => ({ topic, partitions: 1 })))

  const publish = publisher(eventLog)
  await publishRegister(publish, register)
  const listening = await runService(maintenance, {
    PORT: '0',
    DATABASE_URL: serviceUrl(database.adminUrl, 'maintenance'),
    KAFKA_BROKERS: kafkaBrokers,
    KAFKA_TOPIC_PREFIX: prefix,
    LOG_LEVEL: 'error',
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: temporalNamespace,
    LATE_DOWNTIME_WAIT_MS: '700',
  })
  const client = createClient({ baseUrl: listening.url, log: silent, retries: 0, timeoutMs: 20_000 })
  const pool = createPool({ url: database.adminUrl, applicationName: 'test' })
  return {
    url: listening.url,
    pool,
    eventLog,
    publish,
    ...callsTo(client),
    ...eventsOn(eventLog, publish),
    async stop() {
      await listening.close()
      await eventLog.admin.deleteTopics([...names, ...names.map(deadLetterTopic)])
      await eventLog.close()
      await pool.end()
      await database.drop()
    },
  }
}

type Publish = TestMaintenance['publish']

const publisher =
  (eventLog: EventLog): Publish =>
  async (topic, name, data, key) => {
    const event = newEvent({
      id: randomUUID(),
      name,
      source: 'urn:nhs:ods:RYJ:test',
      subject: key,
      time: new Date().toISOString(),
      example: true,
      data,
    })
    await eventLog.sink.send(topic, [{ key, body: JSON.stringify(event) }])
  }

async function publishRegister(publish: Publish, { assets, sites, contracts, classes }: ExampleRegister): Promise<void> {
  for (const asset of assets) await publish('imaging.assets', 'asset.changed.v1', asset, asset.assetId)
  for (const site of sites) await publish('imaging.sites', 'site.changed.v1', site, site.siteCode)
  for (const contract of contracts) await publish('imaging.contracts', 'contract.changed.v1', contract, contract.contractId)
  for (const assetClass of classes) await publish('imaging.classes', 'class.changed.v1', assetClass, assetClass.classId)
}

const eventsOn = (eventLog: EventLog, publish: Publish): Pick<TestMaintenance, 'fail' | 'published'> => ({
  async fail(assetId, { state = 'DOWN_UNPLANNED', minutesAgo = 1, downtimeId = randomUUID() } = {}) {
    const from = new Date(Date.now() - minutesAgo * 60_000).toISOString()
    const opened = { downtimeId, assetId, state, from, cause: 'cooling', reportedBy: { kind: 'person' } } as const
    await publish('imaging.availability', 'availability.downtime-opened.v1', opened, assetId)
    return downtimeId
  },
  async published(topic) {
    const events: ImagingEvent[] = []
    await eventLog.source.readToEnd([topic], ({ body }) => void (body && events.push(JSON.parse(String(body)) as ImagingEvent)))
    return events
  },
})

function callsTo(client: Client): Pick<TestMaintenance, 'get' | 'workOrderOf' | 'act' | 'post'> {
  const get: TestMaintenance['get'] = (path, actor) => client.request('GET', path, undefined, { headers: actorHeader(actor) })
  return {
    get,
    async workOrderOf(downtimeId, actor) {
      const { body } = await get<{ items: WorkOrder[] }>(`/api/v1/work-orders?downtimeId=${downtimeId}`, actor)
      const [found] = body.items
      return found && (await get<WorkOrder>(`/api/v1/work-orders/${found.workOrderId}`, actor)).body
    },
    async act(workOrderId, actor, command, options = {}) {
      const ifMatch = options.ifMatch ?? (await get(`/api/v1/work-orders/${workOrderId}`, actor)).etag ?? ''
      return client.request('POST', `/api/v1/work-orders/${workOrderId}/actions`, command, {
        ...options,
        headers: actorHeader(actor),
        ifMatch,
      })
    },
    post: (path, body, idempotencyKey = randomUUID()) => client.request('POST', path, body, { idempotencyKey }),
  }
}
