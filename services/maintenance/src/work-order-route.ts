import type { ProblemError, Reply } from '@imaging/http'
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
import { acting, seeingOf } from '@imaging/identity'
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
} from '@imaging/schemas'
import { Type } from 'typebox'
import { decide, evolve, maySee, type Actor, type Decision, type Fact, type WorkOrder } from '../domain/index.ts'
import { actingAs, ANY_ACT } from './acting-as.ts'
import { commandOf } from './command-of.ts'
import { asDispatcher } from './dispatch.ts'
import { raiseFollowUp } from './raise-work-order.ts'
import { recordFacts } from './record-facts.ts'
import { namesFor, suppliersOf, surroundingsOf } from './register-repository.ts'
import { factsOf, heldWorkOrder, linkedWorkOrders, numberOf, workOrder, workOrders } from './work-order-repository.ts'
import { workOrderPage, workOrderSummary, type AroundView } from './work-order-view.ts'

export interface RouteDeps {
  /** For requests: sees what the one who asks may see. */
  readonly pool: Pool
  /** For what is done for nobody: sees every organisation. */
  readonly ingest: Pool
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
      config: { access: 'work-orders.read' },
      schema: {
        summary: 'Work orders, newest first; a trust and a supplier each see their own',
        querystring: ListQuery,
        response: { 200: Page(WorkOrderSummary) },
      },
    },
    async (request) => {
      const identity = acting(request)
      const actor = actingAs(identity)
      const { limit, cursor, ...filter } = request.query
      const list = async (tx: Transaction) => {
        const orders = await workOrders(tx, filter, limit, readCursor(Place, cursor))
        const { items, ...rest } = page(orders, limit, ({ openedAtMs, opening }) => ({
          openedAtMs,
          number: numberOf(opening.workOrderId),
        }))
        const assetIds = items.map(({ opening }) => opening.assetId)
        const names = await namesFor(tx, assetIds)
        const nowMs = now().getTime()
        return { items: items.map((order) => workOrderSummary(order, actor, names, nowMs)), ...rest }
      }
      return inTransaction(pool, list, { seeing: seeingOf(identity) })
    },
  )

  server.get(
    '/api/v1/work-orders/:workOrderId',
    {
      config: { access: 'work-orders.read' },
      schema: { summary: 'One work order, as the one who asks may see it', params: Params, response: { 200: WorkOrderOnPage } },
    },
    async (request, reply) => {
      const identity = acting(request)
      const actor = actingAs(identity)
      const read = async (tx: Transaction) => {
        const order = visible(await workOrder(tx, request.params.workOrderId), actor)
        reply.header('etag', etag(order.version))
        const nowMs = now().getTime()
        return pageOf(tx, order, actor, await knownAbout(tx, order, nowMs), nowMs)
      }
      return inTransaction(pool, read, { seeing: seeingOf(identity) })
    },
  )
}

function addActionRoute(server: Server, deps: RouteDeps): void {
  server.post(
    '/api/v1/work-orders/:workOrderId/actions',
    {
      config: { access: ANY_ACT },
      schema: { summary: 'One act on a work order', params: Params, body: WorkOrderCommand, response: { 200: WorkOrderOnPage } },
    },
    async (request, reply) => {
      const identity = acting(request)
      const actor = actingAs(identity)
      const act = async (tx: Transaction) => {
        const order = visible(await heldWorkOrder(tx, request.params.workOrderId), actor)
        requireIfMatch(request, order.version)
        return actOn(tx, order, { actor, command: request.body, reply }, deps)
      }
      return inTransaction(deps.pool, act, { seeing: seeingOf(identity) })
    },
  )
}

interface Asked {
  readonly actor: Actor
  readonly command: WorkOrderCommand
  readonly reply: Reply
}

/** Decides on an act, records what follows from it, and answers with what the one who acted may see of it. */
async function actOn(tx: Transaction, order: WorkOrder, { actor, command, reply }: Asked, deps: RouteDeps): Promise<WorkOrderOnPage> {
  const nowMs = deps.now().getTime()
  const known = await knownAbout(tx, order, nowMs)
  const decision = await asDispatcher(tx, async () => {
    const decided = decide(commandOf(command), order, actor, nowMs, await surroundingsOf(tx, order, nowMs))
    if ('facts' in decided) await raiseFollowUp(tx, await recordFacts(tx, order, decided.facts, deps), deps)
    return decided
  })
  if ('refused' in decision) throw refusal(decision)
  const { seen, facts } = lastSeen(order, decision.facts, actor)
  reply.header('etag', etag(seen.version))
  const answer = await pageOf(tx, seen, actor, { ...known, facts: [...known.facts, ...facts] }, nowMs)
  await keepAnswer(tx, reply, answer)
  return answer
}

const visible = (order: WorkOrder | undefined, actor: Actor): WorkOrder => {
  if (order === undefined || !maySee(actor, order)) throw notFound('work order of that number')
  return order
}

/** Where it stood when last the actor could see it, and by which facts: a decline may hand the work on to another supplier at once. */
function lastSeen(order: WorkOrder, decided: readonly Fact[], actor: Actor): { readonly seen: WorkOrder; readonly facts: readonly Fact[] } {
  let seen = order
  for (const [index, fact] of decided.entries()) {
    const next = evolve(seen, fact)
    if (!maySee(actor, next)) return { seen, facts: decided.slice(0, index) }
    seen = next
  }
  return { seen, facts: decided }
}

/** What the one who asks may see around a work order; looked at before an act, after which it may not be theirs any more. */
type Known = Pick<AroundView, 'names' | 'facts' | 'suppliers'>

const knownAbout = async (tx: Transaction, { opening }: WorkOrder, nowMs: number): Promise<Known> => ({
  names: await namesFor(tx, [opening.assetId]),
  facts: await factsOf(tx, opening.workOrderId),
  suppliers: await suppliersOf(tx, opening.trust, nowMs),
})

const pageOf = async (tx: Transaction, order: WorkOrder, actor: Actor, known: Known, nowMs: number): Promise<WorkOrderOnPage> =>
  workOrderPage(order, actor, { ...known, links: await linkedWorkOrders(tx, order.opening), nowMs })

function refusal({ refused, because }: Extract<Decision, { refused: string }>): ProblemError {
  if (because === 'not-yours') return problem(403, 'This is not yours to do', { detail: refused })
  if (because === 'not-now') return conflict('This cannot be done now', refused)
  return problem(422, 'This cannot be', { detail: refused })
}
