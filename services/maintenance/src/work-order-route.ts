import type { ProblemError } from '@imaging/http'
import {
  conflict,
  etag,
  keepAnswer,
  notFound,
  page,
  Page,
  PageQuery,
  problem,
  readCursor,
  requireIfMatch,
  type Server,
} from '@imaging/http'
import { inTransaction, type Pool, type Transaction } from '@imaging/postgres'
import {
  AssetId,
  EventId,
  OdsCode,
  SupplierId,
  WorkOrder as WorkOrderOnPage,
  WorkOrderCommand,
  WorkOrderId,
  WorkOrderStatus,
  WorkOrderSummary,
  type Actor,
} from '@imaging/schemas'
import { Type } from 'typebox'
import { decide, evolve, maySee, type Decision, type Fact, type WorkOrder } from '../domain/index.ts'
import { actorOf } from './actor-of.ts'
import { commandOf } from './command-of.ts'
import { asPlatform } from './organisation.ts'
import { recordFacts } from './record-facts.ts'
import { namesFor, surroundingsOf } from './register-repository.ts'
import { factsOf, heldWorkOrder, numberOf, workOrder, workOrders } from './work-order-repository.ts'
import { workOrderPage, workOrderSummary } from './work-order-view.ts'

export interface RouteDeps {
  readonly pool: Pool
  readonly now: () => Date
  readonly newId: () => string
}

const ListQuery = Type.Object({
  ...PageQuery.properties,
  status: Type.Optional(WorkOrderStatus),
  supplierId: Type.Optional(SupplierId),
  trust: Type.Optional(OdsCode),
  assetId: Type.Optional(AssetId),
  downtimeId: Type.Optional(EventId),
  open: Type.Optional(Type.Boolean({ description: 'Only those where something is still to happen, or only those where nothing is' })),
})
const Place = Type.Object({ openedAtMs: Type.Integer(), number: Type.Integer() })
const Params = Type.Object({ workOrderId: WorkOrderId })

/** Work orders for pages and for suppliers' systems: lists, one whole, and the acts people do to it. */
export function addWorkOrderRoutes(server: Server, deps: RouteDeps): void {
  addReadRoutes(server, deps)
  addActionRoute(server, deps)
}

function addReadRoutes(server: Server, { pool, now }: RouteDeps): void {
  server.get(
    '/api/v1/work-orders',
    {
      schema: {
        summary: 'Work orders, newest first; a supplier sees its own',
        querystring: ListQuery,
        response: { 200: Page(WorkOrderSummary) },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { limit, cursor, ...filter } = request.query
      return inTransaction(
        pool,
        async (tx) => {
          const orders = await workOrders(tx, filter, limit, readCursor(Place, cursor))
          const { items, ...rest } = page(orders, limit, ({ openedAtMs, opening }) => ({
            openedAtMs,
            number: numberOf(opening.workOrderId),
          }))
          const names = await namesFor(
            tx,
            items.map(({ opening }) => opening.assetId),
          )
          const nowMs = now().getTime()
          return { items: items.map((order) => workOrderSummary(order, names, nowMs)), ...rest }
        },
        actor,
      )
    },
  )

  server.get(
    '/api/v1/work-orders/:workOrderId',
    { schema: { summary: 'One work order, as the one who asks may see it', params: Params, response: { 200: WorkOrderOnPage } } },
    async (request, reply) => {
      const actor = actorOf(request)
      return inTransaction(
        pool,
        async (tx) => {
          const order = visible(await workOrder(tx, request.params.workOrderId), actor)
          reply.header('etag', etag(order.version))
          return pageOf(tx, order, actor, now().getTime())
        },
        actor,
      )
    },
  )
}

function addActionRoute(server: Server, deps: RouteDeps): void {
  const { pool, now } = deps
  server.post(
    '/api/v1/work-orders/:workOrderId/actions',
    { schema: { summary: 'One act on a work order', params: Params, body: WorkOrderCommand, response: { 200: WorkOrderOnPage } } },
    async (request, reply) => {
      const actor = actorOf(request)
      return inTransaction(
        pool,
        async (tx) => {
          const order = visible(await heldWorkOrder(tx, request.params.workOrderId), actor)
          requireIfMatch(request, order.version)
          const nowMs = now().getTime()
          const decision = decide(commandOf(request.body), order, actor, nowMs, await surroundingsOf(tx, order, nowMs))
          if ('refused' in decision) throw refusal(decision)
          // It is decided; what is recorded may hand the work to another, whom the sender cannot see.
          await asPlatform(tx)
          await recordFacts(tx, order, decision.facts, deps)
          const seen = lastSeen(order, decision.facts, actor)
          reply.header('etag', etag(seen.version))
          const answer = await pageOf(tx, seen, actor, nowMs)
          await keepAnswer(tx, reply, answer)
          return answer
        },
        actor,
      )
    },
  )
}

const visible = (order: WorkOrder | undefined, actor: Actor): WorkOrder => {
  if (order === undefined || !maySee(actor, order)) throw notFound('work order of that number')
  return order
}

/** Where it stood when last the actor could see it: a decline may hand the work on to another supplier at once. */
const lastSeen = (order: WorkOrder, facts: readonly Fact[], actor: Actor): WorkOrder =>
  facts.reduce<WorkOrder>((seen, fact) => {
    const next = evolve(seen, fact)
    return maySee(actor, next) ? next : seen
  }, order)

async function pageOf(tx: Transaction, order: WorkOrder, actor: Actor, nowMs: number): Promise<WorkOrderOnPage> {
  const { workOrderId, assetId } = order.opening
  const names = await namesFor(tx, [assetId])
  const facts = await factsOf(tx, workOrderId)
  const surroundings = await surroundingsOf(tx, order, nowMs)
  return workOrderPage(order, actor, { names, facts, surroundings, nowMs })
}

function refusal({ refused, because }: Extract<Decision, { refused: string }>): ProblemError {
  if (because === 'not-yours') return problem(403, 'This is not yours to do', { detail: refused })
  if (because === 'not-now') return conflict('This cannot be done now', refused)
  return problem(422, 'This cannot be', { detail: refused })
}
