import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { isOutage } from './outage.ts'
import { createPool } from './pool.ts'
import type { Pool, Sql } from './sql.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'
import { inTransaction, seenBy, type Seeing } from './transaction.ts'

const migrations = fileURLToPath(new URL('../example-migrations', import.meta.url))

const seeing = (organisation: string, ...others: readonly string[]): Seeing => ({
  organisation,
  sees: { parcels: [organisation, ...others] },
})
const NORTH = seeing('NORTH')
const NOT_SAID = 'it is not said for whom rows are looked at'
const parcelsOf = async (sql: Sql): Promise<unknown[]> =>
  (await sql.query<{ organisation: string }>('select distinct organisation from parcel order by organisation')).rows.map(
    ({ organisation }) => organisation,
  )

let database: TestDatabase
let pool: Pool
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'))
  pool = await database.service('parcels', migrations, { connectionsMax: 3 })
  for (const [index, organisation] of ['NORTH', 'SOUTH', 'WEST'].entries()) {
    await seenBy(pool, seeing(organisation)).query('insert into parcel values ($1, $2)', [index + 1, organisation])
  }
})
afterAll(() => database.drop())

describe('for whom rows are looked at', () => {
  it('bounds what is seen to the organisations told, and no others', async () => {
    expect(await parcelsOf(seenBy(pool, NORTH))).toEqual(['NORTH'])
    expect(await parcelsOf(seenBy(pool, seeing('NORTH', 'WEST')))).toEqual(['NORTH', 'WEST'])
    expect(await parcelsOf(seenBy(pool, { organisation: 'NORTH', sees: { parcels: [] } }))).toEqual([])
  })

  it('bounds what is written to the organisation that acts, whatever it may see', async () => {
    const both = seenBy(pool, seeing('NORTH', 'SOUTH'))
    await expect(both.query(`insert into parcel values (50, 'SOUTH')`)).rejects.toThrow('row-level security')
    await expect(both.query(`update parcel set organisation = 'SOUTH' where id = 1`)).rejects.toThrow('row-level security')
    expect((await seenBy(pool, NORTH).query(`delete from parcel where organisation = 'SOUTH'`)).rowCount).toBe(0)
  })

  it('is an error when it was never told, and when only another share was', async () => {
    await expect(pool.query('select from parcel')).rejects.toThrow(NOT_SAID)
    await expect(inTransaction(pool, parcelsOf)).rejects.toThrow(NOT_SAID)
    await expect(parcelsOf(seenBy(pool, { organisation: 'NORTH', sees: { letters: ['NORTH'] } }))).rejects.toThrow(NOT_SAID)
    await expect(pool.query('select acts_for()')).rejects.toThrow(NOT_SAID)
    await expect(pool.query(`select sees('parcels')`)).rejects.toThrow(NOT_SAID)
  })

  it('leaks to no other user of a pool of three, whether transactions commit, fail or lose their connection', async () => {
    const kinds = ['NORTH', 'SOUTH', 'WEST', undefined] as const
    const work = Array.from({ length: 200 }, async (_, index) => {
      const organisation = kinds[index % kinds.length]
      const seen = inTransaction(
        pool,
        async (tx) => {
          const parcels = await parcelsOf(tx)
          if (index % 7 === 0) await tx.query('select 1 / 0')
          if (index % 31 === 0) await tx.query('select pg_terminate_backend(pg_backend_pid())')
          return parcels
        },
        organisation === undefined ? {} : { seeing: seeing(organisation) },
      )
      const failsFor =
        organisation === undefined ? NOT_SAID : index % 7 === 0 ? 'division by zero' : index % 31 === 0 ? 'terminat' : undefined
      if (failsFor === undefined) expect(await seen).toEqual([organisation])
      else await expect(seen).rejects.toThrow(failsFor)
      await expect(pool.query('select from parcel')).rejects.toThrow(NOT_SAID)
    })
    await Promise.all(work)
  })

  it('takes codes as text, whatever they hold', async () => {
    const odd = [`O'; drop table parcel; --`, 'with "quotes"', 'back\\slash', 'a,b', '{c}', 'NULL', ' ', 'naïve £']
    for (const organisation of odd) {
      const told = seenBy(pool, seeing(organisation, ...odd))
      expect((await told.query(`select acts_for() as acting, sees('parcels') as sees`)).rows).toEqual([
        { acting: organisation, sees: [organisation, ...odd] },
      ])
    }
    await expect(parcelsOf(seenBy(pool, { organisation: 'NORTH', sees: { "parcels', 'x": [] } }))).rejects.toThrow('cannot name a share')
  })
})

