import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { isOutage } from './outage.ts'
import { createPool } from './pool.ts'
import type { Pool, Sql } from './sql.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'
import { inTransaction } from './transaction.ts'

const migrations = fileURLToPath(new URL('../example-migrations', import.meta.url))
const organisationOf = async (sql: Sql): Promise<unknown> =>
  (await sql.query<{ organisation: string }>(`select current_setting('imaging.organisation') as organisation`)).rows[0]?.organisation

let database: TestDatabase
let pool: Pool
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'))
  pool = await database.service('parcels', migrations, { connectionsMax: 3 })
})
afterAll(() => database.drop())

describe('a transaction', () => {
  it('sees the rows of its organisation alone', async () => {
    for (const [index, organisation] of ['NORTH', 'SOUTH'].entries()) {
      await inTransaction(pool, (tx) => tx.query('insert into parcel values ($1, $2)', [index + 1, organisation]), { organisation })
    }
    const seenBy = (organisation?: string): Promise<unknown[]> =>
      inTransaction(
        pool,
        async (tx) => (await tx.query<{ organisation: string }>('select organisation from parcel')).rows.map((row) => row.organisation),
        organisation === undefined ? {} : { organisation },
      )
    expect(await seenBy('NORTH')).toEqual(['NORTH'])
    expect(await seenBy('SOUTH')).toEqual(['SOUTH'])
    expect(await seenBy()).toEqual([])
  })

  it('leaves no organisation behind on any connection of a pool of three, whether it commits or fails', async () => {
    const work = Array.from({ length: 60 }, async (_, index) => {
      const organisation = index % 3 === 0 ? undefined : `O${index}`
      const seen = await inTransaction(
        pool,
        async (tx) => {
          const before = await organisationOf(tx)
          if (index % 5 === 0) await tx.query('select 1 / 0').catch((error: unknown) => Promise.reject(error))
          return before
        },
        organisation === undefined ? {} : { organisation },
      ).catch(() => organisation ?? '')
      expect(seen).toBe(organisation ?? '')
      expect(await organisationOf(pool)).toBe('')
    })
    await Promise.all(work)
  })

  it('treats an organisation as text, whatever it holds', async () => {
    const organisation = `O'; drop table parcel; --`
    expect(await inTransaction(pool, organisationOf, { organisation })).toBe(organisation)
  })

  it('rolls everything back when the work throws', async () => {
    const failing = inTransaction(
      pool,
      async (tx) => {
        await tx.query(`insert into parcel values (10, 'NORTH')`)
        throw new Error('no')
      },
      { organisation: 'NORTH' },
    )
    await expect(failing).rejects.toThrow('no')
    expect(
      await inTransaction(pool, async (tx) => (await tx.query('select from parcel where id = 10')).rowCount, { organisation: 'NORTH' }),
    ).toBe(0)
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
