import type { Sql } from '@imaging/postgres'
import { noFlood, type FloodWatch, type Severity } from '@imaging/telemetry/domain'

/** A condition as it is stored and told. */
export interface StoredCondition {
  readonly conditionId: string
  readonly assetId: string
  readonly kind: string
  readonly severity: Severity
  readonly raisedAtMs: number
  readonly clearedAtMs?: number
  readonly message: string
  readonly action: string
  readonly channel?: string
  readonly value?: number
  readonly limit?: number
}

interface ConditionRow {
  readonly condition_id: string
  readonly asset_id: string
  readonly kind: string
  readonly severity: Severity
  readonly raised_at: Date
  readonly cleared_at: Date | null
  readonly message: string
  readonly action: string
  readonly channel: string | null
  readonly value: number | null
  readonly limit_value: number | null
}

const COLUMNS = 'condition_id, asset_id, kind, severity, raised_at, cleared_at, message, action, channel, value, limit_value'

const condition = (row: ConditionRow): StoredCondition => ({
  conditionId: row.condition_id,
  assetId: row.asset_id,
  kind: row.kind,
  severity: row.severity,
  raisedAtMs: row.raised_at.getTime(),
  message: row.message,
  action: row.action,
  ...(row.cleared_at === null ? {} : { clearedAtMs: row.cleared_at.getTime() }),
  ...(row.channel === null ? {} : { channel: row.channel }),
  ...(row.value === null ? {} : { value: row.value }),
  ...(row.limit_value === null ? {} : { limit: row.limit_value }),
})

/** Stores a condition that was raised, or how grave it has become. */
export async function upsertCondition(tx: Sql, told: StoredCondition): Promise<void> {
  await tx.query(
    `insert into condition (${COLUMNS})
     values ($1, $2, $3, $4, $5, null, $6, $7, $8, $9, $10)
     on conflict (condition_id) do update
        set severity = excluded.severity, message = excluded.message, value = excluded.value, limit_value = excluded.limit_value, cleared_at = null`,
    [
      told.conditionId,
      told.assetId,
      told.kind,
      told.severity,
      new Date(told.raisedAtMs),
      told.message,
      told.action,
      told.channel ?? null,
      told.value ?? null,
      told.limit ?? null,
    ],
  )
}

export async function clearCondition(tx: Sql, conditionId: string, atMs: number): Promise<void> {
  await tx.query('update condition set cleared_at = $2 where condition_id = $1', [conditionId, new Date(atMs)])
}

/** Says whether a flood holds a condition back from people. */
export async function setHeldBack(tx: Sql, conditionIds: readonly string[], isHeldBack: boolean): Promise<void> {
  await tx.query('update condition set held_back = $2 where condition_id = any($1)', [conditionIds, isHeldBack])
}

export async function conditionsById(sql: Sql, conditionIds: readonly string[]): Promise<ReadonlyMap<string, StoredCondition>> {
  const { rows } = await sql.query<ConditionRow>(`select ${COLUMNS} from condition where condition_id = any($1)`, [conditionIds])
  return new Map(rows.map((row) => [row.condition_id, condition(row)]))
}

export interface ConditionFilter {
  readonly assetId?: string
  readonly isStanding: boolean
  readonly limit: number
}

/** Conditions people are told of, newest first; what a flood holds back is left out. */
export async function conditions(sql: Sql, { assetId, isStanding, limit }: ConditionFilter): Promise<readonly StoredCondition[]> {
  const { rows } = await sql.query<ConditionRow>(
    `select ${COLUMNS} from condition
      where not held_back and ($1::text is null or asset_id = $1) and (not $2 or cleared_at is null)
      order by raised_at desc limit $3`,
    [assetId ?? null, isStanding, limit],
  )
  return rows.map(condition)
}

/** What is remembered of a flood, and the asset its summary is told under. */
export interface StoredFlood {
  readonly watch: FloodWatch
  readonly assetId: string
}

/** Locks a scope for this transaction, so that partitions that feed one site take turns. */
export async function lockFlood(tx: Sql, scope: string, assetId: string): Promise<StoredFlood> {
  await tx.query('insert into flood_watch (scope, watch) values ($1, $2) on conflict do nothing', [
    scope,
    JSON.stringify({ watch: noFlood, assetId }),
  ])
  const { rows } = await tx.query<{ watch: StoredFlood }>('select watch from flood_watch where scope = $1 for update', [scope])
  return (rows[0] as { watch: StoredFlood }).watch
}

export async function saveFlood(tx: Sql, scope: string, flood: StoredFlood): Promise<void> {
  await tx.query('update flood_watch set watch = $2 where scope = $1', [scope, JSON.stringify(flood)])
}

/** Scopes that are in a flood now. */
export async function floodedScopes(sql: Sql): Promise<readonly { scope: string; assetId: string }[]> {
  const { rows } = await sql.query<{ scope: string; asset_id: string }>(
    `select scope, watch->>'assetId' as asset_id from flood_watch where watch->'watch'->'flood' <> 'null' order by scope`,
  )
  return rows.map(({ scope, asset_id }) => ({ scope, assetId: asset_id }))
}
