import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { acting, seeingOf } from '@imaging/identity'
import { createTestCaller, personOf, type TestCaller } from '@imaging/identity/testing'
import { seenBy, serviceUrl } from '@imaging/postgres'
import { createTestDatabase, type TestDatabase } from '@imaging/postgres/testing'
import type { TProperties } from 'typebox'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { defineService, runService, type ServiceParts } from './run-service.ts'

const NAME = 'example'
let database: TestDatabase
let caller: TestCaller
let env: Record<string, string>
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'))
  // The example table of the database's own tests: rows of organisations, under policies.
  await database.service(NAME, fileURLToPath(new URL('../../postgres/example-migrations', import.meta.url)), { roles: ['audit'] })
  caller = await createTestCaller()
  env = {
    PORT: '0',
    DATABASE_URL: serviceUrl(database.adminUrl, NAME),
    KAFKA_BROKERS: inject('kafkaBrokers'),
    KAFKA_TOPIC_PREFIX: `test-${randomUUID()}.`,
    IDENTITY_KEYS_FILE: caller.keysFile,
    LOG_LEVEL: 'error',
  }
})
afterAll(() => database.drop())

const example = (start: (parts: ServiceParts<TProperties>) => Promise<void>) =>
  defineService({
    name: NAME,
    title: 'Example',
    description: 'A service made for tests.',
    config: {},
    async start(parts) {
      await start(parts)
      return []
    },
  })

describe('a service', () => {
  it('does not start with a route that does not say who may call it', async () => {
    const careless = example(async ({ server }) => void server.get('/api/v1/forgotten', () => ({})))
    await expect(runService(careless, env)).rejects.toThrow('GET /api/v1/forgotten does not say who may call it')
  })

  it('does not start without the keys of those that call it', async () => {
    const quiet = example(async () => undefined)
    await expect(runService(quiet, { ...env, IDENTITY_KEYS_FILE: '' })).rejects.toThrow('IDENTITY_KEYS_FILE')
    await expect(runService(quiet, { ...env, IDENTITY_KEYS_FILE: '/nowhere/keys.json' })).rejects.toThrow('ENOENT')
  })

  it('answers each request for whom it comes from, and its other work in roles of their own', async () => {
    const parcels = example(async ({ server, pool, ingest, poolOf }) => {
      const mine = (sql: Pick<typeof pool, 'query'>): Promise<unknown> =>
        sql.query('select organisation from parcel order by 1').then(
          ({ rows }) => rows,
          (error: Error) => error.message,
        )
      await seenBy(pool, { organisation: 'RYJ', sees: { parcels: ['RYJ'] } }).query(`insert into parcel values (1, 'RYJ')`)
      await seenBy(pool, { organisation: 'RAS', sees: { parcels: ['RAS'] } }).query(`insert into parcel values (2, 'RAS')`)
      server.get('/api/v1/parcels', { config: { access: 'board.read' } }, async (request) => {
        const { organisation, sees } = seeingOf(acting(request))
        const told = seenBy(pool, { organisation, sees: { parcels: sees['status'] ?? [] } })
        const roles = await Promise.all([pool, ingest, poolOf('audit', 1)].map((each) => each.query('select current_user as role')))
        return {
          seen: (await told.query('select organisation from parcel order by 1')).rows,
          untold: await mine(pool),
          ingest: await mine(ingest),
          roles: roles.map(({ rows }) => rows[0]?.role as string),
        }
      })
    })
    const running = await runService(parcels, env)
    try {
      const ask = async (organisation: string): Promise<unknown> => {
        const authorization = await caller.authorization(personOf('radiology-lead', organisation), NAME)
        return (await fetch(`${running.url}/api/v1/parcels`, { headers: { authorization } })).json()
      }
      const roles = ['imaging_example', 'imaging_example_ingest', 'imaging_example_audit']
      const untold = 'it is not said for whom rows are looked at'
      const all = [{ organisation: 'RAS' }, { organisation: 'RYJ' }]
      expect(await ask('RYJ')).toEqual({ seen: [{ organisation: 'RYJ' }], untold, ingest: all, roles })
      expect(await ask('RAS')).toEqual({ seen: [{ organisation: 'RAS' }], untold, ingest: all, roles })
      expect((await fetch(`${running.url}/api/v1/parcels`)).status).toBe(401)
      expect((await fetch(`${running.url}/health/ready`)).status).toBe(200)
    } finally {
      expect(await running.close()).toBe(true)
    }
  })
})
