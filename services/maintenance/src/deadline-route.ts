import { notFound, type Server } from '@imaging/http'
import { inTransaction } from '@imaging/postgres'
import { WorkOrderId } from '@imaging/schemas'
import { Type } from 'typebox'
import { deadlines, escalate, isOpen, LEVELS_MAX, remind, type Fact, type WorkOrder } from '../domain/index.ts'
import { instantOf } from './instant.ts'
import { recordFacts } from './record-facts.ts'
import { heldWorkOrder, workOrder } from './work-order-repository.ts'
import type { RouteDeps } from './work-order-route.ts'

const Params = Type.Object({ workOrderId: WorkOrderId })
const ClockName = Type.Enum(['response', 'repair', 'release'])
const Escalation = Type.Object({ clock: ClockName, level: Type.Integer({ minimum: 1, maximum: LEVELS_MAX }) })
const Reminder = Type.Object({ about: Type.Enum(['response', 'repair', 'release', 'choice']) })
const WORKER = { services: ['worker'] }
/** The work order itself says what was done: a kept answer would only repeat a "too early". */
const REPEATABLE = { access: WORKER, idempotencyKey: false }

/** For the process that watches the clocks, and for nobody outside: what is due when, and what it does when it is. */
export function addDeadlineRoutes(server: Server, deps: RouteDeps): void {
  const { ingest, now } = deps

  server.get(
    '/internal/work-orders/:workOrderId/deadlines',
    { config: { access: WORKER }, schema: { hide: true, params: Params } },
    async ({ params }) => {
      const order = known(await workOrder(ingest, params.workOrderId))
      return {
        sequence: order.sequence,
        isOver: !isOpen(order),
        deadlines: deadlines(order).map(({ atMs, ...deadline }) => ({ ...deadline, at: instantOf(atMs) })),
      }
    },
  )

  /** Records what the process did, unless people were faster; done before counts as done, so that asking again is harmless. */
  const record = (
    workOrderId: string,
    factsOf: (order: WorkOrder, nowMs: number) => readonly Fact[],
    isDone: (order: WorkOrder) => boolean,
  ) =>
    inTransaction(ingest, async (tx) => {
      const order = known(await heldWorkOrder(tx, workOrderId))
      return { recorded: isDone(await recordFacts(tx, order, factsOf(order, now().getTime()), deps)) }
    })

  server.post(
    '/internal/work-orders/:workOrderId/escalations',
    { config: REPEATABLE, schema: { hide: true, params: Params, body: Escalation } },
    ({ params, body }) =>
      record(
        params.workOrderId,
        (order, nowMs) => escalate(order, body.clock, body.level, nowMs),
        ({ escalated }) => escalated[body.clock] >= body.level,
      ),
  )

  server.post(
    '/internal/work-orders/:workOrderId/reminders',
    { config: REPEATABLE, schema: { hide: true, params: Params, body: Reminder } },
    ({ params, body }) =>
      record(
        params.workOrderId,
        (order, nowMs) => remind(order, body.about, nowMs),
        ({ reminded }) => reminded[body.about],
      ),
  )
}

const known = (order: WorkOrder | undefined): WorkOrder => {
  if (order === undefined) throw notFound('work order of that number')
  return order
}
