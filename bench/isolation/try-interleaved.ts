import { createPool, inTransaction, seenBy, serviceUrl, type Pool, type Seeing } from '@imaging/postgres'
import type { Dice } from '../dice.ts'
import { SEES, TRUSTS, type Trust } from './organisations.ts'
import type { Verdict } from './verdict.ts'

/** Fewer connections than trusts: each is used by one trust after another. */
const CONNECTIONS_MAX = 3
const AT_ONCE = 24
/** One in so many fails half-way, and one asks without saying for whom. */
const ODD_ONE_IN = 10

interface Told {
  readonly rows: readonly { readonly owner: string }[]
}

const seeingOf = (trust: Trust): Seeing => ({ organisation: trust, sees: SEES[trust] })
const REGISTER = 'select operator as owner from asset'

/** Asks for four trusts in turn, in no order, over a pool of three connections, and looks at every row that comes back. */
export async function tryInterleaved(databaseUrl: string, requests: number, dice: Dice): Promise<Verdict> {
  const pool = createPool({ url: serviceUrl(databaseUrl, 'assets'), applicationName: 'bench', connectionsMax: CONNECTIONS_MAX })
  const leaks: string[] = []
  const wrongRefusals: string[] = []
  const todo = Array.from({ length: requests }, () => ({ trust: dice.oneOf(TRUSTS), way: dice.whole(0, ODD_ONE_IN) })).values()
  try {
    const work = async (): Promise<void> => {
      for (const { trust, way } of todo) {
        if (way === 0) {
          if (!(await isRefused(pool))) leaks.push('rows were told without saying for whom')
          continue
        }
        const { rows } = way === 1 ? await afterFailing(pool, trust) : await asked(pool, trust, way % 2 === 0)
        const wanted: readonly string[] = SEES[trust].ages
        const owners = new Set(rows.map(({ owner }) => owner))
        const strange = [...owners].filter((owner) => !wanted.includes(owner))
        const missing = wanted.filter((owner) => !owners.has(owner))
        if (strange.length > 0) leaks.push(`${trust} was told of ${strange.join(', ')}`)
        if (missing.length > 0) wrongRefusals.push(`${trust} was not told of ${missing.join(', ')}`)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
  } finally {
    await pool.end()
  }
  return { cells: requests, leaks, wrongRefusals }
}

const asked = (pool: Pool, trust: Trust, isOneStatement: boolean): Promise<Told> =>
  isOneStatement
    ? seenBy(pool, seeingOf(trust)).query<{ owner: string }>(REGISTER)
    : inTransaction(pool, (tx) => tx.query<{ owner: string }>(REGISTER), { seeing: seeingOf(trust) })

/** A transaction for another trust is rolled back first, on whichever connection comes. */
async function afterFailing(pool: Pool, trust: Trust): Promise<Told> {
  const other = TRUSTS[(TRUSTS.indexOf(trust) + 1) % TRUSTS.length] as Trust
  const failing = async (tx: { query(text: string): Promise<unknown> }): Promise<never> => {
    await tx.query(REGISTER)
    throw new Error('on purpose')
  }
  await inTransaction(pool, failing, { seeing: seeingOf(other) }).catch(() => undefined)
  return asked(pool, trust, true)
}

async function isRefused(pool: Pool): Promise<boolean> {
  try {
    await pool.query(REGISTER)
    return false
  } catch {
    return true
  }
}
