import { fileURLToPath } from 'node:url'
import type { Log } from '@imaging/observability'
import { runner } from 'node-pg-migrate'
import pg, { type Client } from 'pg'

export interface MigrateOptions {
  /** A role that may create roles and schemas; never the service's own. */
  readonly adminUrl: string
  /** Names the schema, and the roles `imaging_<service>`, `imaging_<service>_owner` and those of `roles`. */
  readonly service: string
  /** The service's own SQL files, `NNNN_noun.sql`. */
  readonly directory: string
  /** Extensions its tables need, put where every service can see them; `btree_gist`, for example. */
  readonly extensions?: readonly string[]
  /** Work of the service that has rights of its own, besides `ingest` and `relay`, which every service has. */
  readonly roles?: readonly string[]
  /** The login role's password; none (trusted local connections) when left out. */
  readonly password?: string
  readonly log: Log
}

/** Tables that every service has: outbox, offsets, snapshots, idempotency keys. */
const EVERY_SERVICE = fileURLToPath(new URL('../migrations', import.meta.url))
const NAME = /^[a-z][a-z_]{0,30}$/
/** Two databases of one server share its roles and may be prepared at the same time. */
const ATTEMPTS_MAX = 10

/**
 * Prepares one service's schema and roles and runs its migrations, those of every service first.
 *
 * Safe to repeat and to run from several places at once: an advisory lock makes them take turns. Tables belong to a role
 * without login; the service's login role owns nothing, so row-level security binds it.
 *
 * @throws {RangeError} When the service's name cannot be a schema's.
 */
export async function migrate(options: MigrateOptions): Promise<void> {
  const { adminUrl, service, log } = options
  if (!NAME.test(service)) throw new RangeError(`'${service}' cannot name a schema: lower-case letters and underscores, at most 31`)
  const client = new pg.Client({ connectionString: adminUrl, application_name: `migrate ${service}` })
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtextextended('imaging.migrate', 0))`)
    await prepareRoles(client, options)
    await prepareSchema(client, options)
    await client.query(`set role ${ownerOf(service)}; set search_path = ${service}, public`)
    await runFiles(client, service, 'migration_of_every_service', EVERY_SERVICE, log)
    await runFiles(client, service, 'migration', options.directory, log)
  } finally {
    await client.end()
  }
}

/** What every service does across organisations: its consumers and timers, and its relay. */
const ROLES_OF_EVERY_SERVICE = ['ingest', 'relay'] as const

/** The role a service logs in as, or the one it takes for a named work. */
export const roleOf = (service: string, work?: string): string => (work === undefined ? `imaging_${service}` : `imaging_${service}_${work}`)

const ownerOf = (service: string): string => `imaging_${service}_owner`

async function prepareRoles(client: Client, { service, roles = [], password }: MigrateOptions): Promise<void> {
  await repeatedly(() => createRole(client, roleOf(service), 'login'))
  await repeatedly(() => createRole(client, ownerOf(service), 'nologin'))
  for (const work of [...ROLES_OF_EVERY_SERVICE, ...roles]) {
    await repeatedly(() => createRole(client, roleOf(service, work), 'nologin'))
    // Taken with "set role" for named work, never inherited: what a request may do does not grow by it.
    await repeatedly(() => client.query(`grant ${roleOf(service, work)} to ${roleOf(service)} with inherit false, set true`))
  }
  if (password !== undefined)
    await repeatedly(() => client.query(`alter role ${roleOf(service)} password ${client.escapeLiteral(password)}`))
  const { rows } = await client.query<{ isMember: boolean }>(`select pg_has_role(current_user, $1, 'set') as "isMember"`, [
    ownerOf(service),
  ])
  if (!rows[0]?.isMember) await repeatedly(() => client.query(`grant ${ownerOf(service)} to current_user`))
}

async function createRole(client: Client, role: string, login: 'login' | 'nologin'): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  if (rowCount === 0) await client.query(`create role ${role} ${login} noinherit nosuperuser nocreatedb nocreaterole nobypassrls`)
}

/** Roles are the server's, not the database's: our lock does not cover another database's preparation. */
async function repeatedly(change: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await change()
      return
    } catch (error) {
      const { code } = error as { code?: string }
      const collided = code === '42710' || code === '23505' || code === 'XX000'
      if (!collided || attempt === ATTEMPTS_MAX) throw error
    }
  }
}

async function prepareSchema(client: Client, { service, extensions = [], roles = [] }: MigrateOptions): Promise<void> {
  const role = roleOf(service)
  const all = [role, ...[...ROLES_OF_EVERY_SERVICE, ...roles].map((work) => roleOf(service, work))].join(', ')
  const owner = ownerOf(service)
  for (const extension of extensions) {
    await client.query(`create extension if not exists ${client.escapeIdentifier(extension)} with schema public`)
  }
  const { rows } = await client.query<{ database: string }>('select current_database() as database')
  const database = client.escapeIdentifier(rows[0]?.database as string)
  await client.query(`
    create schema if not exists ${service} authorization ${owner};
    revoke create on schema public from public;
    grant usage on schema ${service} to ${all};
    alter role ${role} in database ${database} set search_path = ${service}, public;
    alter default privileges for role ${owner} in schema ${service} grant select, insert, update, delete on tables to ${role};
    alter default privileges for role ${owner} in schema ${service} grant usage on sequences to ${role};
    alter default privileges for role ${owner} in schema ${service} grant execute on functions to ${all};
  `)
}

async function runFiles(client: Client, schema: string, table: string, directory: string, log: Log): Promise<void> {
  const applied = await runner({
    dbClient: client,
    dir: directory,
    // Editors' copies and notes beside the SQL files are not migrations.
    ignorePattern: '.*(?<!\\.sql)$',
    direction: 'up',
    migrationsTable: table,
    migrationsSchema: schema,
    // Ours is held already and covers the roles as well.
    noLock: true,
    singleTransaction: true,
    logger: { debug: () => {}, info: () => {}, warn: (text: string) => log.warn(text), error: (text: string) => log.error(text) },
  })
  await client.query(`
    comment on table ${schema}.${table} is 'Which migrations have been run.';
    revoke all on ${schema}.${table} from ${roleOf(schema)};
  `)
  if (applied.length > 0) log.info({ schema, migrations: applied.map(({ name }) => name) }, 'database migrated')
}

/**
 * The address a service connects to, made from the admin's: another user, the same server and database.
 *
 * @param password Left out, none is sent.
 */
export function serviceUrl(adminUrl: string, service: string, password = ''): string {
  const url = new URL(adminUrl)
  url.username = roleOf(service)
  url.password = encodeURIComponent(password)
  return url.href
}
