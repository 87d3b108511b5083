import { randomUUID } from 'node:crypto'
import { personOf } from '@imaging/identity/testing'
import { createPool } from '@imaging/postgres'
import {
  SEES_NOTHING,
  type AssetSnapshot,
  type BuildingSnapshot,
  type ContractSnapshot,
  type Identity,
  type ImagingEvent,
  type PersonIdentity,
  type Role,
  type RoomSnapshot,
  type Sees,
} from '@imaging/schemas'
import { startTestService } from '../../../infra/local/test-service.ts'
import { assets } from './assets-service.ts'

/** Somebody of the tests, who sees what is their own trust's. */
export const planner = personOf('estates-planner', 'RYJ')
export const plannerOf = (trust: string): PersonIdentity => personOf('estates-planner', trust)
/** Somebody of the joint body, which has nothing of its own. */
export const jointOf = (role: Role, sees: Partial<Sees> = {}): PersonIdentity => ({
  ...personOf(role, 'QRV', { ...SEES_NOTHING, ...sees }),
  organisationKind: 'joint',
})

/** The service, whole, on a database and topics of its own. */
export interface TestAssets {
  readonly url: string
  /** The superuser's address of its database. */
  readonly databaseUrl: string
  /** The service's environment, to run another process on the same database. */
  readonly env: Readonly<Record<string, string>>
  /** A request, as the planner of RYJ unless told; from nobody with `null`. */
  send(method: string, path: string, options?: Sending): Promise<Response>
  get<Body>(path: string, who?: Identity): Promise<Body>
  /** The header with which a request comes from somebody. */
  authorization(identity: Identity): Promise<string>
  /** Every record of a topic, in order; `undefined` for a removed key. */
  published(topic: string): Promise<readonly { readonly key: string | null; readonly event: ImagingEvent | undefined }[]>
  /** A statement as superuser, to look at what was kept. */
  sql<Row extends Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>
  stop(): Promise<void>
}

export interface Sending {
  readonly who?: Identity | null
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is, in place of a JSON body. */
  readonly raw?: BodyInit
  /** Another process of the same service. */
  readonly to?: string
}

export async function startTestAssets(servers: { readonly databaseUrl: string; readonly kafkaBrokers: string }): Promise<TestAssets> {
  const service = await startTestService({ definition: assets, migrations: new URL('../migrations', import.meta.url), ...servers })
  const { url, env, databaseUrl, authorization } = service
  const admin = createPool({ url: databaseUrl, applicationName: 'test', connectionsMax: 2 })
  const send: TestAssets['send'] = async (method, path, { who = planner, body, headers = {}, raw, to = url } = {}) =>
    fetch(`${to}${path}`, {
      method,
      headers: {
        ...(who !== null && { authorization: await authorization(who) }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(method !== 'GET' && { 'idempotency-key': randomUUID() }),
        ...headers,
      },
      ...(raw !== undefined && { body: raw }),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  return {
    url,
    databaseUrl,
    env,
    authorization,
    send,
    get: async <Body>(path: string, who: Identity = planner) => (await send('GET', path, { who })).json() as Promise<Body>,
    async published(topic) {
      const records = await service.records(topic)
      return records.map(({ key, body }) => ({
        key,
        event: body === null ? undefined : (JSON.parse(body.toString()) as ImagingEvent),
      }))
    },
    sql: async <Row extends Record<string, unknown>>(text: string, values?: unknown[]) => (await admin.query<Row>(text, values)).rows,
    async stop() {
      await admin.end()
      await service.stop()
    },
  }
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
