import { randomUUID } from 'node:crypto'
import { createEventLog, type EventLog } from '@imaging/event-log'
import { createLog } from '@imaging/observability'
import { migrate, serviceUrl } from '@imaging/postgres'
import {
  ACTOR_HEADER,
  deadLetterTopic,
  topics,
  writeActor,
  type Actor,
  type AssetSnapshot,
  type BuildingSnapshot,
  type ContractSnapshot,
  type ImagingEvent,
  type RoomSnapshot,
} from '@imaging/schemas'
import { runService } from '@imaging/service'
import { createTestDatabase } from '@imaging/postgres/testing'
import { assets } from './assets-service.ts'

const log = createLog({ service: 'test', level: 'silent' })

/** People of the tests. All of them are examples. */
export const planner: Actor = { name: 'Example Planner', role: 'estates-planner', organisation: 'RYJ' }
export const board: Actor = { name: 'Example Administrator', role: 'administrator', organisation: 'QRV' }

/** The service, whole, on a database and topics of its own. */
export interface TestAssets {
  readonly url: string
  /** The service's environment, to run another process on the same database. */
  readonly env: Readonly<Record<string, string>>
  send(method: string, path: string, options?: Sending): Promise<Response>
  get<Body>(path: string, actor?: Actor): Promise<Body>
  /** Every record of a topic, in order; `undefined` for a removed key. */
  published(topic: string): Promise<readonly { readonly key: string | null; readonly event: ImagingEvent | undefined }[]>
  stop(): Promise<void>
}

export interface Sending {
  readonly actor?: Actor
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is, in place of a JSON body. */
  readonly raw?: BodyInit
  /** Another process of the same service. */
  readonly to?: string
}

export async function startTestAssets({
  databaseUrl,
  kafkaBrokers,
}: {
  readonly databaseUrl: string
  readonly kafkaBrokers: string
}): Promise<TestAssets> {
  const database = await createTestDatabase(databaseUrl)
  await migrate({
    adminUrl: database.adminUrl,
    service: 'assets',
    directory: new URL('../migrations', import.meta.url).pathname,
    extensions: ['btree_gist'],
    log,
  })
  const topicPrefix = `test-${randomUUID()}.`
  const eventLog = createEventLog({ brokers: kafkaBrokers.split(','), clientId: 'test', topicPrefix, log })
  const own = topics.filter(({ name }) => /assets|sites|buildings|rooms|contracts|classes/.test(name))
  await eventLog.admin.ensureTopics(own.flatMap(({ name }) => [name, deadLetterTopic(name)].map((topic) => ({ topic, partitions: 1 }))))
  const env = {
    PORT: '0',
    DATABASE_URL: serviceUrl(database.adminUrl, 'assets'),
    KAFKA_BROKERS: kafkaBrokers,
    KAFKA_TOPIC_PREFIX: topicPrefix,
    LOG_LEVEL: 'error',
  }
  const running = await runService(assets, env)
  const send = (method: string, path: string, { actor, body, headers = {}, raw, to = running.url }: Sending = {}): Promise<Response> =>
    fetch(`${to}${path}`, {
      method,
      headers: {
        ...(actor && { [ACTOR_HEADER]: writeActor(actor) }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(method !== 'GET' && { 'idempotency-key': randomUUID() }),
        ...headers,
      },
      ...(raw !== undefined && { body: raw }),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  return {
    url: running.url,
    env,
    send,
    get: async <Body>(path: string, actor?: Actor) => (await send('GET', path, actor && { actor })).json() as Promise<Body>,
    published: (topic) => recordsOf(eventLog, topic),
    async stop() {
      await running.close()
      await eventLog.close()
      await database.drop()
    },
  }
}

async function recordsOf(eventLog: EventLog, topic: string): Promise<Awaited<ReturnType<TestAssets['published']>>> {
  const records: { key: string | null; event: ImagingEvent | undefined }[] = []
  await eventLog.source.readToEnd([topic], ({ key, body }) => {
    records.push({
      key: key,
      event: body === null ? undefined : (JSON.parse(body.toString()) as ImagingEvent),
    })
  })
  return records
}

const week = Object.fromEntries(
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, [{ from: '08:00', to: '20:00' }]]),
)

/** An asset as one would enter it; example data. */
export const exampleAsset = (assetId: string, changes: Partial<AssetSnapshot> = {}): AssetSnapshot => ({
  assetId,
  name: 'MRI 1',
  classId: 'mri',
  status: 'IN_USE',
  validFrom: '2016-02-14',
  manufacturer: 'Siemens Healthineers',
  model: 'MAGNETOM Aera',
  serial: `EX-${assetId}`,
  siteCode: 'RYJ01',
  owner: 'RYJ',
  operator: 'RYJ',
  landlord: 'RYJ',
  funder: 'Trust capital',
  manufactured: '2015-11-01',
  installed: '2016-02-14',
  purchasePricePence: 124_950_000,
  donated: false,
  dicomAliases: ['MRI1STM'],
  capabilities: [{ code: '1.5t' }],
  linkedAssets: [{ kind: 'chiller', name: 'Chiller 1', dependency: 'stops' }],
  operatingHours: { patterns: [{ week }] },
  feed: { fitted: true, expectedEveryS: 600 },
  example: true,
  ...changes,
})

/** A building as one would enter it; example data. */
export const exampleBuilding = (buildingId: string, changes: Partial<BuildingSnapshot> = {}): BuildingSnapshot => ({
  buildingId,
  siteCode: 'RYJ01',
  name: `Example ${buildingId.slice(-1)}`,
  validFrom: '2024-04-01',
  landlord: 'RYJ',
  endOfLife: '2036-03-31',
  rebuild: { programme: 'New Hospital Programme', worksFrom: '2035-04-01' },
  example: true,
  ...changes,
})

/** A room as one would enter it; example data. */
export const exampleRoom = (roomId: string, changes: Partial<RoomSnapshot> = {}): RoomSnapshot => ({
  roomId,
  siteCode: 'RYJ01',
  name: `Example room ${roomId.slice(-1)}`,
  level: 'Level 0',
  validFrom: '2024-04-01',
  shielding: ['radio-frequency', 'magnetic'],
  floorLoadKg: 9_000,
  powerKva: 120,
  chilledWaterKw: 60,
  access: 'crane',
  example: true,
  ...changes,
})

/** A contract as one would enter it; example data. */
export const exampleContract = (contractId: string, changes: Partial<ContractSnapshot> = {}): ContractSnapshot => ({
  contractId,
  supplierId: 'siemens',
  supplierName: 'Siemens Healthineers',
  trust: 'RYJ',
  from: '2024-04-01',
  terms: [
    {
      from: '2024-04-01',
      coverHours: { patterns: [{ week }] },
      countsAgreedPlannedWork: false,
      degradedWeight: 0,
      clockStarts: 'call-logged-with-access',
      clockEnds: 'hand-back',
      clockRuns: 'cover-hours',
      excludedCauses: ['power'],
      responseMinutes: { P1: 120, P2: 240, P3: 480 },
      repairMinutes: { P1: 480, P2: 960, P3: 2400 },
      uptimeTarget: 0.97,
    },
  ],
  example: true,
  ...changes,
})
