import { ProblemError, type Client } from '@imaging/http'
import type { Log } from '@imaging/observability'
import type { Pool } from '@imaging/postgres'
import { ACTOR_HEADER, writeActor, type WorkOrder, type WorkOrderSummary } from '@imaging/schemas'
import { timerPart, type RunningPart } from '@imaging/service'
import { castMember, nextAct, type Act, type CastRole, type PlayedOrder, type Plays, type RepairPlan } from '../domain/index.ts'
import type { Counts } from './counts.ts'
import type { Example } from './example.ts'
import { madeAmong, type MadeDowntime } from './made-downtime-repository.ts'

export interface PlayDeps {
  readonly example: Example
  readonly plays: Plays
  readonly maintenance: Client
  readonly pool: Pool
  readonly counts: Counts
  readonly log: Log
  readonly now: () => Date
}

const LOOK_EVERY_MS = 2_000
/** The most a list gives at once; the fleet has a handful open at a time. */
const ORDERS_MAX = 200

/**
 * Plays supplier and customer on the work orders of downtimes the simulator caused, one act at a time, through the same API
 * as everybody. Work orders of what a person reported are never touched.
 */
export function playWorkOrders(deps: PlayDeps): RunningPart {
  return timerPart({ name: 'played work orders', everyMs: LOOK_EVERY_MS, log: deps.log, work: (signal) => playOnce(deps, signal) })
}

async function playOnce(deps: PlayDeps, signal: AbortSignal): Promise<void> {
  const [anyone] = deps.example.assets
  if (anyone === undefined) return
  const query = { open: true, limit: ORDERS_MAX }
  const headers = actingAs('radiology-manager', anyone.operator)
  const { items } = await deps.maintenance.get<{ items: WorkOrderSummary[] }>('/api/v1/work-orders', { query, headers, signal })
  const made = new Map(
    (
      await madeAmong(
        deps.pool,
        items.flatMap(({ downtimeId }) => downtimeId ?? []),
      )
    ).map((one) => [one.downtimeId, one]),
  )
  for (const summary of items) {
    const downtime = summary.downtimeId === undefined ? undefined : made.get(summary.downtimeId)
    if (downtime !== undefined && !signal.aborted) await actOn(deps, summary, downtime, signal)
  }
}

async function actOn(
  deps: PlayDeps,
  { workOrderId, trust, supplierId }: WorkOrderSummary,
  made: MadeDowntime,
  signal: AbortSignal,
): Promise<void> {
  const { maintenance, log, counts } = deps
  const plan = planOf(deps.example, made)
  if (plan === undefined) return
  const path = `/api/v1/work-orders/${workOrderId}`
  const { body: order, etag } = await maintenance.request<WorkOrder>('GET', path, undefined, {
    headers: actingAs('radiology-lead', trust),
    signal,
  })
  const act = nextAct(playedOrder(order), plan, deps.now().getTime(), deps.plays)
  if (act === undefined || etag === undefined) return
  const headers = actingAs(act.by, organisationOf(act, trust, supplierId))
  try {
    await maintenance.post(`${path}/actions`, act.command, { headers, ifMatch: etag, signal })
    counts.add(`played ${act.command.action}`)
    log.info({ workOrderId, action: act.command.action, by: act.by }, 'played a part in a work order')
  } catch (error) {
    // Somebody was faster, or it is not possible now: the next look decides anew.
    if (!(error instanceof ProblemError) || error.status >= 500) throw error
    log.info({ workOrderId, action: act.command.action, answer: error.message }, 'a played act was refused')
  }
}

const organisationOf = ({ by }: Act, trust: string, supplierId: string): string => (by === 'supplier-engineer' ? supplierId : trust)

const actingAs = (role: CastRole, organisation: string): Record<string, string> => ({
  [ACTOR_HEADER]: writeActor(castMember(role, organisation)),
})

function planOf(
  example: Example,
  { assetId, cause, kind, fromMs, mendedMs, backMs, neededPart, isRemote }: MadeDowntime,
): RepairPlan | undefined {
  const asset = example.find(assetId)
  return asset && { classId: asset.classId, cause, kind, fromMs, mendedMs, backMs, neededPart, remote: isRemote }
}

const playedOrder = (order: WorkOrder): PlayedOrder => ({
  status: order.status,
  accessGiven: order.accessGiven,
  remote: order.remote ?? false,
  steps: order.steps.map(({ step }) => step),
  partsAwaited: order.partsAwaited ?? [],
  checks: order.checks,
  scopesOffered: order.scopesOffered.map(({ code }) => code),
})
