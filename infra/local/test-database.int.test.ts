import pg from 'pg'
import { expect, inject, it } from 'vitest'
import { createTestDatabase } from './test-database.ts'

it('gives an empty database of its own and drops it although somebody is connected', async () => {
  const database = await createTestDatabase(inject('databaseUrl'))
  const client = new pg.Client({ connectionString: database.url })
  client.on('error', () => undefined)
  await client.connect()
  const { rows } = await client.query<{ count: string }>(`select count(*) from information_schema.tables where table_schema = 'public'`)
  expect(rows).toEqual([{ count: '0' }])
  await database.drop()
  await expect(new pg.Client({ connectionString: database.url }).connect()).rejects.toThrow(/does not exist/)
  await client.end().catch(() => undefined)
})
