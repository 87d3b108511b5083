import {
  downtimes,
  isNotFullyWorking,
  restatement,
  segmentAt,
  type AssetHistory,
  type Downtime,
  type Restatement,
} from '@imaging/availability/domain'
import { NotYet, type Received, type Refusal, type Snapshots } from '@imaging/event-log'
import { enqueue, type OutgoingMessage, type Transaction } from '@imaging/postgres'
import type { AssetSnapshot } from '@imaging/schemas'
import { downtimeEvents } from './downtime-event.ts'
import { addToLedger, factFault, kindOf, newLedger, type LedgerEventV1, type LedgerKind, type MutableLedger } from './ledger-fact.ts'
import { appendBoardChanges, insertLedgerEvents, lockAssets, saveAssetsNow, type AssetNow } from './ledger-repository.ts'
import { historyKnownNow, type LedgerStore } from './ledger-store.ts'
import type { Register } from './register.ts'

export interface LedgerDeps {
  readonly register: Register
  readonly snapshots: Pick<Snapshots, 'hasPassed'>
  readonly ledgers: LedgerStore
  readonly now: () => Date
  readonly newId: () => string
}

interface Accepted {
  readonly received: Received<LedgerEventV1>
  readonly kind: LedgerKind
}

/**
 * Takes told events into the ledger: refuses what cannot be, keeps the rest, and says what it changed.
 *
 * The ledger, where each asset stands, the live feed and the outgoing events commit together.
 */
export const onLedgerEvents =
  (deps: LedgerDeps) =>
  async (tx: Transaction, received: readonly Received<LedgerEventV1>[]): Promise<readonly Refusal<LedgerEventV1>[]> => {
    await deps.register.refresh()
    const refused: Refusal<LedgerEventV1>[] = []
    const accepted: Accepted[] = []
    for (const one of received) {
      const kind = kindOf(one.event)
      if (kind === undefined) continue
      const reason = refusal(deps, one)
      if (reason === undefined) accepted.push({ received: one, kind })
      else refused.push({ of: one, reason })
    }
    if (accepted.length > 0) await grow(deps, tx, accepted)
    return refused
  }

/** Why an event cannot be taken, or nothing. Waits for an asset that the register may yet tell of. */
function refusal({ register, snapshots }: LedgerDeps, one: Received<LedgerEventV1>): string | undefined {
  const { event, record } = one
  const asset = register.find(event.data.assetId)?.asset
  if (asset === undefined) {
    if (!snapshots.hasPassed(record.publishedAt)) throw new NotYet(`${event.data.assetId} is not in the register yet`, one)
    return `data.assetId: ${event.data.assetId} is not in the register. Add the asset, then replay this event.`
  }
  return sourceFault(event.source, asset) ?? factFault(event)
}

/** A source may speak only for assets that its organisation operates. */
function sourceFault(source: string, { assetId, operator }: AssetSnapshot): string | undefined {
  const [, , , organisation] = source.split(':')
  return organisation === operator ? undefined : `source: ${source} may not speak for ${assetId}, which ${operator} operates.`
}

async function grow(deps: LedgerDeps, tx: Transaction, accepted: readonly Accepted[]): Promise<void> {
  const recordedtime = deps.now().toISOString()
  const told = accepted.map(({ received, kind }) => ({
    kind,
    event: { ...received.event, recordedtime },
    publishedAtMs: received.record.publishedAt,
  }))
  const assetIds = [...new Set(told.map(({ event }) => event.data.assetId))].toSorted()
  const stood = await lockAssets(tx, assetIds)
  const before = await deps.ledgers.ledgersOf(tx, assetIds)
  const fresh = new Set(await insertLedgerEvents(tx, told))
  const byAsset = Map.groupBy(
    told.filter((one) => fresh.has(one)),
    ({ event }) => event.data.assetId,
  )

  const changes = [...byAsset].map(([assetId, events]) => {
    const ledger = before.get(assetId)?.ledger ?? newLedger()
    return changeOf(
      assetId,
      historyKnownNow(ledger),
      historyKnownNow(
        grown(
          ledger,
          events.map(({ event }) => event),
        ),
      ),
      {
        was: stood.get(assetId),
        nowMs: deps.now().getTime(),
        publishedAtMs: events.at(-1)?.publishedAtMs,
        becauseOfEventIds: events.map(({ event }) => event.id),
      },
    )
  })
  await saveChanges(deps, tx, changes)
}

