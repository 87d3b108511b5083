import { isSupplierRole, type ActingIdentity, type WorkOrder } from '@imaging/schemas'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { optionsOf, queryText, type Option } from '../../lists/filters.ts'
import { pageNumber } from '../../lists/pagination.ts'
import { fieldText, type FormFields } from '../../shell/form-guard.ts'
import { PageError } from '../../shell/page-error.ts'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { identityOf } from '../../shell/visitor.ts'
import { codeWords } from '../../words/capability-words.ts'
import { jobsView } from '../jobs/jobs-view.ts'
import { photoViews } from '../report/photo-view.ts'
import type { PhotoStore } from '../report/report-ports.ts'
import type { BoardReader } from '../status/board-reader.ts'
import type { TriedForm } from './action-forms.ts'
import { isAction, readCommand } from './work-order-command.ts'
import type { WorkOrderDesk } from './work-order-desk.ts'
import { workOrderView } from './work-order-view.ts'
import {
  filteredOrders,
  workOrdersCsv,
  workOrdersFilter,
  workOrdersQuestion,
  workOrdersView,
  type WorkOrdersFilter,
} from './work-orders-view.ts'

export interface WorkOrderPorts {
  readonly desk: WorkOrderDesk
  readonly board: BoardReader
  readonly photos: PhotoStore
}

type Query = Readonly<Record<string, unknown>>

const lists = (app: FastifyInstance, deps: PageDeps, { desk, photos }: WorkOrderPorts): void => {
  const read = async (request: FastifyRequest, filter: WorkOrdersFilter) => desk.workOrders(identityOf(request), workOrdersQuestion(filter))

  app.get('/work-orders', async (request, reply) => {
    const query = request.query as Query
    const filter = workOrdersFilter(query)
    const list = workOrdersView(await read(request, filter), filter, pageNumber(queryText(query['page'])), deps.now().getTime())
    return sendPage(deps, request, reply, { template: 'pages/work-orders/work-orders.njk', title: 'Work orders', view: { list } })
  })
  app.get('/work-orders.csv', async (request, reply) => {
    const filter = workOrdersFilter(request.query as Query)
    const orders = await read(request, filter)
    return reply
      .type('text/csv; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="work-orders.csv"')
      .send(workOrdersCsv(filteredOrders(orders, filter, deps.now().getTime())))
  })
  app.get('/jobs', async (request, reply) => {
    if (!isSupplierRole(identityOf(request).role)) throw new PageError(403)
    const query = request.query as Query
    const status = query['status'] === 'CLOSED' ? 'CLOSED' : undefined
    const orders = await read(request, workOrdersFilter({ status }))
    const jobs = jobsView(orders, status, pageNumber(queryText(query['page'])), deps.now().getTime())
    const ids = jobs.jobs.map(({ id }) => id)
    const pictures = ids.length === 0 ? [] : await photos.ofWorkOrders(identityOf(request), ids).catch(() => [])
    const photosOf = (id: string) => photoViews(pictures.filter(({ workOrderId }) => workOrderId === id))
    return sendPage(deps, request, reply, { template: 'pages/jobs/jobs.njk', title: jobs.heading, view: { jobs, photosOf } })
  })
}

/** What the forms offer to choose from; without the board there is less to choose, and the forms still work. */
const offers = async (
  board: BoardReader,
  identity: ActingIdentity,
  order: WorkOrder,
): Promise<{ capabilities: readonly Option[]; suppliers: readonly Option[] }> => {
  if (isSupplierRole(identity.role)) return { capabilities: [], suppliers: [] }
  const rows = await board.board(identity).then(
    (known) => known.rows,
    () => [],
  )
  const own = rows.find(({ assetId }) => assetId === order.assetId)
  return {
    capabilities: (own?.capabilities ?? []).map((code) => ({ value: code, text: codeWords(code) })),
    suppliers: optionsOf(rows, ({ supplierId, supplierName }) =>
      supplierId === undefined || supplierId === order.supplierId ? undefined : { value: supplierId, text: supplierName ?? supplierId },
    ),
  }
}

/** Work orders: the list, each one with its next act, the acts themselves, and a supplier's own jobs. */
export const workOrderPages = (app: FastifyInstance, deps: PageDeps, ports: WorkOrderPorts): void => {
  lists(app, deps, ports)

  const sendOrder = async (request: FastifyRequest, reply: FastifyReply, id: string, tried?: TriedForm): Promise<FastifyReply> => {
    const identity = identityOf(request)
    const order = await ports.desk.workOrder(identity, id)
    const pictures = await ports.photos.ofWorkOrders(identity, [id]).catch(() => undefined)
    const done = queryText((request.query as Query)['done'])
    const view = workOrderView({
      order,
      ...(await offers(ports.board, identity, order)),
      role: identity.role,
      tried,
      done,
      nowMs: deps.now().getTime(),
    })
    return sendPage(deps, request, reply, {
      template: 'pages/work-orders/work-order.njk',
      title: `${tried === undefined ? '' : 'Error: '}${order.workOrderId}, ${order.assetName}, ${order.siteName}`,
      view: {
        order: view,
        photos: pictures && photoViews(pictures),
        reports: pictures && [...new Set(pictures.map(({ eventId }) => eventId))],
      },
      status: tried === undefined ? 200 : 400,
      version: String(order.version),
    })
  }

  app.get<{ Params: { id: string } }>('/work-orders/:id', (request, reply) => sendOrder(request, reply, request.params.id))

  app.post<{ Params: { id: string; action: string }; Body: FormFields }>('/work-orders/:id/:action', async (request, reply) => {
    const { id, action } = request.params
    if (!isAction(action)) throw new PageError(404)
    const read = readCommand(action, request.body)
    if ('faults' in read) return sendOrder(request, reply, id, { action, fields: request.body, faults: read.faults })
    const press = { version: fieldText(request.body, 'version'), idempotencyKey: fieldText(request.body, 'idempotencyKey') }
    await ports.desk.act(identityOf(request), id, read.command, press)
    return reply.redirect(`/work-orders/${id}?done=${action}`, 303)
  })
}