describe('the roles of a service', () => {
  it('let its consumers see every organisation, by a policy that names them', async () => {
    const ingest = database.poolOf('parcels', 'ingest')
    expect(await parcelsOf(ingest)).toEqual(['NORTH', 'SOUTH', 'WEST'])
    await expect(ingest.query('delete from parcel')).rejects.toThrow('permission denied')
  })

  it('let its relay see messages and nothing else, and its requests send messages and read none', async () => {
    const relay = database.poolOf('parcels', 'relay')
    expect((await relay.query('select from outbox')).rowCount).toBe(0)
    await expect(relay.query('select from parcel')).rejects.toThrow('permission denied')
    await expect(pool.query('select from outbox')).rejects.toThrow('permission denied')
    await expect(pool.query('delete from outbox')).rejects.toThrow('permission denied')
  })

  it('are not added together: nobody inherits what another role of the service may do', async () => {
    const { rows } = await pool.query(`select pg_has_role(current_user, 'imaging_parcels_ingest', 'usage') as inherits`)
    expect(rows).toEqual([{ inherits: false }])
    const other = await database.service('rivals', migrations)
    await expect(other.query('set role imaging_parcels_ingest')).rejects.toThrow('permission denied')
  })

  it('bind the owner of the tables as well', async () => {
    const { rows } = await pool.query<{ forced: boolean }>(
      `select relforcerowsecurity as forced from pg_class where oid = 'parcel'::regclass`,
    )
    expect(rows).toEqual([{ forced: true }])
  })
})

describe('a transaction', () => {
  it('rolls everything back when the work throws', async () => {
    const failing = inTransaction(
      pool,
      async (tx) => {
        await tx.query(`insert into parcel values (10, 'NORTH')`)
        throw new Error('no')
      },
      { seeing: NORTH },
    )
    await expect(failing).rejects.toThrow('no')
    expect((await seenBy(pool, NORTH).query('select from parcel where id = 10')).rowCount).toBe(0)
  })

  it('refuses to report success when an error inside it was swallowed', async () => {
    await expect(inTransaction(pool, (tx) => tx.query('select 1 / 0').catch(() => undefined))).rejects.toThrow('rolled back')
  })

  it('runs again after a deadlock', async () => {
    let runs = 0
    const bothLocked = Promise.withResolvers<void>()
    const locked = new Set<number>()
    const lockBoth = (first: number, second: number): Promise<void> =>
      inTransaction(pool, async (tx) => {
        runs += 1
        await tx.query('select pg_advisory_xact_lock($1)', [first])
        locked.add(first)
        if (locked.size === 2) bothLocked.resolve()
        await bothLocked.promise
        await tx.query('select pg_advisory_xact_lock($1)', [second])
      })
    await Promise.all([lockBoth(1, 2), lockBoth(2, 1)])
    expect(runs).toBe(3)
  })
})

describe('an outage', () => {
  it('is told from an error of the statement', async () => {
    const nobodyThere = createPool({ url: 'postgres://nobody@127.0.0.1:1/none', applicationName: 'test' })
    const refused = await nobodyThere.query('select 1').catch((error: unknown) => error)
    const divided = await pool.query('select 1 / 0').catch((error: unknown) => error)
    const killed = await pool.query('select pg_terminate_backend(pg_backend_pid())').catch((error: unknown) => error)
    await nobodyThere.end()
    expect([refused, divided, killed].map(isOutage)).toEqual([true, false, true])
  })
})
