import { setTimeout as pause } from 'node:timers/promises'
import type { EventLog, OutgoingRecord } from '@imaging/event-log'
import { newEvent } from '@imaging/schemas'
import { createDice, type Dice } from '../dice.ts'
import { exampleAsset, exampleReading, recordOf, type ExampleAsset } from '../example-register.ts'

/** A reading the log has acknowledged. */
export interface ToldReading {
  readonly assetId: string
  readonly observedAtMs: number
  readonly seed: number
}

/** A state change the log has acknowledged. */
export interface ToldChange {
  readonly assetId: string
  readonly eventId: string
  readonly opens: boolean
  readonly seed: number
}

/** Publishes without rest and keeps a ledger of everything the log has acknowledged: what must not be lost. */
export interface Teller {
  readonly readings: readonly ToldReading[]
  readonly changes: readonly ToldChange[]
  /** Which schedule is being played. */
  play(seed: number): void
  /** Resolves once something published after this call has been acknowledged. */
  acknowledged(): Promise<void>
  /** Publishes nothing more; resolves when nothing is under way. */
  rest(): Promise<void>
  stop(): Promise<void>
}

export interface TellerOptions {
  readonly eventLog: EventLog
  readonly assets: number
  readonly readingsPerS: number
  readonly changesPerS: number
  readonly seed: number
}

const TURN_MS = 100
const TRY_AGAIN_MS = 200

/**
 * Tells readings of all scanners and state changes of all in turn: down, back to use with a release, down again.
 * What the log does not acknowledge is sent again, as it was, before anything else: order holds, repeats may come.
 */
export function startTeller({ eventLog, assets, readingsPerS, changesPerS, seed }: TellerOptions): Teller {
  const story = createStory(assets, createDice(seed))
  const readings: ToldReading[] = []
  const changes: ToldChange[] = []
  const stopping = new AbortController()
  let playing = 0
  let changesOwed = 0
  let resting: { readonly until: Promise<void>; readonly goOn: () => void } | undefined
  let turn = Promise.withResolvers<void>()

  /** The turn under way may have begun before the call; the one after it has not. */
  const twoTurns = async (): Promise<void> => {
    await turn.promise
    await turn.promise
  }

  const send = async (topic: string, records: readonly OutgoingRecord[]): Promise<void> => {
    for (;;) {
      try {
        await eventLog.sink.send(topic, records)
        return
      } catch {
        stopping.signal.throwIfAborted()
        await pause(TRY_AGAIN_MS)
      }
    }
  }

  const takeTurn = async (): Promise<void> => {
    const nowMs = Date.now()
    // A reading is found by its scanner and instant: each has its own, and none lies in the future.
    const told = Array.from({ length: Math.round((readingsPerS * TURN_MS) / 1000) }, (_, index) => story.reading(nowMs - index))
    await send(
      'imaging.telemetry',
      told.map(({ record }) => record),
    )
    readings.push(...told.map(({ fact }) => ({ ...fact, seed: playing })))
    for (changesOwed += (changesPerS * TURN_MS) / 1000; changesOwed >= 1; changesOwed -= 1) {
      const { fact, record } = story.change(Date.now())
      await send('imaging.downtime', [record])
      changes.push({ ...fact, seed: playing })
    }
  }

  const tell = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const startedAtMs = performance.now()
      const rest = resting
      if (rest === undefined) await takeTurn()
      turn.resolve()
      if (rest !== undefined) await rest.until
      turn = Promise.withResolvers()
      await pause(Math.max(0, TURN_MS - (performance.now() - startedAtMs)))
    }
  }
  const telling = tell().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error
  })

  return {
    readings,
    changes,
    play: (seedNow) => void (playing = seedNow),
    acknowledged: twoTurns,
    async rest() {
      const held = Promise.withResolvers<void>()
      resting = { until: held.promise, goOn: held.resolve }
      await twoTurns()
    },
    async stop() {
      stopping.abort()
      resting?.goOn()
      await telling
    },
  }
}

/** What the fleet says next. */
interface Story {
  reading(atMs: number): { readonly fact: Omit<ToldReading, 'seed'>; readonly record: OutgoingRecord }
  change(atMs: number): { readonly fact: Omit<ToldChange, 'seed'>; readonly record: OutgoingRecord }
}

function createStory(assets: number, dice: Dice): Story {
  const isDown = new Set<string>()
  let readings = 0
  let changes = 0
  return {
    reading(atMs) {
      readings += 1
      const asset = exampleAsset(readings % assets)
      return { fact: { assetId: asset.assetId, observedAtMs: atMs }, record: recordOf(exampleReading(asset, atMs, dice)) }
    },
    change(atMs) {
      const asset = exampleAsset(changes % assets)
      changes += 1
      const opens = !isDown.delete(asset.assetId)
      if (opens) isDown.add(asset.assetId)
      const event = changeOf(asset, atMs, opens, dice)
      return { fact: { assetId: asset.assetId, eventId: event.id, opens }, record: recordOf(event) }
    },
  }
}

function changeOf({ assetId, source }: ExampleAsset, atMs: number, opens: boolean, dice: Dice) {
  const at = new Date(atMs).toISOString()
  const change = opens ? { state: 'DOWN_UNPLANNED' as const, cause: 'other' as const } : { state: 'UP' as const, release: `R-${atMs}` }
  const data = { assetId, at, reportedBy: { kind: 'person' as const, role: 'radiographer' }, ...change }
  return newEvent({ id: dice.uuid(atMs), name: 'downtime.state-changed.v1', source, subject: assetId, time: at, example: true, data })
}
