import { acting, seeingOf } from '@imaging/identity'
import { inTransaction, type Pool, type Transaction } from '@imaging/postgres'

/** A request that says who asks, as the server has checked it. */
export type Asked = Parameters<typeof acting>[0]

/** Runs work in one transaction in which only that is there which the asker may see. */
export const inSight = <T>(pool: Pool, asked: Asked, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  inTransaction(pool, work, { seeing: seeingOf(acting(asked)) })
