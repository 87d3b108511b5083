import type { SnapshotChange } from '@imaging/event-log'
import type { Transaction } from '@imaging/postgres'
import type { AssetSnapshot } from '@imaging/schemas'

/**
 * Keeps whose each scanner is, in the transaction that stores the register: the policies of every other table read it.
 *
 * A scanner that is taken out of the register is nobody's, and its rows are shown to nobody.
 */
export async function keepParties(tx: Transaction, changes: readonly SnapshotChange[]): Promise<void> {
  const assets = changes.filter(({ topic }) => topic === 'imaging.assets')
  const told = assets.flatMap(({ key, body }) => (body === undefined ? [] : [{ assetId: key, operator: operatorOf(body) }]))
  if (told.length > 0)
    await tx.query(
      `insert into asset_party (asset_id, operator)
       select asset_id, operator from unnest($1::text[], $2::text[]) as told (asset_id, operator)
       on conflict (asset_id) do update set operator = excluded.operator where asset_party.operator <> excluded.operator`,
      [told.map(({ assetId }) => assetId), told.map(({ operator }) => operator)],
    )
  const gone = assets.filter(({ body }) => body === undefined)
  if (gone.length > 0) await tx.query('delete from asset_party where asset_id = any($1)', [gone.map(({ key }) => key)])
}

const operatorOf = (body: unknown): string => (body as { readonly data: AssetSnapshot }).data.operator
