import { assetHistory, type AssetHistory, type Ledger, type StateChange } from '@imaging/availability/domain'
import type { Sql } from '@imaging/postgres'
import { addToLedger, newLedger, type LedgerEventV1, type MutableLedger } from './ledger-fact.ts'

/**
 * Ledgers of assets, each read once and kept until it grows. The events are the only store of what was told: every figure
 * is made from them, so that none can disagree with another.
 */
export interface LedgerStore {
  /** The ledgers as the database now holds them; an asset that nothing was told about has an empty one. */
  ledgersOf(sql: Sql, assetIds: readonly string[]): Promise<ReadonlyMap<string, VersionedLedger>>
  /** The histories as known now, or as known at an earlier instant. */
  historiesOf(sql: Sql, assetIds: readonly string[], knownAtMs?: number): Promise<ReadonlyMap<string, AssetHistory>>
}

export interface VersionedLedger {
  readonly version: string
  readonly ledger: Ledger
}

interface Kept extends VersionedLedger {
  history?: AssetHistory
}

/** Assets whose ledgers are kept: more than the four trusts have, at about 100 kB each at most. */
const KEPT_MAX = 5_000
const NEVER_TOLD = ''

/** Planned work and upgrades end with a release; quality checks of a working scanner do not. */
const needsRelease = ({ cause }: StateChange): boolean => cause !== 'quality-assurance'

/** A ledger as known at an instant, without an end: windows are cut to now where they are asked, and the future changes nothing before it. */
export const historyOf = (ledger: Ledger, knownAtMs: number): AssetHistory =>
  assetHistory(ledger, { knownAtMs, toMs: Number.POSITIVE_INFINITY, needsRelease })

export function createLedgerStore(): LedgerStore {
  const kept = new Map<string, Kept>()

  const current = async (sql: Sql, assetIds: readonly string[]): Promise<ReadonlyMap<string, Kept>> => {
    const versions = await versionsOf(sql, assetIds)
    const stale = assetIds.filter((assetId) => kept.get(assetId)?.version !== (versions.get(assetId) ?? NEVER_TOLD))
    if (stale.length > 0) {
      const read = await readLedgers(sql, stale)
      for (const assetId of stale) {
        // Taken out first, so that the map keeps the order of last use and the oldest can go.
        kept.delete(assetId)
        kept.set(assetId, read.get(assetId) ?? { version: NEVER_TOLD, ledger: newLedger() })
      }
      for (const assetId of kept.keys()) {
        if (kept.size <= Math.max(KEPT_MAX, assetIds.length)) break
        kept.delete(assetId)
      }
    }
    return new Map(assetIds.map((assetId) => [assetId, kept.get(assetId) as Kept]))
  }

  return {
    ledgersOf: current,
    async historiesOf(sql, assetIds, knownAtMs) {
      const ledgers = await current(sql, assetIds)
      return new Map(
        [...ledgers].map(([assetId, entry]) => [
          assetId,
          knownAtMs === undefined ? (entry.history ??= historyKnownNow(entry.ledger)) : historyOf(entry.ledger, knownAtMs),
        ]),
      )
    },
  }
}

async function versionsOf(sql: Sql, assetIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql.query<{ asset_id: string; ledger_version: string }>(
    { name: 'ledger-versions', text: 'select asset_id, ledger_version from asset_now where asset_id = any($1)' },
    [assetIds],
  )
  return new Map(rows.map(({ asset_id, ledger_version }) => [asset_id, ledger_version]))
}

/**
 * Ledgers with their versions, in one statement: a scanner that goes to another trust between two of them could else be kept with its
 * version and, seen by nobody who asks, without its events.
 */
async function readLedgers(sql: Sql, assetIds: readonly string[]): Promise<ReadonlyMap<string, VersionedLedger>> {
  const { rows } = await sql.query<{ asset_id: string; ledger_version: string; event: LedgerEventV1 | null }>(
    `select asset_id, ledger_version, event from asset_now left join ledger_event using (asset_id) where asset_id = any($1)`,
    [assetIds],
  )
  const ledgers = new Map<string, { readonly version: string; readonly ledger: MutableLedger }>()
  for (const { asset_id, ledger_version, event } of rows) {
    const read = ledgers.get(asset_id) ?? { version: ledger_version, ledger: newLedger() }
    ledgers.set(asset_id, read)
    if (event !== null) addToLedger(read.ledger, event)
  }
  return ledgers
}

/** A ledger as known now; for those who just made it grow. */
export const historyKnownNow = (ledger: Ledger): AssetHistory => historyOf(ledger, Number.POSITIVE_INFINITY)
