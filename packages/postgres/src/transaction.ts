import { setTimeout as delay } from 'node:timers/promises'
import type { Pool, PoolClient, QueryResultRow } from 'pg'
import { sqlStateOf } from './outage.ts'
import type { Sql, Statement, Transaction } from './sql.ts'

/** For whom rows are looked at: what the policies of row-level security read. */
export interface Seeing {
  /** The organisation that acts. */
  readonly organisation: string
  /** By the name of what is shared: the organisations whose rows may be seen. */
  readonly sees: Readonly<Record<string, readonly string[]>>
}

export interface TransactionOptions {
  /** For whom; nobody when left out, and a policy that asks then fails. */
  readonly seeing?: Seeing
}

/** Two writers that collide once rarely collide four times. */
const ATTEMPTS_MAX = 4
const RETRY_AFTER_MS = 20
const COLLISIONS = new Set(['40001', '40P01'])

/**
 * Runs work in one transaction: commits when it resolves, rolls back when it rejects.
 *
 * For whom it looks holds for this transaction alone and cannot leak to the next user of the connection.
 * After a serialisation failure or deadlock the whole work runs again, up to four times, so it must not act on anything
 * but the database.
 *
 * @throws Whatever the work throws, after the rollback.
 */
export async function inTransaction<T>(pool: Pool, work: (tx: Transaction) => Promise<T>, { seeing }: TransactionOptions = {}): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(pool, work, seeing)
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !COLLISIONS.has(sqlStateOf(error) ?? '')) throw error
      await delay(RETRY_AFTER_MS * 2 ** attempt * Math.random())
    }
  }
}

/** Runs each statement for somebody, in a transaction of its own: for reads that are one statement. */
export const seenBy = (pool: Pool, seeing: Seeing): Sql => ({
  query: <Row extends QueryResultRow>(statement: Statement, values?: unknown[]) =>
    inTransaction(pool, (tx) => tx.query<Row>(statement, values), { seeing }),
})

async function attemptOnce<T>(pool: Pool, work: (tx: Transaction) => Promise<T>, seeing: Seeing | undefined): Promise<T> {
  const connection = await pool.connect()
  let broken: Error | undefined
  try {
    // One round trip: a statement without parameters may hold several.
    await connection.query(seeing === undefined ? 'begin' : `begin; ${settings(connection, seeing)}`)
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

const PLAIN_NAME = /^[a-z_]+$/

/** Names of organisations come from a signed identity, and are still written as literals. */
function settings(connection: PoolClient, { organisation, sees }: Seeing): string {
  const lists = Object.entries(sees).map(([share, codes]): [string, string] => {
    if (!PLAIN_NAME.test(share)) throw new RangeError(`'${share}' cannot name a share: lower-case letters and underscores`)
    return [`imaging.sees_${share}`, `{${codes.map((code) => `"${code.replace(/["\\]/g, '\\$&')}"`).join(',')}}`]
  })
  const all: readonly (readonly [string, string])[] = [['imaging.organisation', organisation], ...lists]
  return `select ${all.map(([name, value]) => `set_config('${name}', ${connection.escapeLiteral(value)}, true)`).join(', ')}`
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
