import { localDateOf, openIntervals, unpacked } from '@imaging/calendar'
import { enqueue, inTransaction, type Pool, type Sql } from '@imaging/postgres'
import { dataHealth, silenceMs, type DataHealth } from '@imaging/telemetry/domain'
import type { KnownAsset } from './register.ts'
import { message, type TellDeps } from './tell-conditions.ts'
import { lastHeard, type LastHeard } from './watch-store.ts'

/** A device that says nothing else of it is expected to be heard from this often. */
const EXPECTED_EVERY_MS = 600_000

/** Silence is looked for in the open hours of so long at most: a feed that never spoke is silent well within it. */
const LOOKED_BACK_MS = 14 * 86_400_000

interface KnownHealth {
  readonly health: DataHealth
  readonly sinceMs: number
}

interface StoredHealth extends KnownHealth {
  /** When this service first learnt of the asset: nothing can be missed before. */
  readonly knownSinceMs: number
}

/** Readings still to be read that make no difference: one batch. More is a backlog of ours, and no silence of theirs. */
const BACKLOG_MAX = 5_000

export interface DataHealthDeps extends TellDeps {
  readonly ingest: Pool
  /** Readings published and not yet read by us. */
  readonly backlog: () => Promise<number>
}

/** Looks at every asset's signal and tells of those that stopped, or came back. While we are behind, nobody is called silent. */
export async function watchDataHealth(deps: DataHealthDeps): Promise<void> {
  const { ingest, register, now } = deps
  const isBehind = (await deps.backlog()) > BACKLOG_MAX
  await register.refresh()
  const nowMs = now().getTime()
  const [heard, known] = await Promise.all([lastHeard(ingest), healths(ingest)])
  const changed = register.all().flatMap((asset) => {
    const { assetId } = asset.asset
    const was = known.get(assetId)
    const is = healthOf(asset, { last: heard.get(assetId), knownSinceMs: was?.knownSinceMs ?? nowMs }, nowMs)
    return was?.health === is.health || (is.health === 'SILENT' && isBehind) ? [] : [{ assetId, ...is }]
  })
  if (changed.length === 0) return
  await inTransaction(ingest, async (tx) => {
    await saveHealths(tx, changed)
    await enqueue(
      tx,
      changed.map(({ assetId, health, sinceMs }) =>
        message(deps, assetId, 'telemetry.data-health-changed.v1', { assetId, health, at: new Date(sinceMs).toISOString() }),
      ),
    )
  })
}

/** What is known of when a signal came. */
export interface Heard {
  readonly last: LastHeard | undefined
  readonly knownSinceMs: number
}

/**
 * The health of one signal and since when.
 *
 * What was never heard from can be missed only since it is known. While readings still come, however old, a back-fill is
 * on its way and nothing is silent.
 */
export function healthOf({ asset, operatingHours }: KnownAsset, { last, knownSinceMs }: Heard, nowMs: number): KnownHealth {
  const lastHeardAtMs = last?.observedAtMs
  const expectedEveryMs = (asset.feed.expectedEveryS ?? EXPECTED_EVERY_MS / 1000) * 1000
  if (asset.feed.fitted && asset.status === 'IN_USE' && last !== undefined && nowMs - last.arrivedAtMs < silenceMs(expectedEveryMs))
    return { health: 'LIVE', sinceMs: Math.min(last.observedAtMs, nowMs) }
  const fromMs = Math.max(nowMs - LOOKED_BACK_MS, lastHeardAtMs ?? knownSinceMs)
  const { health, silentFromMs } = dataHealth(
    {
      ...(asset.feed.fitted ? { fittedAtMs: lastHeardAtMs ?? knownSinceMs } : {}),
      ...(lastHeardAtMs === undefined ? {} : { lastHeardAtMs }),
      isRetired: asset.status === 'DECOMMISSIONED',
      expectedEveryMs,
      expectedDuring: unpacked(openIntervals(operatingHours, fromMs, nowMs)),
    },
    nowMs,
  )
  const sinceMs = health === 'SILENT' ? (silentFromMs ?? nowMs) : health === 'LIVE' ? (lastHeardAtMs ?? nowMs) : dayStart(nowMs)
  return { health, sinceMs: Math.min(sinceMs, nowMs) }
}

const dayStart = (ms: number): number => Date.parse(`${localDateOf(ms)}T00:00:00Z`)

async function healths(sql: Sql): Promise<ReadonlyMap<string, StoredHealth>> {
  const { rows } = await sql.query<{ asset_id: string; health: DataHealth; since: Date; known_since: Date }>(
    'select asset_id, health, since, known_since from data_health',
  )
  return new Map(
    rows.map(({ asset_id, health, since, known_since }) => [
      asset_id,
      { health, sinceMs: since.getTime(), knownSinceMs: known_since.getTime() },
    ]),
  )
}

async function saveHealths(tx: Sql, changed: readonly ({ readonly assetId: string } & KnownHealth)[]): Promise<void> {
  await tx.query(
    `insert into data_health (asset_id, health, since) select * from unnest($1::text[], $2::text[], $3::timestamptz[])
     on conflict (asset_id) do update set health = excluded.health, since = excluded.since`,
    [
      changed.map(({ assetId }) => assetId),
      changed.map(({ health }) => health),
      changed.map(({ sinceMs }) => new Date(sinceMs).toISOString()),
    ],
  )
}
