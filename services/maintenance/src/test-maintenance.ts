import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEventLog, type EventLog } from '@imaging/event-log'
import { createClient, type Answer, type CallOptions, type Client } from '@imaging/http'
import { createIdentitySigner, newIdentityKeys } from '@imaging/identity'
import { createLog } from '@imaging/observability'
import { createPool, serviceUrl, type Pool } from '@imaging/postgres'
import { createTestDatabase } from '@imaging/postgres/testing'
import {
  deadLetterTopic,
  newEvent,
  topics,
  type EventName,
  type EventNamed,
  type Identity,
  type ImagingEvent,
  type WorkOrder,
  type WorkOrderCommand,
} from '@imaging/schemas'
import { runService } from '@imaging/service'
import { DISPATCH } from './dispatch.ts'
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
  /** The superuser's. */
  readonly pool: Pool
  /** For a worker that calls the service. */
  readonly workerKeyFile: string
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
  get<T>(path: string, identity: Identity): Promise<Answer<T>>
  /** The work order of a downtime, once there is one. */
  workOrderOf(downtimeId: string, identity: Identity): Promise<WorkOrder | undefined>
  /** Acts on the newest version, or on the one given. */
  act(
    workOrderId: string,
    identity: Identity,
    command: WorkOrderCommand,
    options?: { readonly ifMatch?: string; readonly idempotencyKey?: string },
  ): Promise<Answer<WorkOrder>>
  post<T>(path: string, body: unknown, identity: Identity, idempotencyKey?: string): Promise<Answer<T>>
  delete<T>(path: string, identity: Identity): Promise<Answer<T>>
  /** Every event published so far on a topic. */
  published(topic: string): Promise<ImagingEvent[]>
  stop(): Promise<void>
}

/** What calls need to come from somebody: as the gateway signs it, or as the worker does for itself. */
type Calling = (identity: Identity) => Pick<CallOptions, 'authorization'>

interface TestKeys {
  readonly publicFile: string
  readonly workerFile: string
  readonly calling: Calling
  remove(): void
}

async function testKeys(): Promise<TestKeys> {
  const dir = mkdtempSync(join(tmpdir(), 'imaging-maintenance-'))
  const [publicFile, workerFile] = [join(dir, 'public.json'), join(dir, 'worker.json')]
  const gateway = await newIdentityKeys('web', true)
  const worker = await newIdentityKeys('worker', false)
  writeFileSync(publicFile, JSON.stringify({ keys: [gateway.publicKey, worker.publicKey] }))
  writeFileSync(workerFile, JSON.stringify(worker.privateKey))
  const now = (): Date => new Date()
  const asGateway = await createIdentitySigner({ key: gateway.privateKey, now })
  const asWorker = await createIdentitySigner({ key: worker.privateKey, now })
  return {
    publicFile,
    workerFile,
    calling: (identity) => ({
      authorization: async () =>
        `Bearer ${await (identity.kind === 'service' && identity.name === 'worker' ? asWorker : asGateway)(identity, 'maintenance')}`,
    }),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  }
}

/** Starts it with an example register already published. */
export async function startTestMaintenance({
  databaseUrl,
  kafkaBrokers,
  temporalAddress,
  temporalNamespace = 'imaging',
  register = registerOf(),
}: TestServers): Promise<TestMaintenance> {
  const database = await createTestDatabase(databaseUrl)
  await (await database.service('maintenance', new URL('../migrations', import.meta.url).pathname, { roles: [DISPATCH] })).end()
  const keys = await testKeys()
  const prefix = `test-${randomBytes(4).toString('hex')}.`
  const eventLog = createEventLog({ brokers: kafkaBrokers.split(','), clientId: 'test', topicPrefix: prefix, log: silent })
  const names = topics.filter(({ name }) => name !== 'imaging.telemetry').map(({ name }) => name)
  await eventLog.admin.ensureTopics([...names, ...names.map(deadLetterTopic)].map((topic) => ({ topic, partitions: 1 })))

  const publish = publisher(eventLog)
  await publishRegister(publish, register)
  const listening = await runService(maintenance, {
    PORT: '0',
    IDENTITY_KEYS_FILE: keys.publicFile,
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
    workerKeyFile: keys.workerFile,
    eventLog,
    publish,
    ...callsTo(client, keys.calling),
    ...eventsOn(eventLog, publish),
    async stop() {
      await listening.close()
      await eventLog.admin.deleteTopics([...names, ...names.map(deadLetterTopic)])
      await eventLog.close()
      await pool.end()
      await database.drop()
      keys.remove()
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

function callsTo(client: Client, calling: Calling): Pick<TestMaintenance, 'get' | 'workOrderOf' | 'act' | 'post' | 'delete'> {
  const get: TestMaintenance['get'] = (path, identity) => client.request('GET', path, undefined, calling(identity))
  return {
    get,
    async workOrderOf(downtimeId, identity) {
      const { body } = await get<{ items: WorkOrder[] }>(`/api/v1/work-orders?downtimeId=${downtimeId}`, identity)
      const [found] = body.items
      return found && (await get<WorkOrder>(`/api/v1/work-orders/${found.workOrderId}`, identity)).body
    },
    async act(workOrderId, identity, command, options = {}) {
      const ifMatch = options.ifMatch ?? (await get(`/api/v1/work-orders/${workOrderId}`, identity)).etag ?? ''
      return client.request('POST', `/api/v1/work-orders/${workOrderId}/actions`, command, {
        ...options,
        ...calling(identity),
        ifMatch,
      })
    },
    post: (path, body, identity, idempotencyKey = randomUUID()) =>
      client.request('POST', path, body, { ...calling(identity), idempotencyKey }),
    delete: (path, identity) => client.request('DELETE', path, undefined, calling(identity)),
  }
}
