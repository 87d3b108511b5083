import { assetRoutes } from '@imaging/assets/src/asset-route.ts'
import { createServer } from '@imaging/http'
import { addWorkOrderRoutes } from '@imaging/maintenance/src/work-order-route.ts'
import { createLog, createMetrics } from '@imaging/observability'
import { createPool, type Pool } from '@imaging/postgres'
import type { ActingIdentity } from '@imaging/schemas'
import type { PoolClient } from 'pg'

/**
 * The routes of two services, with their own code, without anything that asks who it is.
 *
 * Whoever asks is one fixed person, nothing is checked, and the database is asked as its superuser, for whom there are no policies and
 * who is told nothing of for whom. A transaction begins as it would, since several statements must see one state.
 */
const { PORT = '', DATABASE_URL = '', SCHEMA = '', PERSON = '' } = process.env
const person = JSON.parse(PERSON) as ActingIdentity

const OF_NOBODY = { title: 'Bare', description: 'Routes without anything that asks who it is' }
const log = createLog({ service: 'bare', level: 'warn' })
const url = new URL(DATABASE_URL)
url.searchParams.set('options', `-c search_path=${SCHEMA},public`)
const pool = untold(createPool({ url: url.href, applicationName: 'bare', connectionsMax: 5, log }))
const server = await createServer({
  service: 'bare',
  version: '0.0.0',
  log,
  metrics: createMetrics({ service: 'bare' }),
  ready: [],
  openapi: OF_NOBODY,
})
server.decorateRequest('identity', null)
server.addHook('onRequest', async (request) => {
  request.identity = person
})
const deps = { pool, ingest: pool, now: () => new Date(), newId: () => crypto.randomUUID() }
if (SCHEMA === 'maintenance') addWorkOrderRoutes(server, deps)
else await assetRoutes(server, deps)
await server.listen({ port: Number(PORT), host: '127.0.0.1' })
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)))

/** The pool, with transactions that begin without a word of for whom. */
function untold(real: Pool): Pool {
  const told = new WeakSet<PoolClient>()
  const connect = async (): Promise<PoolClient> => {
    const client = await real.connect()
    if (told.has(client)) return client
    told.add(client)
    const query = client.query.bind(client) as (...parts: readonly unknown[]) => unknown
    const begun = (...[statement, ...rest]: readonly unknown[]): unknown =>
      query(typeof statement === 'string' && statement.startsWith('begin; select set_config') ? 'begin' : statement, ...rest)
    return Object.assign(client, { query: begun })
  }
  return Object.assign(Object.create(real) as Pool, { connect })
}
