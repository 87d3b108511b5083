import { conflict, keepAnswer, notFound, type Server } from '@imaging/http'
import { acting } from '@imaging/identity'
import type { Pool } from '@imaging/postgres'
import { AssetId, Cause, EventId, Instant, Note, type ActingIdentity } from '@imaging/schemas'
import { Type, type Static } from 'typebox'
import { failure, faultNote, randomFor, type Episode, type Plays } from '../domain/index.ts'
import { causeDowntime, type CauseDeps } from './cause-downtime.ts'
import type { Config } from './config.ts'
import type { Example } from './example.ts'
import { madeOf } from './made-downtime.ts'
import { openMadeDowntimes } from './made-downtime-repository.ts'
import { STEPS, stepsOf } from './progress-repository.ts'
import { stateEvent } from './state-events.ts'
import { instant } from './told.ts'

/** What the simulator says of itself, for the page on the state of the system. */
export const SimulatorStatus = Type.Object({
  example: Type.Literal(true),
  seed: Type.Integer(),
  fleet: Type.Enum(['full', 'small']),
  assets: Type.Integer(),
  speed: Type.Number({ description: 'Times faster than life; 0 is quiet' }),
  plays: Type.Object({ supplier: Type.Boolean(), customer: Type.Boolean() }),
  backFill: Type.Object({
    state: Type.Enum(['running', 'done']),
    filledTo: Instant,
    share: Type.Number({ minimum: 0, maximum: 1, description: 'Of all steps, each counting the same' }),
    steps: Type.Array(
      Type.Object({ step: Type.String(), done: Type.Integer(), total: Type.Integer(), finishedAt: Type.Optional(Instant) }),
    ),
    problem: Type.Optional(Type.String({ description: 'Why it does not move now' })),
  }),
  liveSince: Type.Optional(Instant),
  nextAt: Type.Optional(Type.String({ description: 'When a scanner is next taken out of use' })),
  openDowntimes: Type.Array(
    Type.Object({ downtimeId: EventId, assetId: AssetId, kind: Type.String(), cause: Type.String(), from: Instant }),
  ),
  counts: Type.Record(Type.String(), Type.Integer(), { description: 'What was sent and done since this process started' }),
})
export type SimulatorStatus = Static<typeof SimulatorStatus>

const FaultOrder = Type.Object({
  assetId: AssetId,
  kind: Type.Enum(['failure', 'limited'], { default: 'failure' }),
  cause: Type.Optional(Cause),
  note: Type.Optional(Note),
  speed: Type.Optional(
    Type.Number({ minimum: 1, maximum: 3_600, description: 'How many times faster than life it is mended; as the run, unless told' }),
  ),
})
const MadeFault = Type.Object({
  downtimeId: EventId,
  assetId: AssetId,
  cause: Type.String(),
  from: Instant,
  mendedBy: Instant,
  backBy: Instant,
})

export interface SimulatorRouteDeps extends CauseDeps {
  readonly example: Example
  readonly fleet: Config['IMAGING_SIMULATOR_FLEET']
  readonly speed: number
  readonly plays: Plays
  readonly pool: Pool
  readonly backFillProblem: () => string | undefined
  readonly live: () => { readonly sinceMs: number; readonly nextMs: number | undefined } | undefined
}

const DRIVERS = { access: 'example.drive' } as const

/** What the simulator does, and a way to make a scanner fail at once. */
export function addSimulatorRoutes(server: Server, deps: SimulatorRouteDeps): void {
  server.get(
    '/api/v1/simulator',
    { config: DRIVERS, schema: { summary: 'What the simulator does', response: { 200: SimulatorStatus } } },
    (request) => statusOf(deps, acting(request)),
  )

  server.post(
    '/api/v1/simulator/faults',
    {
      config: DRIVERS,
      schema: { summary: 'Makes a scanner of your trust in the example fail now', body: FaultOrder, response: { 201: MadeFault } },
    },
    async (request, reply) => {
      const made = await makeFault(deps, request.body, acting(request))
      reply.code(201)
      await keepAnswer(deps.pool, reply, made)
      return made
    },
  )
}

async function statusOf(
  { example, fleet, speed, plays, pool, counts, backFillProblem, live }: SimulatorRouteDeps,
  { sees }: ActingIdentity,
): Promise<SimulatorStatus> {
  const steps = await stepsOf(pool)
  const isSeen = (assetId: string): boolean => sees.status.includes(example.find(assetId)?.operator ?? '')
  const open = (await openMadeDowntimes(pool)).filter(({ assetId }) => isSeen(assetId))
  const share = steps.reduce((sum, { done, total }) => sum + (total === 0 ? 1 : done / total), 0) / STEPS.length
  const problem = backFillProblem()
  const running = live()
  const nextMs = running?.nextMs
  return {
    example: true,
    seed: example.seed,
    fleet,
    assets: example.assets.length,
    speed,
    plays,
    backFill: {
      state: steps.filter(({ finishedAt }) => finishedAt !== null).length === STEPS.length ? 'done' : 'running',
      filledTo: instant(example.filledToMs),
      share,
      steps: steps.map(({ step, done, total, finishedAt }) => ({
        step,
        done,
        total,
        ...(finishedAt !== null && { finishedAt: finishedAt.toISOString() }),
      })),
      ...(problem !== undefined && { problem }),
    },
    ...(running !== undefined && { liveSince: instant(running.sinceMs) }),
    ...(nextMs !== undefined && { nextAt: instant(nextMs) }),
    openDowntimes: open.map(({ downtimeId, assetId, kind, cause, fromMs }) => ({
      downtimeId,
      assetId,
      kind,
      cause,
      from: instant(fromMs),
    })),
    counts: counts.all(),
  }
}

/** @throws {ProblemError} 404 for an asset that is not the trust's in the example, 409 while the back-fill runs or the asset is down already. */
async function makeFault(
  deps: SimulatorRouteDeps,
  { assetId, kind, cause, note, speed = deps.speed }: Static<typeof FaultOrder>,
  { organisation }: ActingIdentity,
): Promise<Static<typeof MadeFault>> {
  const asset = deps.example.find(assetId)
  if (asset?.operator !== organisation) throw notFound('scanner of that id in the example fleet of your trust')
  if (deps.live() === undefined)
    throw conflict('The history is still being filled in', 'Try again when GET /api/v1/simulator says that it is done.')
  const nowMs = deps.now().getTime()
  const drawn = failure(asset, nowMs, randomFor(deps.example.seed, 'fault', assetId, nowMs))
  const episode: Episode = { ...drawn, kind, ...(cause !== undefined && { cause, fault: `${cause}-1` }) }
  const opening = stateEvent(deps.example.seed, asset, episode, {
    state: kind === 'limited' ? 'DEGRADED' : 'DOWN_UNPLANNED',
    atMs: nowMs,
    toldMs: nowMs,
    by: { kind: 'person', role: 'radiographer' },
    cause: episode.cause,
    ...(episode.fault !== undefined && { fault: episode.fault }),
    ...(kind === 'limited' && { canStill: asset.capabilities.slice(0, 1) }),
    note: note ?? faultNote(episode.cause),
  })
  const made = madeOf(deps.example.seed, opening.id, episode, { sinceMs: nowMs, speed })
  if (!(await causeDowntime(deps, made, opening)))
    throw conflict('The scanner is out of use already', 'Choose another one, or wait until it is back in use.')
  return {
    downtimeId: made.downtimeId,
    assetId,
    cause: made.cause,
    from: instant(nowMs),
    mendedBy: instant(made.mendedMs),
    backBy: instant(made.backMs),
  }
}
