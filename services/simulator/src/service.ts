import { createClient, idempotency } from '@imaging/http'
import { signerFrom, timerPart, type RunningPart, type ServiceDefinition, type ServiceParts } from '@imaging/service'
import { startBackFill } from './back-fill.ts'
import { createBoardView } from './board-view.ts'
import type { CauseDeps } from './cause-downtime.ts'
import { config, playsOf, sharesOf, speedOf } from './config.ts'
import { createCounts } from './counts.ts'
import { createExample, type Example } from './example.ts'
import { liveDowntimes } from './live-downtimes.ts'
import { createLiveSchedule, type LiveSchedule } from './live-schedule.ts'
import { liveExams, liveReadings } from './live-telemetry.ts'
import { playedService } from './played-service.ts'
import { playWorkOrders } from './play-work-orders.ts'
import { beginExample } from './progress-repository.ts'
import { addSimulatorRoutes } from './simulator-route.ts'

const MINUTE_MS = 60_000
/** A batch of old work orders is written in one transaction while everything else starts. */
const CLIENT_TIMEOUT_MS = 30_000
/** The board is looked at for what people did meanwhile. */
const BOARD_EVERY_MS = 10_000

type Parts = ServiceParts<typeof config>

/** A live run: since when, what is to come, and what runs. */
interface LiveRun {
  readonly sinceMs: number
  readonly schedule: LiveSchedule
  readonly parts: readonly RunningPart[]
}

export const simulator = {
  name: 'simulator',
  title: 'Simulator',
  description: 'An invented fleet: its history, and what happens to it now. Never run beside real scanners',
  config,
  start: async (parts) => {
    const { server, pool } = parts
    const made = await exampleOf(parts)
    const cause = { seed: made.seed, shares: sharesOf(parts.config), counts: createCounts(), pool, now: parts.now }
    const speed = speedOf(parts.config)
    const services = await servicesOf(parts)
    let live: LiveRun | undefined
    let isStopping = false
    const goLive = (): void => {
      if (isStopping) return
      live = startLive(parts, made, cause, services)
      parts.log.info({ speed, plays: playsOf(parts.config) }, 'the example is live')
    }
    const backFill = startBackFill({ ...cause, ...services, example: made, speed, sink: parts.eventLog.sink, log: parts.log }, goLive)
    await server.register(idempotency({ pool, callerOf: ({ identity }) => (identity?.kind === 'person' ? identity.id : 'any') }))
    addSimulatorRoutes(server, {
      ...cause,
      example: made,
      fleet: made.fleet,
      speed,
      plays: playsOf(parts.config),
      backFillProblem: backFill.problem,
      live: () => live && { sinceMs: live.sinceMs, nextMs: live.schedule.nextMs(parts.now().getTime()) },
    })
    const stopLive = async (): Promise<void> => {
      isStopping = true
      await Promise.all((live?.parts ?? []).map((part) => part.stop()))
    }
    return [{ name: 'live', stop: stopLive }, backFill]
  },
} satisfies ServiceDefinition<typeof config>

/** The example this database was begun with, or a new one that ends now. */
async function exampleOf({ config: told, pool, now }: Parts): Promise<Example> {
  const wanted = { seed: told.IMAGING_SIMULATOR_SEED, fleet: told.IMAGING_SIMULATOR_FLEET }
  const filledToMs = Math.floor(now().getTime() / MINUTE_MS) * MINUTE_MS
  const begun = await beginExample(pool, { ...wanted, filledToMs })
  if (begun.seed !== wanted.seed || begun.fleet !== wanted.fleet) {
    throw new Error(
      `This platform holds the ${begun.fleet} example fleet of seed ${begun.seed}, not the ${wanted.fleet} one of seed ${wanted.seed}. ` +
        'Take back the setting, or begin anew with npm run reset.',
    )
  }
  return createExample(begun)
}

/** The services it speaks to, each as one of the example's people. */
async function servicesOf({ config: told, log, now }: Parts) {
  const sign = await signerFrom(told.IDENTITY_PRIVATE_KEY_FILE, now)
  const service = (name: string, baseUrl: string) => playedService(name, createClient({ baseUrl, log, timeoutMs: CLIENT_TIMEOUT_MS }), sign)
  return {
    assets: service('assets', told.ASSETS_URL),
    availability: service('availability', told.AVAILABILITY_URL),
    maintenance: service('maintenance', told.MAINTENANCE_URL),
  }
}

/** Begins the live run: each process lives a run of its own, from the moment it starts. */
function startLive(
  { config: told, eventLog, log, now }: Parts,
  example: Example,
  cause: CauseDeps,
  { availability, maintenance }: Awaited<ReturnType<typeof servicesOf>>,
): LiveRun {
  const sinceMs = now().getTime()
  const schedule = createLiveSchedule(example, { sinceMs, speed: speedOf(told) })
  const board = createBoardView(availability, example.operators, now)
  const shared = { ...cause, example, schedule, board, log }
  const telemetry = { ...shared, sink: eventLog.sink, readingsEveryMs: told.IMAGING_SIMULATOR_READINGS_EVERY_S * 1000 }
  const parts = [
    timerPart({ name: 'board view', everyMs: BOARD_EVERY_MS, log, work: (signal) => board.refresh(signal) }),
    liveReadings(telemetry),
    liveExams(telemetry),
    liveDowntimes(shared),
    ...(told.IMAGING_SIMULATOR_PLAYS === 'none' ? [] : [playWorkOrders({ ...shared, plays: playsOf(told), maintenance })]),
  ]
  return { sinceMs, schedule, parts }
}
