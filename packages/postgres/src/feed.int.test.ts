import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { feedHead, readFeed, takeTurns } from './feed.ts'
import type { Pool } from './sql.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'
import { inTransaction } from './transaction.ts'

const migrations = fileURLToPath(new URL('../example-migrations', import.meta.url))

let database: TestDatabase
let pool: Pool
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'))
  pool = await database.service('news', migrations)
})
afterAll(() => database.drop())
beforeEach(async () => {
  await pool.query('delete from news')
})

const write = (what: string): Promise<unknown> => pool.query('insert into news (what) values ($1)', [what])
const begun = async (what: string): Promise<{ commit(): Promise<void> }> => {
  const connection = await pool.connect()
  await connection.query('begin')
  await connection.query('insert into news (what) values ($1)', [what])
  return {
    async commit() {
      await connection.query('commit')
      connection.release()
    },
  }
}

/** Reads as a live page does: again and again from where it stopped. */
async function reader(): Promise<() => Promise<string[]>> {
  let afterId = await feedHead(pool, 'news')
  return async () => {
    const rows = await readFeed<{ what: string }>(pool, { table: 'news', afterId })
    afterId = rows.at(-1)?.feedId ?? afterId
    return rows.map(({ what }) => what)
  }
}

describe('a feed', () => {
  it('never moves past the oldest uncommitted transaction', async () => {
    const next = await reader()
    await write('first')
    const slow = await begun('slow')
    await write('quick')
    expect(await next()).toEqual(['first'])
    expect(await next()).toEqual([])
    await slow.commit()
    expect(await next()).toEqual(['slow', 'quick'])
    expect(await next()).toEqual([])
  })

  it('misses nothing when the transaction that began last took its id first', async () => {
    const next = await reader()
    const early = await pool.connect()
    await early.query('begin')
    await early.query('select pg_current_xact_id()')
    const late = await begun('late transaction, low id')
    await early.query(`insert into news (what) values ('early transaction, high id')`)
    await early.query('commit')
    early.release()
    const seen = await next()
    await late.commit()
    expect([...seen, ...(await next())].toSorted()).toEqual(['early transaction, high id', 'late transaction, low id'])
  })

  it('shows neither gap nor repeat under many writers', async () => {
    const next = await reader()
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let turn = 0; turn < 25; turn++) {
        await inTransaction(pool, async (tx) => {
          await tx.query('insert into news (what) values ($1)', [`${writer}/${turn}/a`])
          await tx.query('insert into news (what) values ($1)', [`${writer}/${turn}/b`])
        })
      }
    })
    const seen: string[] = []
    const written = new AbortController()
    void Promise.all(writers).then(() => written.abort())
    while (!written.signal.aborted) seen.push(...(await next()))
    // Another database of the server may still hold a transaction that is older than ours.
    await expect.poll(async () => seen.push(...(await next())), { timeout: 20_000 }).toBe(200)
    expect(new Set(seen).size).toBe(200)
    for (let writer = 0; writer < 4; writer++) {
      const own = seen.filter((what) => what.startsWith(`${writer}/`))
      expect(own).toEqual(own.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })))
    }
  })

  it('keeps the order of writers that take turns', async () => {
    const next = await reader()
    const turn = (what: string): Promise<void> =>
      inTransaction(pool, async (tx) => {
        await takeTurns(tx, 'one subject')
        await tx.query('insert into news (what) select $1::text || (select count(*) from news)', [what])
      })
    await Promise.all(Array.from({ length: 10 }, () => turn('')))
    const seen: string[] = []
    await expect.poll(async () => seen.push(...(await next())), { timeout: 20_000 }).toBe(10)
    expect(seen).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
  })

  it('hands out pages, each going on where the last one stopped', async () => {
    const afterId = await feedHead(pool, 'news')
    for (const what of ['a', 'b', 'c']) await write(what)
    await expect.poll(async () => (await readFeed(pool, { table: 'news', afterId })).length, { timeout: 20_000 }).toBe(3)
    const first = await readFeed<{ what: string }>(pool, { table: 'news', afterId, limit: 2 })
    const second = await readFeed<{ what: string }>(pool, { table: 'news', afterId: first[1]?.feedId as string, limit: 2 })
    expect([first, second].map((page) => page.map(({ what }) => what))).toEqual([['a', 'b'], ['c']])
  })

  it('refuses an id it never gave out, naming it', async () => {
    await expect(readFeed(pool, { table: 'news', afterId: '12; drop' })).rejects.toThrow("'12; drop' is not the id")
  })
})
