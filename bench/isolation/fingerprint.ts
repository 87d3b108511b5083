import pg from 'pg'

/** Tables whose rows only a command of somebody changes: nothing moves them by itself. */
const STILL = [
  'access.account',
  'access.membership',
  'access.machine_client',
  'access.share_grant',
  'assets.asset',
  'assets.asset_version',
  'assets.asset_commercial',
  'assets.contract',
  'assets.contract_version',
  'assets.building',
  'assets.building_version',
  'assets.room',
  'assets.room_version',
  'assets.register_import',
  'assets.import_write',
  'assets.learned_mapping',
  'availability.ledger_event',
  'availability.held_report',
  'maintenance.work_order',
  'maintenance.work_order_fact',
]

/** By table: what its rows are, as one short text. Two of them differ when a row differs. */
export async function fingerprints(databaseUrl: string): Promise<ReadonlyMap<string, string>> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const prints = new Map<string, string>()
    for (const table of STILL) {
      const { rows } = await client.query<{ print: string }>(
        `select coalesce(md5(string_agg(md5(one::text), '' order by md5(one::text))), '') as print from ${table} as one`,
      )
      prints.set(table, rows[0]?.print ?? '')
    }
    return prints
  } finally {
    await client.end()
  }
}
