import type { Sql } from '@imaging/postgres'
import type { AvailabilityDowntimeOpenedV1 } from '@imaging/schemas'

/** What became of a downtime here. */
export type Fate = 'waiting' | 'raised' | 'taken-in' | 'history' | 'not-ours' | 'voided' | 'renamed'

/** A downtime as it was told of, marked when it is example data. */
export type OpenedDowntime = AvailabilityDowntimeOpenedV1['data'] & { readonly example: boolean }

export interface KnownDowntime {
  readonly id: string
  readonly opening: OpenedDowntime
  readonly fate: Fate
  readonly isClosed: boolean
  readonly workOrderId: string | undefined
}

/** Keeps a downtime told of for the first time. False: it is known, so nothing more is to be done. */
export async function keepDowntime(tx: Sql, opening: OpenedDowntime, fate: Fate, decideAt: Date | undefined): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into downtime (id, asset_id, from_at, opening, fate, decide_at) values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing`,
    [opening.downtimeId, opening.assetId, opening.from, JSON.stringify(opening), fate, decideAt ?? null],
  )
  return rowCount === 1
}

/** A downtime, held until the transaction ends. */
export async function heldDowntime(tx: Sql, downtimeId: string): Promise<KnownDowntime | undefined> {
  const { rows } = await tx.query<Row>(`select ${COLUMNS} from downtime where id = $1 for update`, [downtimeId])
  return rows.map(knownDowntime)[0]
}

/** Notes that a downtime has ended: one that waited to be judged is history now. */
export async function closeDowntime(tx: Sql, downtimeId: string, closedAt: string): Promise<void> {
  await tx.query(
    `update downtime
        set closed_at = $2, decide_at = null, fate = case fate when 'waiting' then 'history' else fate end
      where id = $1`,
    [downtimeId, closedAt],
  )
}

/** Notes what became of a downtime. */
export async function settleDowntime(tx: Sql, downtimeId: string, fate: Exclude<Fate, 'waiting'>, workOrderId?: string): Promise<void> {
  await tx.query('update downtime set fate = $2, decide_at = null, work_order_id = coalesce($3, work_order_id) where id = $1', [
    downtimeId,
    fate,
    workOrderId ?? null,
  ])
}

/** Lets a downtime wait (again) to be judged, as it is told of now. */
export async function awaitDowntime(tx: Sql, opening: OpenedDowntime, decideAt: Date): Promise<void> {
  await tx.query(`update downtime set fate = 'waiting', closed_at = null, decide_at = $2, opening = $3 where id = $1`, [
    opening.downtimeId,
    decideAt,
    JSON.stringify(opening),
  ])
}

/** Downtimes that have waited long enough, the longest first, held until the transaction ends. */
export async function heldDueDowntimes(tx: Sql, decidedBy: Date, limit: number): Promise<KnownDowntime[]> {
  const { rows } = await tx.query<Row>(
    `select ${COLUMNS} from downtime where fate = 'waiting' and decide_at <= $1 order by decide_at limit $2 for update skip locked`,
    [decidedBy, limit],
  )
  return rows.map(knownDowntime)
}

const COLUMNS = `id, opening, fate, closed_at is not null as "isClosed", work_order_id as "workOrderId"`

type Row = Omit<KnownDowntime, 'workOrderId'> & { readonly workOrderId: string | null }

const knownDowntime = ({ workOrderId, ...row }: Row): KnownDowntime => ({ ...row, workOrderId: workOrderId ?? undefined })
