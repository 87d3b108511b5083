import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { newEvent, type AssetSnapshot, type ContractSnapshot, type Identity, type SiteSnapshot } from '@imaging/schemas'
import { v7 as uuidV7 } from 'uuid'
import { startTestService, type TestService, type TestServiceOptions } from '../../../infra/local/test-service.ts'
import { availability } from './availability-service.ts'

type ToldState = Parameters<typeof newEvent<'downtime.state-changed.v1'>>[0]['data']

/** The service under test, with scanners to tell about. */
export interface TestAvailability extends TestService {
  /** Puts a scanner into the register, with a site and a contract of its operator, RYJ unless told. */
  register(assetId: string, changes?: Partial<AssetSnapshot>): Promise<void>
  /** Tells in what state a scanner is, as a system of its operator would, RYJ unless told; answers the event's id. */
  tell(
    assetId: string,
    data: Omit<ToldState, 'assetId' | 'reportedBy'> & Partial<Pick<ToldState, 'reportedBy'>>,
    changes?: { readonly operator?: string; readonly source?: string; readonly id?: string },
  ): Promise<string>
  /** Asks for somebody. */
  ask(identity: Identity, path: string, options?: { readonly body?: object; readonly idempotencyKey?: string }): Promise<Response>
  /** What somebody is answered, whatever the status. */
  get<Body>(identity: Identity, path: string): Promise<Body>
  /** The events of a topic about one subject. */
  published(topic: string, about: string): Promise<readonly { type: string; data: Record<string, unknown> }[]>
}

export const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString()

/** Whoever told, when it does not matter. */
export const PERSON = { kind: 'person', role: 'radiographer' } as const

const example = <Data>(name: string): Data =>
  (JSON.parse(readFileSync(new URL(`../../../schemas/examples/events/${name}/valid.json`, import.meta.url), 'utf8')) as { data: Data }).data

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const everyDay = Object.fromEntries(WEEKDAYS.map((day) => [day, [{ from: '00:00', to: '24:00' }]]))

/** Starts the service on a database and topics of its own. */
export async function startTestAvailability(
  servers: Pick<TestServiceOptions<never>, 'databaseUrl' | 'kafkaBrokers' | 'env'>,
): Promise<TestAvailability> {
  const service = await startTestService({ definition: availability, migrations: new URL('../migrations', import.meta.url), ...servers })
  const envelope = (operator: string, subject: string) => ({
    id: uuidV7(),
    source: `urn:nhs:ods:${operator}:imaging`,
    subject,
    time: new Date().toISOString(),
  })
  const ask: TestAvailability['ask'] = async (identity, path, { body, idempotencyKey = randomUUID() } = {}) => {
    const authorization = await service.authorization(identity)
    if (body === undefined) return fetch(`${service.url}${path}`, { headers: { authorization } })
    const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': idempotencyKey }
    return fetch(`${service.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  }
  return {
    ...service,
    ask,
    get: async <Body>(identity: Identity, path: string) => (await ask(identity, path)).json() as Promise<Body>,
    async register(assetId, changes = {}) {
      const operator = changes.operator ?? 'RYJ'
      const contract = { ...example<ContractSnapshot>('contract.changed.v1'), contractId: `C-${operator}`, trust: operator }
      const site = {
        ...example<SiteSnapshot>('site.changed.v1'),
        siteCode: `${operator}01`,
        trust: operator,
        trustName: `Trust ${operator}`,
      }
      const asset = {
        ...example<AssetSnapshot>('asset.changed.v1'),
        assetId,
        name: assetId,
        operator,
        siteCode: site.siteCode,
        contractId: contract.contractId,
        operatingHours: { patterns: [{ week: everyDay }] },
        ...changes,
      }
      await service.publish(
        'imaging.contracts',
        newEvent({ ...envelope(operator, contract.contractId), name: 'contract.changed.v1', data: contract }),
      )
      await service.publish('imaging.sites', newEvent({ ...envelope(operator, site.siteCode), name: 'site.changed.v1', data: site }))
      await service.publish('imaging.assets', newEvent({ ...envelope(operator, assetId), name: 'asset.changed.v1', data: asset }))
    },
    async tell(assetId, data, { operator = 'RYJ', ...changes } = {}) {
      const told = { ...envelope(operator, assetId), ...changes }
      await service.publish(
        'imaging.downtime',
        newEvent({ ...told, name: 'downtime.state-changed.v1', data: { reportedBy: PERSON, ...data, assetId } }),
      )
      return told.id
    },
    async published(topic, about) {
      return (await service.records(topic)).flatMap(({ key, body }) =>
        key === about && body !== null ? [JSON.parse(body.toString()) as { type: string; data: Record<string, unknown> }] : [],
      )
    },
  }
}

/** The first event of the feed after a place. @throws When the stream ends before. */
export async function firstOfFeed(
  service: TestService,
  identity: Identity,
  lastEventId: string,
): Promise<{ readonly id: string; readonly data: unknown }> {
  for await (const event of feedOf(service, identity, lastEventId)) return event
  throw new Error('the feed ended')
}

/** The feed as somebody reads it, until it ends. */
export async function* feedOf(
  { url, authorization }: Pick<TestService, 'url' | 'authorization'>,
  identity: Identity,
  lastEventId: string,
): AsyncGenerator<{ readonly id: string; readonly data: { readonly assetId: string } }> {
  const answer = await fetch(`${url}/api/v1/feed`, {
    headers: { 'last-event-id': lastEventId, authorization: await authorization(identity) },
    signal: AbortSignal.timeout(15_000),
  })
  const decoder = new TextDecoder()
  let text = ''
  for await (const part of answer.body as ReadableStream<Uint8Array>) {
    text += decoder.decode(part, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const [, id, data] = /id: (.+)\nevent: board\ndata: (.+)$/.exec(block) ?? []
      if (id !== undefined && data !== undefined) yield { id, data: JSON.parse(data) as { assetId: string } }
    }
  }
}
