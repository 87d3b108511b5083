import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { signingKeyFile } from '@imaging/infra/local/signing-key.ts'
import type { ActingIdentity } from '@imaging/schemas'
import pg from 'pg'
import { prepareDatabase, startService, untilReady, type ServiceProcess, type Stack } from '../stack.ts'
import { send, type AskAs, type Sent } from './asking.ts'
import { actingCaller, falseCallers, makeKeys, serviceCallers, type Caller, type Keys } from './callers.ts'
import { SUPPLIERS, type Letter, type Organisation } from './organisations.ts'
import { letThingsHappen, type Happened } from './orders.ts'
import { FIRST_ADMINISTRATORS, ISSUER, letIn, personOf, type People } from './people.ts'
import { fillRegister, type Registered } from './register.ts'
import { sendSignals } from './signals.ts'

/** The services whose routes and tables are tried, in the order they start. */
export const SERVICES = ['access', 'record', 'assets', 'telemetry', 'availability', 'maintenance'] as const
export type ServiceName = (typeof SERVICES)[number]

/** A route of each service that believes nobody without a token: where one is spent. */
const GUARDED: Readonly<Record<ServiceName, string>> = {
  access: '/api/v1/roles',
  record: '/api/v1/record/roots',
  assets: '/api/v1/sites',
  telemetry: '/api/v1/conditions',
  availability: '/api/v1/board',
  maintenance: '/api/v1/work-orders',
}

/** Real services on one real database, with four trusts, two suppliers and the joint body in them. */
export interface World {
  readonly databaseUrl: string
  readonly urls: Readonly<Record<ServiceName, string>>
  readonly callers: readonly Caller[]
  /** The gateway's own signature, for what a mistake of its would say. */
  readonly sign: Keys['web']
  readonly people: People
  readonly registered: Registered
  readonly happened: Happened
}

/** Makes the world, runs work in it, and ends its services. */
export async function withWorld<T>(stack: Stack, say: (line: string) => void, work: (world: World) => Promise<T>): Promise<T> {
  await prepareDatabase(stack.databaseUrl, [...SERVICES, 'simulator'])
  await enterSuppliers(stack.databaseUrl)
  const keys = await makeKeys(stack.stateDir)
  const running: ServiceProcess[] = []
  try {
    const urls: Partial<Record<ServiceName, string>> = {}
    for (const name of SERVICES) {
      const service = await startService({
        ...stack,
        name,
        logFile: join(stack.stateDir, `${name}.log`),
        env: settingsOf(name, stack, keys),
      })
      running.push(service)
      urls[name] = service.url
    }
    await Promise.all(running.map((service, index) => untilReady(service, SERVICES[index] ?? '')))
    return await work(await filled(stack, urls as World['urls'], keys, say))
  } finally {
    await Promise.all(running.map((service) => service.stop()))
  }
}

async function filled(stack: Stack, urls: World['urls'], keys: Keys, say: (line: string) => void): Promise<World> {
  const ask = askingAs(urls, keys)
  say('Letting people and systems in')
  const people = await letIn(ask)
  say('Entering the register of each trust')
  const registered = await fillRegister(ask, people)
  say('Reporting failures and playing their work orders')
  const happened = await letThingsHappen(ask, people)
  await sendSignals(stack)
  const spend = async (audience: string, authorization: string): Promise<unknown> =>
    send(urls[audience as ServiceName], authorization, { method: 'GET', path: GUARDED[audience as ServiceName] })
  const callers = [
    ...people.persons.values().map((identity) => actingCaller(keys, identity)),
    ...oneMachineForEachRole(people).map((identity) => actingCaller(keys, identity)),
    ...serviceCallers(keys),
    ...falseCallers(keys, personOf(people, 'M', 'RQM'), spend),
  ]
  return { databaseUrl: stack.databaseUrl, urls, callers, sign: keys.web, people, registered, happened }
}

/** Systems answer to the same rules as people; one for each role, spread over the organisations, shows it. */
const oneMachineForEachRole = ({ machines }: People): readonly ActingIdentity[] => {
  const organisations: Readonly<Record<Letter, Organisation>> = {
    M: 'RQM',
    L: 'RAS',
    P: 'RYJ',
    D: 'R1K',
    E: 'RQM',
    F: 'RAS',
    K: 'siemens',
    S: 'ge',
    C: 'QRV',
    B: 'QRV',
    Y: 'QRV',
    A: 'RYJ',
    U: 'R1K',
  }
  return Object.entries(organisations).map(([letter, organisation]) => machines.get(`${letter} ${organisation}`) as ActingIdentity)
}

/** Suppliers come into the directory with the example or by hand; no route enters them. */
async function enterSuppliers(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    for (const supplier of SUPPLIERS)
      await client.query(`insert into access.organisation (code, kind, name) values ($1, 'supplier', $2)`, [
        supplier,
        `Supplier ${supplier}`,
      ])
  } finally {
    await client.end()
  }
}

function settingsOf(name: ServiceName, { stateDir }: Stack, { publicFile }: Keys): Record<string, string> {
  const known = { IDENTITY_KEYS_FILE: publicFile }
  if (name === 'access') return { ...known, OIDC_ISSUER: ISSUER, FIRST_ADMINISTRATORS }
  // Nobody watches the clocks here: what is meant for Temporal waits in the outbox.
  if (name === 'maintenance') return { ...known, TEMPORAL_ADDRESS: '127.0.0.1:9' }
  // A feed is read to its end, which is soon.
  if (name === 'availability') return { ...known, FEED_OPEN_MS: '300' }
  if (name !== 'record') return known
  const exported = join(stateDir, 'record')
  mkdirSync(exported, { recursive: true })
  return { ...known, RECORD_SIGNING_KEY_FILE: signingKeyFile(stateDir, 'record'), RECORD_EXPORT_DIR: exported }
}

const askingAs =
  (urls: World['urls'], keys: Keys): AskAs =>
  async <Body>(identity: ActingIdentity | 'web', service: string, sent: Sent) => {
    const token = await keys.web(identity === 'web' ? { kind: 'service', name: 'web' } : identity, service)
    const { status, text, etag } = await send(urls[service as ServiceName], `Bearer ${token}`, sent)
    if (status >= 300) throw new Error(`${service} answered ${sent.method} ${sent.path} with ${status}: ${text}`)
    return { body: (text === '' ? undefined : JSON.parse(text)) as Body, etag }
  }
