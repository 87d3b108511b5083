import { setTimeout as pause } from 'node:timers/promises'
import type { EventLog } from '@imaging/event-log'
import { newEvent, type EventNamed } from '@imaging/schemas'
import type { Dice } from '../dice.ts'
import { recordOf } from '../example-register.ts'
import type { RowChange } from './watched-board.ts'

type State = 'UP' | 'DEGRADED' | 'DOWN_UNPLANNED'

/** What the board writes for a state. */
const WORDS: Readonly<Record<State, RegExp>> = { UP: /Working/, DEGRADED: /Limited/, DOWN_UNPLANNED: /Down/ }

/** A scanner is limited, mended, down, mended, and so on. */
const IN_TURN: readonly State[] = ['DEGRADED', 'UP', 'DOWN_UNPLANNED', 'UP']

/** A state change with its producer's clock just before it was sent. */
export interface ToldChange {
  readonly assetId: string
  readonly state: State
  readonly publishedAtMs: number
}

export interface ChangePlan {
  readonly eventLog: EventLog
  readonly assetIds: readonly string[]
  readonly count: number
  readonly perSecond: number
  readonly dice: Dice
}

/** Says of each scanner that it works, so that every later change is one. */
export const tellAllWorking = async ({ eventLog, assetIds, dice }: Pick<ChangePlan, 'eventLog' | 'assetIds' | 'dice'>): Promise<void> => {
  await eventLog.sink.send(
    'imaging.downtime',
    assetIds.map((assetId) => recordOf(change(assetId, 'UP', Date.now(), dice))),
  )
}

/** Publishes state changes of the scanners in turn, at a steady rate, and keeps when each was sent. */
export async function tellChanges({ eventLog, assetIds, count, perSecond, dice }: ChangePlan): Promise<readonly ToldChange[]> {
  const told: ToldChange[] = []
  const sending: Promise<void>[] = []
  const startedAtMs = performance.now()
  for (let index = 0; index < count; index += 1) {
    const assetId = assetIds[index % assetIds.length] ?? ''
    const state = IN_TURN[Math.floor(index / assetIds.length) % IN_TURN.length] ?? 'UP'
    const publishedAtMs = Date.now()
    sending.push(eventLog.sink.send('imaging.downtime', [recordOf(change(assetId, state, publishedAtMs, dice))]))
    told.push({ assetId, state, publishedAtMs })
    await pause(Math.max(0, startedAtMs + ((index + 1) * 1000) / perSecond - performance.now()))
  }
  await Promise.all(sending)
  return told
}

function change(assetId: string, state: State, atMs: number, dice: Dice): EventNamed<'downtime.state-changed.v1'> {
  const at = new Date(atMs).toISOString()
  const more = state === 'UP' ? { release: `R-${atMs}` } : state === 'DEGRADED' ? { canStill: ['routine'] } : { cause: 'other' as const }
  const operator = assetId.split('-')[0] ?? ''
  return newEvent({
    id: dice.uuid(atMs),
    name: 'downtime.state-changed.v1',
    source: `urn:nhs:ods:${operator}:example-gateway`,
    subject: assetId,
    time: at,
    example: true,
    data: { assetId, state, at, reportedBy: { kind: 'device' }, ...more },
  })
}

/** For each told change the milliseconds until its row changed; undefined where it never did before the scanner's next change. */
export function latencies(told: readonly ToldChange[], seen: readonly RowChange[]): readonly (number | undefined)[] {
  const seenOf = Map.groupBy(seen, ({ assetId }) => assetId)
  const toldOf = Map.groupBy(told, ({ assetId }) => assetId)
  return told.map(({ assetId, state, publishedAtMs }) => {
    const nextMs = toldOf.get(assetId)?.find((other) => other.publishedAtMs > publishedAtMs)?.publishedAtMs ?? Number.POSITIVE_INFINITY
    const row = seenOf.get(assetId)?.find(({ atMs, text }) => atMs >= publishedAtMs && atMs < nextMs && WORDS[state].test(text))
    return row === undefined ? undefined : row.atMs - publishedAtMs
  })
}
