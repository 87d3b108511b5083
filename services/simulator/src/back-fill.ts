import { setTimeout as delay } from 'node:timers/promises'
import type { EventSink } from '@imaging/event-log'
import { ProblemError } from '@imaging/http'
import type { Log } from '@imaging/observability'
import type { Pool } from '@imaging/postgres'
import type { Board, ImagingEvent } from '@imaging/schemas'
import type { RunningPart } from '@imaging/service'
import { disordered, type DisorderTerms } from './disordered.ts'
import type { Example } from './example.ts'
import { addMadeDowntime } from './made-downtime-repository.ts'
import { madeOf } from './made-downtime.ts'
import type { PlayedService } from './played-service.ts'
import { beginStep, noteStep, stepsOf, type Step } from './progress-repository.ts'
import { buildingsOf, roomsOf } from './place-entries.ts'
import { contractsOf, registerEntry } from './register-entries.ts'
import { isOver, toldEpisodes } from './state-events.ts'
import { examSequence, readingSequence, type Sequence } from './telemetry-events.ts'
import { DOWNTIME, TELEMETRY } from './told.ts'
import { historicWorkOrders } from './work-order-history.ts'

export interface BackFillDeps extends DisorderTerms {
  readonly example: Example
  readonly speed: number
  readonly pool: Pool
  readonly sink: EventSink
  readonly assets: PlayedService
  readonly availability: PlayedService
  readonly maintenance: PlayedService
  readonly log: Log
  readonly now: () => Date
}

/** A back-fill under way: a part of the service with something to say about itself. */
export interface BackFill extends RunningPart {
  /** What it is waiting for or what went wrong last; nothing while it moves or is done. */
  readonly problem: () => string | undefined
}

/** Sent and noted at a time: a kill repeats no more than this, and a repeat changes nothing. */
const RECORDS_AT_ONCE = 2_000
const EPISODES_AT_ONCE = 500
const WORK_ORDERS_AT_ONCE = 50
/** The register writes each in a transaction of its own. */
const REGISTERED_AT_ONCE = 8
const TRY_AGAIN_MS = 2_000
const LOOK_AGAIN_MS = 250

/**
 * Fills in the history of the example, step by step and once: a restart goes on where it stopped, and what is told twice
 * changes nothing. Calls `onDone` when all of it is told.
 */
export function startBackFill(deps: BackFillDeps, onDone: () => void): BackFill {
  const stopping = new AbortController()
  let problem: string | undefined
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await fillIn(deps, stopping.signal)
        problem = undefined
        onDone()
        return
      } catch (error) {
        if (stopping.signal.aborted) return
        problem = error instanceof Error ? error.message : String(error)
        deps.log.warn({ err: error }, 'the back-fill is held up and goes on in a moment')
        await delay(TRY_AGAIN_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  }
  const running = run()
  return {
    name: 'back-fill',
    problem: () => problem,
    async stop() {
      stopping.abort()
      await running
    },
  }
}

const steps: Readonly<Record<Step, (deps: BackFillDeps, signal: AbortSignal) => Promise<void>>> = {
  register: registerFleet,
  states: tellStates,
  readings: (deps, signal) => tellTelemetry(deps, signal, 'readings', readingSequence(deps.example)),
  exams: (deps, signal) => tellTelemetry(deps, signal, 'exams', examSequence(deps.example)),
  'work-orders': bringWorkOrders,
}

/** The board first. What then comes from other sources comes side by side: telemetry by the log, work orders by HTTP. */
const STAGES: readonly (readonly Step[])[] = [['register'], ['states'], ['readings', 'exams', 'work-orders']]

async function fillIn(deps: BackFillDeps, signal: AbortSignal): Promise<void> {
  const finished = new Set((await stepsOf(deps.pool)).filter(({ finishedAt }) => finishedAt !== null).map(({ step }) => step))
  for (const stage of STAGES) {
    // All are waited for, so that one that is held up does not leave another running behind its next try.
    const outcomes = await Promise.allSettled(stage.filter((step) => !finished.has(step)).map((step) => takeStep(deps, step, signal)))
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }
}

async function takeStep(deps: BackFillDeps, step: Step, signal: AbortSignal): Promise<void> {
  const startedMs = performance.now()
  await steps[step](deps, signal)
  deps.log.info({ step, tookMs: Math.round(performance.now() - startedMs) }, 'a step of the back-fill is done')
}

/** Does a step part by part, noting each. */
async function inParts<Item>(
  { pool }: BackFillDeps,
  signal: AbortSignal,
  { step, total, size }: { readonly step: Step; readonly total: number; readonly size: number },
  items: (from: number, to: number) => readonly Item[],
  deal: (part: readonly Item[]) => Promise<unknown>,
): Promise<void> {
  for (let done = await beginStep(pool, step, total); ;) {
    signal.throwIfAborted()
    const to = Math.min(total, done + size)
    const part = items(done, to)
    if (part.length > 0) await deal(part)
    done = to
    await noteStep(pool, step, done)
    if (done === total) return
  }
}

