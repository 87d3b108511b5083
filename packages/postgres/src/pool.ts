import type { Log } from '@imaging/observability'
import pg, { type Pool } from 'pg'

export interface PoolOptions {
  /** `postgres://imaging_<service>@host:port/database`. */
  readonly url: string
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string
  /** At most so many connections; 5 unless told. */
  readonly connectionsMax?: number
  /** Works as this role of the service, which has rights and policies of its own; as the login role when left out. */
  readonly role?: string
  /** A statement that runs longer is cancelled by the server; 30 s unless told. */
  readonly statementTimeoutMs?: number
  /** Told when an idle connection is lost; silent when left out. */
  readonly log?: Log
}

/** A dozen services share one server's 100 connections. */
const CONNECTIONS_MAX = 5
/** Longer than any page or batch by contract, shorter than a consumer's session with Kafka (45 s). */
const STATEMENT_TIMEOUT_MS = 30_000
/** A full or absent server is noticed within this time, so that a caller can pause. */
const CONNECT_TIMEOUT_MS = 5_000
const IDLE_TIMEOUT_MS = 30_000

/**
 * A pool of connections for one service.
 *
 * The loss of an idle connection is logged and the connection replaced; it never ends the process.
 */
export function createPool({
  url,
  applicationName,
  connectionsMax = CONNECTIONS_MAX,
  role,
  statementTimeoutMs = STATEMENT_TIMEOUT_MS,
  log,
}: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    max: connectionsMax,
    statement_timeout: statementTimeoutMs,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    keepAlive: true,
    ...(role !== undefined && { options: `-c role=${role}` }),
  })
  // A connection lost while it is in use fails the statement; without a listener its event would also end the process.
  pool.on('connect', (connection) => connection.on('error', () => undefined))
  pool.on('error', (error) => log?.warn({ error: error.message }, 'idle database connection lost'))
  return pool
}
