import { isOutage, sqlStateOf } from '@imaging/postgres'
import { Fenced } from './offset-repository.ts'
import type { EventRecord } from './ports.ts'
import { NotYet, type Received } from './received.ts'

/** A run of records to be settled in one transaction. */
export interface Run<E> {
  readonly events: readonly Received<E>[]
  readonly refused: readonly RefusedRecord[]
  /** The offset behind the run's last record. */
  readonly next: bigint
}

export interface RefusedRecord {
  readonly record: EventRecord
  readonly reason: string
}

/** What stopped a run: the rest of it is to be tried again later. */
export type Interruption =
  | { readonly kind: 'outage' | 'fenced'; readonly error: Error }
  | { readonly kind: 'not-yet'; readonly error: NotYet; readonly of: Received<unknown> }
  | { readonly kind: 'stale' }

export interface SettleOptions<E> {
  /** Applies a run in one transaction. */
  readonly commit: (run: Run<E>) => Promise<void>
  readonly isStale: () => boolean
  /** Whether an event has waited for so long that it is refused. */
  readonly hasWaitedEnough: (of: Received<unknown>) => boolean
}

/**
 * Commits a run; when it fails for a reason that lies in a record, halves it until that record stands alone and is refused.
 *
 * Order is kept: the left half is settled before the right. Everything committed stays committed, so an interruption loses
 * nothing and repeats nothing. A run of n events takes at most 2n transactions, about 2·log₂ n for each poisonous one.
 *
 * @returns What interrupted it, or `undefined` when the whole run is settled.
 */
export async function settle<E>(run: Run<E>, options: SettleOptions<E>): Promise<Interruption | undefined> {
  if (options.isStale()) return { kind: 'stale' }
  try {
    await options.commit(run)
    return undefined
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    if (error instanceof Fenced) return { kind: 'fenced', error }
    if (isNobodysFault(error)) return { kind: 'outage', error }
    return await (error instanceof NotYet ? settleAroundWaiting(run, error, options) : settleAroundPoison(run, error, options))
  }
}

async function settleAroundPoison<E>(run: Run<E>, error: Error, options: SettleOptions<E>): Promise<Interruption | undefined> {
  const [only] = run.events
  // Without an event the failure lies in our own writing of offsets and dead letters: nothing to blame, so wait.
  if (only === undefined) return { kind: 'outage', error }
  if (run.events.length === 1) return settle(refusing(run, only, error.message), options)
  return inTurn(split(run, Math.ceil(run.events.length / 2)), options)
}

async function settleAroundWaiting<E>(run: Run<E>, error: NotYet, options: SettleOptions<E>): Promise<Interruption | undefined> {
  const named = run.events.findIndex((received) => received === error.of)
  if (named > 0) return inTurn(split(run, named), options)
  const [first] = run.events
  if (first === undefined) return { kind: 'outage', error }
  const standsAlone = run.events.length === 1
  if (!standsAlone && named === -1) return inTurn(split(run, Math.ceil(run.events.length / 2)), options)
  if (!options.hasWaitedEnough(first)) return { kind: 'not-yet', error, of: first }
  const reason = `waited in vain: ${error.message}`
  if (standsAlone) return settle(refusing(run, first, reason), options)
  const [alone, rest] = split(run, 1)
  return inTurn([refusing(alone, first, reason), rest], options)
}

async function inTurn<E>(runs: readonly Run<E>[], options: SettleOptions<E>): Promise<Interruption | undefined> {
  for (const run of runs) {
    const interruption = await settle(run, options)
    if (interruption !== undefined) return interruption
  }
  return undefined
}

const refusing = <E>({ events, refused, next }: Run<E>, of: Received<E>, reason: string): Run<E> => ({
  events: events.filter((received) => received !== of),
  refused: [...refused, { record: of.record, reason }],
  next,
})

/** Two runs, the second beginning with the event at `index`. */
function split<E>({ events, refused, next }: Run<E>, index: number): readonly [Run<E>, Run<E>] {
  const boundary = (events[index] as Received<E>).record.offset
  return [
    { events: events.slice(0, index), refused: refused.filter(({ record }) => record.offset < boundary), next: boundary },
    { events: events.slice(index), refused: refused.filter(({ record }) => record.offset >= boundary), next },
  ]
}

/**
 * SQLSTATE classes that say our own deployment is wrong (no such table, no right to it, wrong password), whatever the record.
 * Waiting is right: after the mend every record goes through, where dead letters would have to be replayed.
 */
const DEPLOYMENT_STATES = new Set(['28', '3D', '3F', '42'])

const isNobodysFault = (error: Error): boolean => isOutage(error) || DEPLOYMENT_STATES.has(sqlStateOf(error)?.slice(0, 2) ?? '')