async function registerFleet(deps: BackFillDeps, signal: AbortSignal): Promise<void> {
  const { example, assets: register } = deps
  const trustOf = new Map(example.assets.map(({ siteCode, operator }) => [siteCode, operator]))
  const placed = <Body extends { readonly siteCode: string }>(path: string, body: Body): Entry => ({
    path,
    trust: trustOf.get(body.siteCode) ?? '',
    body,
  })
  const buildings = buildingsOf(example.assets).map((body) => placed(`/api/v1/buildings/${body.buildingId}`, body))
  const rooms = roomsOf(example.seed, example.assets).map((body) => placed(`/api/v1/rooms/${body.roomId}`, body))
  const contracts = contractsOf(example.assets).map((body) => ({ path: `/api/v1/contracts/${body.contractId}`, trust: body.trust, body }))
  const machines = example.assets
    .map((asset) => registerEntry(asset, example.filledToMs))
    .map((body) => ({ path: `/api/v1/assets/${body.assetId}`, trust: body.operator, body }))
  // What is named comes before what names it: a room its building, an asset its room and contract.
  const groups = [[...buildings, ...contracts], rooms, machines]
  const parts = groups.flatMap((group) => inGroupsOf(REGISTERED_AT_ONCE, group))
  await inParts(
    deps,
    signal,
    { step: 'register', total: parts.length, size: 1 },
    (from, to) => parts.slice(from, to),
    ([part = []]) => Promise.all(part.map((entry) => putNew(register, entry))),
  )
}

const inGroupsOf = <Item>(size: number, items: readonly Item[]): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))

/** One line of the register, and the trust that answers for it. */
interface Entry {
  readonly path: string
  readonly trust: string
  readonly body: object
}

/** Puts what is not there yet, as the trust's estates planner; what is there already is left as it is. */
async function putNew(register: PlayedService, { path, trust, body }: Entry): Promise<void> {
  try {
    await register.client.put(path, body, { ...register.as('estates-planner', trust), headers: { 'if-none-match': '*' } })
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 412) throw error
  }
}

/** An event of an asset that nobody knows yet would be refused: waits until the boards have the whole fleet. */
async function fleetIsKnown({ availability, example }: BackFillDeps, signal: AbortSignal): Promise<void> {
  for (;;) {
    const boards = await Promise.all(
      example.operators.map((operator) =>
        availability.client.get<Board>('/api/v1/board', {
          ...availability.as('radiology-manager', operator),
          query: { limit: 1 },
          signal,
        }),
      ),
    )
    if (boards.reduce((sum, { total }) => sum + total, 0) >= example.assets.length) return
    await delay(LOOK_AGAIN_MS, undefined, { signal })
  }
}

async function tellStates(deps: BackFillDeps, signal: AbortSignal): Promise<void> {
  await fleetIsKnown(deps, signal)
  const { example, pool, speed } = deps
  const told = toldEpisodes(example)
  for (const { episode, events } of told) {
    const [opening] = events
    if (episode === undefined || opening === undefined || isOver(episode, example)) continue
    await addMadeDowntime(pool, madeOf(example.seed, opening.id, episode, { sinceMs: example.filledToMs, speed }))
  }
  await inParts(
    deps,
    signal,
    { step: 'states', total: told.length, size: EPISODES_AT_ONCE },
    (from, to) => told.slice(from, to),
    (part) =>
      send(
        deps,
        DOWNTIME,
        part.flatMap(({ events }) => events),
      ),
  )
}

async function tellTelemetry(
  deps: BackFillDeps,
  signal: AbortSignal,
  step: 'readings' | 'exams',
  sequence: Sequence<ImagingEvent>,
): Promise<void> {
  const between = (from: number, to: number): readonly ImagingEvent[] =>
    Array.from({ length: to - from }, (_, index) => sequence.at(from + index)).filter((event) => event !== undefined)
  await inParts(deps, signal, { step, total: sequence.total, size: RECORDS_AT_ONCE }, between, (part) => send(deps, TELEMETRY, part))
}

const send = (deps: BackFillDeps, topic: string, events: readonly ImagingEvent[]): Promise<void> =>
  deps.sink.send(topic, disordered(deps, events, deps.now().getTime()))

/**
 * Each trust's administrator brings its own. A work order that is there already is known by its reference, so that a part sent
 * twice changes nothing.
 */
async function bringWorkOrders(deps: BackFillDeps, signal: AbortSignal): Promise<void> {
  const { example, maintenance, counts } = deps
  const orders = historicWorkOrders(example)
  await inParts(
    deps,
    signal,
    { step: 'work-orders', total: orders.length, size: WORK_ORDERS_AT_ONCE },
    (from, to) => orders.slice(from, to),
    async (part) => {
      for (const [trust, workOrders] of Map.groupBy(part, ({ assetId }) => example.find(assetId)?.operator ?? '')) {
        const call = { ...maintenance.as('administrator', trust), signal }
        await maintenance.client.post('/api/v1/work-order-history', { workOrders }, call)
      }
      counts.add('work orders brought', part.length)
    },
  )
}
