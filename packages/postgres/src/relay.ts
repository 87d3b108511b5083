import type { Log, Metrics } from '@imaging/observability'
import type { Pool, PoolClient } from 'pg'
import { createAlarmClock, type AlarmClock } from './alarm-clock.ts'
import { createLane, type Destination } from './relay-lane.ts'

export interface RelayOptions {
  /** The service's pool; the relay keeps one connection of it for itself. */
  readonly pool: Pool
  /** By the name that messages carry as `destination`. */
  readonly destinations: Readonly<Record<string, Destination>>
  readonly log: Log
  readonly metrics?: Metrics
  /** A message refused so often is set aside; 5 unless told. */
  readonly triesMax?: number
  readonly nowMs?: () => number
}

export interface RelayHealth {
  /** Whether this relay is the service's active one; a second instance stands by. */
  readonly isActive: boolean
  /** Destinations that do not answer at present, and why. */
  readonly unavailable: Readonly<Record<string, string>>
}

export interface Relay {
  health(): RelayHealth
  /** Ends after the deliveries in hand; another instance takes over. */
  stop(): Promise<void>
}

const TRIES_MAX = 5
/** A notification wakes a lane at once; the poll is for those that were missed, and for held-back keys. */
const POLL_MS = 500
/** An older transaction is about to end, and nothing will tell us. */
const UNSETTLED_POLL_MS = 20
const STAND_BY_MS = 1_000
const BACK_OFF_FROM_MS = 250
const BACK_OFF_TO_MS = 5_000

/**
 * Publishes the outbox of the pool's schema, in order for each key, at least once.
 *
 * One relay per schema is active, by an advisory lock of its session; others stand by and take over within about a second.
 * Each destination has its own lane: one that is away waits and tries again while the others continue, and a message that is
 * refused for good goes to `outbox_set_aside` with the reason.
 */
export function startRelay({ pool, destinations, log, metrics, triesMax = TRIES_MAX, nowMs = Date.now }: RelayOptions): Relay {
  const published = metrics?.counter({ name: 'outbox_published_total', help: 'Messages delivered', labelNames: ['destination'] })
  const setAside = metrics?.counter({ name: 'outbox_set_aside_total', help: 'Messages refused for good', labelNames: ['destination'] })
  const unavailable: Record<string, string> = {}
  const stopping = new AbortController()
  const standBy = createAlarmClock()
  const lanes = Object.entries(destinations).map(([name, destination]): RunningLane => {
    const lane = createLane({
      name,
      destination,
      triesMax,
      nowMs,
      onPublished: (count) => published?.inc({ destination: name }, count),
      onSetAside: ({ id, topic }, reason) => {
        setAside?.inc({ destination: name })
        log.error({ destination: name, topic, outboxId: id, reason }, 'message refused for good and set aside')
      },
    })
    return { name, lane, clock: createAlarmClock(), unavailable, log }
  })
  const wakeAll = (): void => {
    for (const { clock } of lanes) clock.ring()
  }
  let isActive = false

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const term = await beginTerm(pool, wakeAll).catch((error: Error) => {
        log.warn({ error: error.message }, 'relay cannot reach the database')
        return undefined
      })
      if (term === undefined) {
        await standBy.rest(STAND_BY_MS)
        continue
      }
      isActive = true
      const isOver = (): boolean => stopping.signal.aborted || term.isOver()
      await Promise.all(lanes.map((lane) => runLane(lane, term.connection, isOver)))
      isActive = false
      term.end()
    }
  }

  const running = run()
  return {
    health: () => ({ isActive, unavailable: { ...unavailable } }),
    async stop() {
      stopping.abort()
      standBy.ring()
      wakeAll()
      await running
    },
  }
}

interface RunningLane {
  readonly name: string
  readonly lane: ReturnType<typeof createLane>
  readonly clock: AlarmClock
  /** Shared by the lanes: which destinations are away, and why. */
  readonly unavailable: Record<string, string>
  readonly log: Log
}

/** Passes over a lane again and again until the term is over. */
async function runLane({ name, clock, lane, unavailable, log }: RunningLane, connection: PoolClient, isOver: () => boolean): Promise<void> {
  let backOffMs = BACK_OFF_FROM_MS
  while (!isOver()) {
    try {
      const found = await lane.pass(connection)
      if (unavailable[name] !== undefined) log.info({ destination: name }, 'destination is back')
      delete unavailable[name]
      backOffMs = BACK_OFF_FROM_MS
      if (found !== 'more') await clock.rest(found === 'unsettled' ? UNSETTLED_POLL_MS : POLL_MS)
    } catch (error) {
      if (isOver()) return
      const reason = error instanceof Error ? error.message : String(error)
      if (unavailable[name] === undefined) log.warn({ destination: name, reason }, 'destination is away, its messages wait')
      unavailable[name] = reason
      // A ring must not shorten the back-off: new messages do not bring a destination back.
      await restFully(clock, backOffMs, isOver)
      backOffMs = Math.min(backOffMs * 2, BACK_OFF_TO_MS)
    }
  }
}

/** The time for which this relay is the active one: as long as the session that holds the lock lives. */
interface Term {
  readonly connection: PoolClient
  isOver(): boolean
  end(): void
}

/**
 * Takes the lock and listens. All of the relay's statements go through the same session, so that a relay that has lost the
 * lock cannot remove a row.
 *
 * @returns `undefined` when another relay holds the lock.
 */
async function beginTerm(pool: Pool, wake: () => void): Promise<Term | undefined> {
  const connection = await pool.connect()
  let over = false
  const lose = (): void => {
    over = true
    wake()
  }
  connection.on('error', lose)
  connection.on('end', lose)
  connection.on('notification', wake)
  const stopListening = (): void => {
    connection.off('notification', wake)
    connection.off('end', lose)
    connection.off('error', lose)
  }
  const end = (): void => {
    over = true
    // Ending the session, not returning it, is what gives up the lock and the subscription.
    connection.release(true)
    stopListening()
  }
  try {
    const { rows } = await connection.query<{ held: boolean; schema: string }>(
      `select pg_try_advisory_lock(hashtextextended('imaging.relay.' || current_schema(), 0)) as held, current_schema() as schema`,
    )
    if (!rows[0]?.held) {
      stopListening()
      connection.release()
      return undefined
    }
    await connection.query(`listen ${connection.escapeIdentifier(`outbox.${rows[0].schema}`)}`)
    return { connection, isOver: () => over, end }
  } catch (error) {
    end()
    throw error
  }
}

async function restFully(clock: AlarmClock, forMs: number, isOver: () => boolean): Promise<void> {
  const untilMs = performance.now() + forMs
  for (let leftMs = forMs; leftMs > 0 && !isOver(); leftMs = untilMs - performance.now()) await clock.rest(leftMs)
}
