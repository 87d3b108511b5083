import type { Sql } from '@imaging/postgres'
import type { Episode } from '../domain/index.ts'

/** A downtime the simulator caused, and how it is to end. */
export interface MadeDowntime {
  readonly downtimeId: string
  readonly assetId: string
  readonly kind: Episode['kind']
  readonly cause: string
  readonly fromMs: number
  readonly mendedMs: number
  readonly backMs: number
  readonly neededPart: boolean
  readonly isRemote: boolean
}

/** Notes a downtime before it is told. False: the asset has an open one, or this one is known. */
export async function addMadeDowntime(sql: Sql, made: MadeDowntime): Promise<boolean> {
  const { rowCount } = await sql.query(
    `insert into made_downtime (downtime_id, asset_id, kind, cause, from_at, mended_at, back_at, needed_part, is_remote)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      made.downtimeId,
      made.assetId,
      made.kind,
      made.cause,
      new Date(made.fromMs),
      new Date(made.mendedMs),
      new Date(made.backMs),
      made.neededPart,
      made.isRemote,
    ],
  )
  return rowCount === 1
}

/** Downtimes that have not ended, the oldest first; an asset has at most one. */
export async function openMadeDowntimes(sql: Sql): Promise<readonly MadeDowntime[]> {
  const { rows } = await sql.query<Row>(`select ${COLUMNS} from made_downtime where ended_at is null order by from_at`)
  return rows.map(madeDowntime)
}

/** Every downtime among these that the simulator caused, ended or not: its work order may outlast it. */
export async function madeAmong(sql: Sql, downtimeIds: readonly string[]): Promise<readonly MadeDowntime[]> {
  const { rows } = await sql.query<Row>(`select ${COLUMNS} from made_downtime where downtime_id = any ($1)`, [downtimeIds])
  return rows.map(madeDowntime)
}

/** Notes that a downtime has ended. False: it was known to. */
export async function endMadeDowntime(sql: Sql, downtimeId: string, endedAt: Date): Promise<boolean> {
  const { rowCount } = await sql.query('update made_downtime set ended_at = $2 where downtime_id = $1 and ended_at is null', [
    downtimeId,
    endedAt,
  ])
  return rowCount === 1
}

const COLUMNS = `downtime_id as "downtimeId", asset_id as "assetId", kind, cause, from_at as "fromAt", mended_at as "mendedAt",
  back_at as "backAt", needed_part as "neededPart", is_remote as "isRemote"`

interface Row extends Omit<MadeDowntime, 'fromMs' | 'mendedMs' | 'backMs'> {
  readonly fromAt: Date
  readonly mendedAt: Date
  readonly backAt: Date
  readonly [column: string]: unknown
}

const madeDowntime = ({ downtimeId, assetId, kind, cause, fromAt, mendedAt, backAt, neededPart, isRemote }: Row): MadeDowntime => ({
  downtimeId,
  assetId,
  kind,
  cause,
  fromMs: fromAt.getTime(),
  mendedMs: mendedAt.getTime(),
  backMs: backAt.getTime(),
  neededPart,
  isRemote,
})
