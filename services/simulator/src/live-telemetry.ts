import type { EventSink } from '@imaging/event-log'
import type { Log } from '@imaging/observability'
import type { Pool } from '@imaging/postgres'
import { timerPart, type RunningPart } from '@imaging/service'
import type { ImagingEvent } from '@imaging/schemas'
import {
  countsExams,
  disorderOf,
  exampleOpenHours,
  isSilent,
  randomFor,
  without,
  type FleetAsset,
  type Situation,
} from '../domain/index.ts'
import type { BoardView } from './board-view.ts'
import { disordered, type DisorderTerms } from './disordered.ts'
import type { Example } from './example.ts'
import { holdBack } from './held-back.ts'
import type { LiveSchedule } from './live-schedule.ts'
import { examsEvent, readingEvent } from './telemetry-events.ts'
import { recordOf, TELEMETRY } from './told.ts'

export interface LiveTelemetryDeps extends DisorderTerms {
  readonly example: Example
  readonly schedule: LiveSchedule
  readonly board: BoardView
  readonly pool: Pool
  readonly sink: EventSink
  readonly log: Log
  readonly now: () => Date
  readonly readingsEveryMs: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
/** A RIS has counted an hour by then. */
const COUNTED_AFTER_MS = 2 * MINUTE_MS
/** Late readings come minutes to hours after they were taken. */
const LATE_MINUTES_MAX = 180
const LOOK_EVERY_MS = 5_000

/** Sends what the sensors say, at whole minutes so that the same reading sent twice is one. */
export function liveReadings(deps: LiveTelemetryDeps): RunningPart {
  const { example, readingsEveryMs } = deps
  let lastMs = 0
  return timerPart({
    name: 'live readings',
    everyMs: LOOK_EVERY_MS,
    log: deps.log,
    work: async () => {
      const nowMs = deps.now().getTime()
      const atMs = Math.floor(nowMs / readingsEveryMs) * readingsEveryMs
      if (atMs === lastMs) return
      const events = example.assets.flatMap((asset) =>
        isSilent(asset) ? [] : (readingEvent(example.seed, asset, atMs, situationOf(deps, asset, atMs)) ?? []),
      )
      await tellNow(
        deps,
        events.filter(({ time }) => Date.parse(time) <= nowMs + MINUTE_MS),
        nowMs,
      )
      lastMs = atMs
    },
  })
}

/** Sends what a RIS counted, an hour after another. */
export function liveExams(deps: LiveTelemetryDeps): RunningPart {
  const { example } = deps
  const countedTo = (): number => Math.floor((deps.now().getTime() - COUNTED_AFTER_MS) / HOUR_MS) * HOUR_MS
  let toldToMs = countedTo()
  return timerPart({
    name: 'live exams',
    everyMs: MINUTE_MS,
    log: deps.log,
    work: async () => {
      const toMs = countedTo()
      if (toMs <= toldToMs) return
      const counted = example.assets.filter(({ classId }) => countsExams(classId))
      const events = counted.map((asset) => examsEvent(example.seed, asset, toMs - HOUR_MS, usableIn(deps, asset, toMs - HOUR_MS, toMs)))
      await tellNow(deps, events, deps.now().getTime())
      toldToMs = toMs
    },
  })
}

/** Telemetry is sent past the outbox: what is lost with a process is read again in a minute. */
async function tellNow(deps: LiveTelemetryDeps, events: readonly ImagingEvent[], nowMs: number): Promise<void> {
  const { seed, shares, pool, sink } = deps
  const isLate = ({ id }: ImagingEvent): boolean => disorderOf(seed, id, shares).delivery === 'late'
  for (const event of events.filter(isLate)) {
    const dueMs = nowMs + randomFor(seed, 'held', event.id).whole(2, LATE_MINUTES_MAX) * MINUTE_MS
    await holdBack(pool, { topic: TELEMETRY, ...recordOf(event) }, new Date(dueMs))
    deps.counts.add('late')
  }
  await sink.send(
    TELEMETRY,
    disordered(
      deps,
      events.filter((event) => !isLate(event)),
      nowMs,
    ),
  )
}

const OUT: ReadonlySet<string> = new Set(['DOWN_UNPLANNED', 'DOWN_PLANNED', 'DOWN_EXTERNAL', 'RETIRED'])

/** What is going on at an asset, as the platform sees it and the schedule knows ahead. */
function situationOf({ board, schedule }: LiveTelemetryDeps, asset: FleetAsset, atMs: number): Situation {
  const standing = board.of(asset.assetId)
  const isOut = standing !== undefined && OUT.has(standing.state)
  const isInUse = !isOut && standing?.state !== 'IN_QA' && exampleOpenHours(asset, atMs, atMs + 1).length > 0
  const ahead = isOut ? undefined : schedule.aheadOf(asset.assetId, atMs)
  return {
    inUse: isInUse,
    ...(isOut && {
      outage: {
        cause: standing.cause ?? 'other',
        fromMs: Math.min(atMs, Date.parse(standing.since ?? '') || atMs),
        warningMs: standing.state === 'DOWN_UNPLANNED' ? schedule.warningMs : 0,
      },
    }),
    ...(ahead !== undefined && { ahead }),
  }
}

/** The hours of use in which the board shows an asset as working or limited; what it was before its present state is not asked. */
function usableIn({ board }: LiveTelemetryDeps, asset: FleetAsset, fromMs: number, toMs: number): ReturnType<typeof exampleOpenHours> {
  const open = exampleOpenHours(asset, fromMs, toMs)
  const standing = board.of(asset.assetId)
  if (standing === undefined) return open
  const sinceMs = Date.parse(standing.since ?? '') || fromMs
  const isWorking = standing.state === 'UP' || standing.state === 'DEGRADED'
  return without(open, [isWorking ? { fromMs, toMs: Math.max(fromMs, sinceMs) } : { fromMs: sinceMs, toMs }])
}
