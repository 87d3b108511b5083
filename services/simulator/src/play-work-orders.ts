import { ProblemError } from '@imaging/http'
import type { Log } from '@imaging/observability'
import type { Pool } from '@imaging/postgres'
import type { WorkOrder, WorkOrderSummary } from '@imaging/schemas'
import { timerPart, type RunningPart } from '@imaging/service'
import { nextAct, type Act, type PlayedOrder, type Plays, type RepairPlan } from '../domain/index.ts'
import type { Counts } from './counts.ts'
import type { Example } from './example.ts'
import { madeAmong, type MadeDowntime } from './made-downtime-repository.ts'
import type { PlayedService } from './played-service.ts'

export interface PlayDeps {
  readonly example: Example
  readonly plays: Plays
  readonly maintenance: PlayedService
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
  for (const operator of deps.example.operators) await playFor(deps, operator, signal)
}

async function playFor(deps: PlayDeps, operator: string, signal: AbortSignal): Promise<void> {
  const { client, as } = deps.maintenance
  const call = { ...as('radiology-manager', operator), query: { open: true, limit: ORDERS_MAX }, signal }
  const { items } = await client.get<{ items: WorkOrderSummary[] }>('/api/v1/work-orders', call)
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
  const { log, counts } = deps
  const { client, as } = deps.maintenance
  const plan = planOf(deps.example, made)
  if (plan === undefined) return
  const path = `/api/v1/work-orders/${workOrderId}`
  const { body: order, etag } = await client.request<WorkOrder>('GET', path, undefined, { ...as('radiology-lead', trust), signal })
  const act = nextAct(playedOrder(order), plan, deps.now().getTime(), deps.plays)
  if (act === undefined || etag === undefined) return
  const actor = as(act.by, organisationOf(act, trust, supplierId))
  try {
    await client.post(`${path}/actions`, act.command, { ...actor, ifMatch: etag, signal })
    counts.add(`played ${act.command.action}`)
    log.info({ workOrderId, action: act.command.action, by: act.by }, 'played a part in a work order')
  } catch (error) {
    // Somebody was faster, or it is not possible now: the next look decides anew.
    if (!(error instanceof ProblemError) || error.status >= 500) throw error
    log.info({ workOrderId, action: act.command.action, answer: error.message }, 'a played act was refused')
  }
}

const organisationOf = ({ by }: Act, trust: string, supplierId: string): string => (by === 'supplier-engineer' ? supplierId : trust)

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
