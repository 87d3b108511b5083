import { setTimeout as delay } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import { sqlStateOf } from './outage.ts'
import type { Transaction } from './sql.ts'

export interface TransactionOptions {
  /** The organisation whose rows the work may see (row-level security); none when left out. */
  readonly organisation?: string
}

/** Two writers that collide once rarely collide four times. */
const ATTEMPTS_MAX = 4
const RETRY_AFTER_MS = 20
const COLLISIONS = new Set(['40001', '40P01'])

/**
 * Runs work in one transaction: commits when it resolves, rolls back when it rejects.
 *
 * The organisation holds for this transaction alone and cannot leak to the next user of the connection.
 * After a serialisation failure or deadlock the whole work runs again, up to four times, so it must not act on anything
 * but the database.
 *
 * @throws Whatever the work throws, after the rollback.
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (tx: Transaction) => Promise<T>,
  { organisation = '' }: TransactionOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(pool, work, organisation)
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !COLLISIONS.has(sqlStateOf(error) ?? '')) throw error
      await delay(RETRY_AFTER_MS * 2 ** attempt * Math.random())
    }
  }
}

async function attemptOnce<T>(pool: Pool, work: (tx: Transaction) => Promise<T>, organisation: string): Promise<T> {
  const connection = await pool.connect()
  let broken: Error | undefined
  try {
    // One round trip: a statement without parameters may hold several.
    await connection.query(`begin; select set_config('imaging.organisation', ${connection.escapeLiteral(organisation)}, true)`)
    const result = await work(connection)
    await commit(connection)
    return result
  } catch (error) {
    broken = await rollBack(connection)
    throw error
  } finally {
    connection.release(broken)
  }
}

/** PostgreSQL answers `commit` of a failed transaction with ROLLBACK and no error. */
async function commit(connection: PoolClient): Promise<void> {
  const { command } = await connection.query('commit')
  if (command !== 'COMMIT') throw new Error('the transaction was rolled back: a statement in it failed and its error was swallowed')
}

/** @returns The error that makes the connection unfit for reuse, if any. */
const rollBack = (connection: PoolClient): Promise<Error | undefined> =>
  connection.query('rollback').then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  )
