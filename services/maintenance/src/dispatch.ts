import { roleOf, type Transaction } from '@imaging/postgres'

/** The name of the role, beside those every service has, in which acts are decided on and recorded. */
export const DISPATCH = 'dispatch'

/**
 * Runs a part of a request's transaction as the service's dispatcher, and goes on as who asked.
 *
 * An act is decided on by what its sender may not see (who else has a contract with the trust), and what follows may not be
 * theirs any more (a declined work order goes on to another supplier). Only that part is run so: what is held before and what
 * is answered after is what the sender sees. Its rights and policies are in `migrations/0002_tenancy.sql`.
 *
 * @throws Whatever the work throws; the transaction then rolls back, and the role with it.
 */
export async function asDispatcher<T>(tx: Transaction, work: () => Promise<T>): Promise<T> {
  await tx.query(`set local role ${roleOf('maintenance', DISPATCH)}`)
  const result = await work()
  await tx.query('set local role none')
  return result
}