/** What the growth of one ledger changed. */
export interface LedgerChange {
  readonly is: AssetNow
  readonly hasMoved: boolean
  readonly publishedAtMs: number | undefined
  readonly restated: Restatement
  readonly after: readonly Downtime[]
  readonly becauseOfEventIds: readonly string[]
}

interface Circumstances {
  readonly was: AssetNow | undefined
  readonly nowMs: number
  readonly publishedAtMs: number | undefined
  readonly becauseOfEventIds: readonly string[]
}

/** Compares two histories of an asset: where it stands, and which downtimes that opened, closed, renamed or voided. */
export function changeOf(
  assetId: string,
  before: AssetHistory,
  after: AssetHistory,
  { was, nowMs, publishedAtMs, becauseOfEventIds }: Circumstances,
): LedgerChange {
  const told = toldBy(after, nowMs)
  const is = standsAt(assetId, after, told, nowMs)
  return {
    is,
    hasMoved: was === undefined || was.state !== is.state || was.sinceMs !== is.sinceMs || was.health !== is.health,
    publishedAtMs,
    restated: restatement(toldBy(before, was?.toldAtMs ?? nowMs), told),
    after: told,
    becauseOfEventIds,
  }
}

/** The downtimes as they could be told at an instant: what lies after it has not happened. */
function toldBy({ timeline }: AssetHistory, atMs: number): readonly Downtime[] {
  return downtimes(timeline, isNotFullyWorking).flatMap((downtime) => {
    if (downtime.fromMs > atMs) return []
    const { toMs, unplannedFromMs } = downtime
    const ended = toMs !== undefined && toMs <= atMs ? toMs : undefined
    const unplanned = unplannedFromMs !== undefined && unplannedFromMs <= atMs ? unplannedFromMs : undefined
    return [{ ...downtime, toMs: ended, unplannedFromMs: unplanned }]
  })
}

function standsAt(assetId: string, history: AssetHistory, told: readonly Downtime[], nowMs: number): AssetNow {
  const segment = segmentAt(history, nowMs)
  const health = history.health.findLast(({ atMs }) => atMs <= nowMs)
  const interval = segment?.source
  // The agreed end of planned work begins an interval of its own, as does a report dated a little ahead.
  const next = history.timeline.intervals.find(({ fromMs }) => fromMs > nowMs)
  const last = told.at(-1)
  return {
    assetId,
    state: segment?.state ?? 'UNKNOWN',
    sinceMs: interval !== undefined && Number.isFinite(interval.fromMs) ? stateSince(history, nowMs) : undefined,
    health: health?.health ?? 'NOT_CONNECTED',
    healthSinceMs: health?.atMs,
    downtimeId: last !== undefined && (last.toMs === undefined || last.toMs > nowMs) ? last.id : undefined,
    changesAtMs: next?.fromMs,
    toldAtMs: nowMs,
  }
}

/** When the asset entered the state it is in: repeats of the same state do not begin it anew. */
function stateSince({ timeline: { intervals } }: AssetHistory, nowMs: number): number | undefined {
  let sinceMs: number | undefined
  let state: string | undefined
  for (const interval of intervals) {
    if (interval.fromMs > nowMs) break
    if (interval.state !== state) sinceMs = interval.fromMs
    state = interval.state
  }
  return sinceMs
}

/** Writes what changed: where assets stand, the live feed, and the events that tell others. */
export async function saveChanges(
  deps: Pick<LedgerDeps, 'newId' | 'now' | 'register'>,
  tx: Transaction,
  changes: readonly LedgerChange[],
): Promise<void> {
  if (changes.length === 0) return
  await saveAssetsNow(
    tx,
    changes.map(({ is }) => is),
  )
  const moved = changes.filter(({ hasMoved }) => hasMoved)
  if (moved.length > 0)
    await appendBoardChanges(
      tx,
      moved.map(({ is, publishedAtMs }) => ({ ...is, publishedAtMs })),
    )
  const messages: OutgoingMessage[] = changes.flatMap((change) => downtimeEvents(deps, change))
  if (messages.length > 0) await enqueue(tx, messages)
}

function grown(ledger: MutableLedger | Parameters<typeof historyKnownNow>[0], events: readonly LedgerEventV1[]): MutableLedger {
  const copy: MutableLedger = {
    stateChanges: [...ledger.stateChanges],
    corrections: [...ledger.corrections],
    sessionLosses: [...ledger.sessionLosses],
    healthChanges: [...ledger.healthChanges],
    workOrderFacts: [...ledger.workOrderFacts],
  }
  for (const event of events) addToLedger(copy, event)
  return copy
}
