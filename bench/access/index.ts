import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { table } from '@imaging/cli'
import { freePorts, until } from '@imaging/infra/local/ready.ts'
import type { ActingIdentity, OpenedSession } from '@imaging/schemas'
import { sizeFrom, type BenchOptions, type BenchResult } from '../benchmark.ts'
import { median, quantile } from '../spread.ts'
import { withStack } from '../stack.ts'
import { send } from '../isolation/asking.ts'
import { ISSUER, personOf, subjectOf } from '../isolation/people.ts'
import { withWorld, type ServiceName, type World } from '../isolation/world.ts'

const REQUESTS = 1_000
const WARM_UP = 200
const LIMIT_MS = 3
const READY_TIMEOUT_MS = 30_000
const TRUST = 'RYJ'

/** What is read, at two services. Both ways the answer is the same trust's rows. */
const READS = [
  { name: 'a list of work orders', service: 'maintenance', path: `/api/v1/work-orders?limit=50&trust=${TRUST}` },
  { name: 'a page of the register', service: 'assets', path: `/api/v1/assets?limit=50&trust=${TRUST}` },
] as const satisfies readonly { readonly name: string; readonly service: ServiceName; readonly path: string }[]

interface Measured {
  readonly name: string
  readonly withMs: readonly number[]
  /** Of which the session's look-up at the access service. */
  readonly lookMs: readonly number[]
  readonly withoutMs: readonly number[]
}

/**
 * Measures what it costs to know who asks: a read as the gateway makes it, beside the same read by the same code without any of it.
 *
 * With: the session is looked up at the access service as the gateway looks it up, the identity is signed, the service checks it and the
 * permission, and the database holds its transaction to row-level security. Without: one request to the same routes for a fixed person,
 * with nothing checked, as a role for whom there are no policies. The two are asked in turn, one at a time.
 */
export async function runAccess({ env, say }: BenchOptions): Promise<BenchResult> {
  const requests = sizeFrom(env, 'BENCH_REQUESTS', REQUESTS)
  return withStack((stack) =>
    withWorld(stack, say, async (world) => {
      const measured: Measured[] = []
      for (const read of READS) {
        say(`Reading ${read.name}, ${requests} times each way`)
        measured.push(await measure(world, read, requests))
      }
      return resultOf(measured)
    }),
  )
}

async function measure(world: World, { name, service, path }: (typeof READS)[number], requests: number): Promise<Measured> {
  const person = personOf(world.people, 'M', TRUST)
  const token = await signedIn(world)
  const bare = await startBare(world, service, person)
  const read = { method: 'GET', path }
  const lookMs: number[] = []
  const signed = async (): Promise<string> => {
    const startedAtMs = performance.now()
    const look = { method: 'POST', path: '/internal/sessions/look', body: { token } }
    const found = await send(world.urls.access, `Bearer ${await world.sign({ kind: 'service', name: 'web' }, 'access')}`, look)
    const { identity } = JSON.parse(found.text) as OpenedSession['session']
    lookMs.push(performance.now() - startedAtMs)
    return (await send(world.urls[service], `Bearer ${await world.sign(identity, service)}`, read)).text
  }
  const unsigned = async (): Promise<string> => (await send(bare.url, undefined, read)).text
  try {
    if (itemsIn(await signed()) !== itemsIn(await unsigned())) throw new Error(`${name}: the two ways do not answer the same`)
    for (let index = 0; index < WARM_UP; index += 1) await (index % 2 === 0 ? signed() : unsigned())
    lookMs.length = 0
    const withMs: number[] = []
    const withoutMs: number[] = []
    for (let index = 0; index < requests; index += 1) {
      // Whichever is first finds the processor as the other left it: they take turns at that as well.
      const ways = [async () => withMs.push(await took(signed)), async () => withoutMs.push(await took(unsigned))]
      for (const way of index % 2 === 0 ? ways : ways.toReversed()) await way()
    }
    return { name, withMs, lookMs, withoutMs }
  } finally {
    await bare.stop()
  }
}

const itemsIn = (text: string): number => (JSON.parse(text) as { readonly items: readonly unknown[] }).items.length

async function took(work: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now()
  await work()
  return performance.now() - startedAtMs
}

async function signedIn({ urls, sign }: World): Promise<string> {
  const signIn = { method: 'POST', path: '/internal/sign-ins', body: { issuer: ISSUER, subject: subjectOf('M', TRUST) } }
  const { text } = await send(urls.access, `Bearer ${await sign({ kind: 'service', name: 'web' }, 'access')}`, signIn)
  return (JSON.parse(text) as OpenedSession).token
}

async function startBare(
  { databaseUrl }: World,
  schema: ServiceName,
  person: ActingIdentity,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const [port = 0] = await freePorts(1)
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-service.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PORT: String(port), DATABASE_URL: databaseUrl, SCHEMA: schema, PERSON: JSON.stringify(person) },
  })
  const url = `http://127.0.0.1:${port}`
  await until({ what: `the routes of ${schema} without anything that asks who it is`, timeoutMs: READY_TIMEOUT_MS }, async () => {
    if (child.exitCode !== null) throw new Error('it ended before it was ready')
    return fetch(`${url}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    )
  })
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

function resultOf(measured: readonly Measured[]): BenchResult {
  const addedMs = ({ withMs, withoutMs }: Measured): number => median(withMs) - median(withoutMs)
  const worst = Math.max(...measured.map(addedMs))
  const ms = (value: number): string => value.toFixed(2)
  return {
    table: [
      'With: session looked up at the access service, identity signed, checked, permission decided, rows held to by the database.',
      'Without: the same routes for a fixed person, nothing checked, a role without policies. In turn, one at a time, over HTTP.',
      '',
      table(measured, [
        { title: 'Read, median ms', value: ({ name }) => name },
        { title: 'with', value: ({ withMs }) => ms(median(withMs)), align: 'right' },
        { title: 'of it the look-up', value: ({ lookMs }) => ms(median(lookMs)), align: 'right' },
        { title: 'without', value: ({ withoutMs }) => ms(median(withoutMs)), align: 'right' },
        { title: 'added', value: (one) => ms(addedMs(one)), align: 'right' },
        { title: 'p95 with', value: ({ withMs }) => ms(quantile(withMs, 0.95)), align: 'right' },
      ]),
      '',
      `Limit: ${LIMIT_MS} ms for the dearer of them.`,
    ].join('\n'),
    figures: { 'access.addedMs': Math.round(worst * 100) / 100 },
    spread: Object.fromEntries(measured.map((one) => [one.name, [median(one.withMs), median(one.withoutMs)]])),
  }
}
