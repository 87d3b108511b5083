import type { Sql } from '@imaging/postgres'

/** The service's own work across organisations: consuming, timing, migrating. No organisation can be called so. */
export const EVERY_ORGANISATION = '*'

/** Lets the rest of this transaction see every organisation's work orders. */
export async function asPlatform(tx: Sql): Promise<void> {
  await tx.query(`select set_config('imaging.organisation', $1, true)`, [EVERY_ORGANISATION])
}
