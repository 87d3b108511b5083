import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLog } from '@imaging/observability'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { migrate } from './migrate.ts'
import type { Pool } from './sql.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

const migrations = fileURLToPath(new URL('../example-migrations', import.meta.url))
const log = createLog({ service: 'test', level: 'silent' })

let database: TestDatabase
let pool: Pool
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'))
  pool = await database.service('migrated', migrations)
})
afterAll(() => database.drop())

describe('migrating a service', () => {
  it('gives it the tables of every service and its own, each with a comment', async () => {
    const { rows } = await pool.query<{ name: string; comment: string | null }>(
      `select relname as name, obj_description(oid) as comment from pg_class where relnamespace = 'migrated'::regnamespace and relkind = 'r' order by relname`,
    )
    expect(rows.map(({ name }) => name)).toEqual([
      'consumer_offset',
      'idempotency_key',
      'migration',
      'migration_of_every_service',
      'news',
      'outbox',
      'outbox_set_aside',
      'parcel',
      'snapshot',
    ])
    expect(rows.filter(({ comment }) => comment === null)).toEqual([])
  })

  it('lets the login role use the tables and own nothing', async () => {
    const { rows } = await pool.query(
      `select current_user as "user", current_schema() as schema,
              (select count(*)::int from pg_class where relowner = current_user::regrole) as owned,
              rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as "isPowerful"
         from pg_roles where rolname = current_user`,
    )
    expect(rows).toEqual([{ user: 'imaging_migrated', schema: 'migrated', owned: 0, isPowerful: false }])
    await expect(pool.query('create table mine ()')).rejects.toThrow('permission denied')
    await expect(pool.query('set role imaging_migrated_owner')).rejects.toThrow('permission denied')
    await expect(pool.query('delete from migration')).rejects.toThrow('permission denied')
  })

  it('keeps one service out of the tables of another', async () => {
    const other = await database.service('neighbour', migrations)
    await expect(other.query('select from migrated.news')).rejects.toThrow('permission denied')
  })

  it('can be repeated, and from several places at once', async () => {
    const again = { adminUrl: database.adminUrl, service: 'migrated', directory: migrations, log }
    await Promise.all([
      migrate(again),
      migrate(again),
      migrate({ ...again, service: 'newcomer' }),
      migrate({ ...again, service: 'newcomer' }),
    ])
    expect((await pool.query('select count(*)::int as files from migrated.news')).rows).toEqual([{ files: 0 }])
  })

  it('runs new files only, and leaves nothing of one that fails', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'migrations-'))
    const service = 'growing'
    const file = (name: string, sql: string): Promise<void> => writeFile(join(directory, name), `-- Up Migration\n${sql}\n`)
    try {
      await file('0001_first.sql', `create table first (id int); comment on table first is 'Example.';`)
      const growing = await database.service(service, directory)
      await file('0002_second.sql', `create table second (id int); select 1 / 0;`)
      const options = { adminUrl: database.adminUrl, service, directory, log }
      await expect(migrate(options)).rejects.toThrow('division by zero')
      expect((await growing.query(`select to_regclass('second') as second`)).rows).toEqual([{ second: null }])
      await file('0002_second.sql', 'create table second (id int);')
      await migrate(options)
      expect((await growing.query('select from second')).rowCount).toBe(0)
    } finally {
      await rm(directory, { recursive: true })
    }
  })

  it('refuses a name that cannot be a schema', async () => {
    await expect(migrate({ adminUrl: database.adminUrl, service: 'No; drop', directory: migrations, log })).rejects.toThrow(
      "'No; drop' cannot name a schema",
    )
  })
})
