import { randomBytes } from 'node:crypto'
import { createLog } from '@imaging/observability'
import pg, { type Pool } from 'pg'
import { migrate, serviceUrl } from './migrate.ts'
import { createPool } from './pool.ts'

export interface TestDatabase {
  readonly adminUrl: string
  /** Migrates one service into this database and connects as its login role. */
  service(
    name: string,
    directory: string,
    options?: { readonly extensions?: readonly string[]; readonly connectionsMax?: number },
  ): Promise<Pool>
  /** Closes the pools and drops the database. */
  drop(): Promise<void>
}

/** A database of its own for one test file, on a server whose superuser the address names. */
export async function createTestDatabase(serverUrl: string): Promise<TestDatabase> {
  const database = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(serverUrl, `create database ${database}`)
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  const adminUrl = url.href
  const pools: Pool[] = []
  return {
    adminUrl,
    async service(name, directory, { extensions = [], connectionsMax = 5 } = {}) {
      await migrate({ adminUrl, service: name, directory, extensions, log: createLog({ service: name, level: 'silent' }) })
      const pool = createPool({ url: serviceUrl(adminUrl, name), applicationName: name, connectionsMax })
      pools.push(pool)
      return pool
    },
    async drop() {
      await Promise.all(pools.filter((pool) => !pool.ended).map((pool) => pool.end()))
      await asAdmin(serverUrl, `drop database ${database} with (force)`)
    },
  }
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
