import { randomBytes } from 'node:crypto'
import { createLog } from '@imaging/observability'
import pg, { type Pool } from 'pg'
import { migrate, roleOf, serviceUrl } from './migrate.ts'
import { createPool } from './pool.ts'

export interface TestDatabase {
  readonly adminUrl: string
  /** Migrates one service into this database and connects as its login role. */
  service(
    name: string,
    directory: string,
    options?: { readonly extensions?: readonly string[]; readonly roles?: readonly string[]; readonly connectionsMax?: number },
  ): Promise<Pool>
  /** Connects as a service that was migrated, in the role it takes for a named work, such as `ingest` or `relay`. */
  poolOf(name: string, work: string, options?: { readonly connectionsMax?: number }): Pool
  /** Closes the pools and drops the database. */
  drop(): Promise<void>
}

const CONNECTIONS_MAX = 5

/** A database of its own for one test file, on a server whose superuser the address names. */
export async function createTestDatabase(serverUrl: string): Promise<TestDatabase> {
  const database = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(serverUrl, `create database ${database}`)
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  const adminUrl = url.href
  const pools: Pool[] = []
  const connect = (name: string, connectionsMax: number, work?: string): Pool => {
    const role = work === undefined ? {} : { role: roleOf(name, work) }
    const pool = createPool({ url: serviceUrl(adminUrl, name), applicationName: name, connectionsMax, ...role })
    pools.push(pool)
    return pool
  }
  return {
    adminUrl,
    async service(name, directory, { extensions = [], roles = [], connectionsMax = CONNECTIONS_MAX } = {}) {
      await migrate({ adminUrl, service: name, directory, extensions, roles, log: createLog({ service: name, level: 'silent' }) })
      return connect(name, connectionsMax)
    },
    poolOf: (name, work, { connectionsMax = CONNECTIONS_MAX } = {}) => connect(name, connectionsMax, work),
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
