import { may, type ActingIdentity, type BoardRow, type Permission, type RegisterAsset } from '@imaging/schemas'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { chartPatterns } from '../../charts/chart.ts'
import { queryText } from '../../lists/filters.ts'
import { pageNumber } from '../../lists/pagination.ts'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { identityOf, requirePermission } from '../../shell/visitor.ts'
import type { BoardReader, OpenWorkOrders } from '../status/board-reader.ts'
import { historyView } from './history-view.ts'
import { periodsOf } from './periods.ts'
import { readingDays, readingsView } from './readings-view.ts'
import type { LedgerReader, ReadingsReader, RegisterReader, WorkOrderHistory } from './register-reader.ts'
import { scannerHead, type ScannerTab } from './scanner-head.ts'
import { scannerView } from './scanner-view.ts'
import { filteredScanners, scannersCsv, scannersFilter, scannersView } from './scanners-view.ts'

export interface ScannerPorts {
  readonly register: RegisterReader
  readonly board: BoardReader
  readonly orders: OpenWorkOrders & WorkOrderHistory
  readonly ledger: LedgerReader
  readonly readings: ReadingsReader
}

type Query = Readonly<Record<string, unknown>>
type ScannerRequest = FastifyRequest<{ Params: { readonly id: string } }>

const DAY_MS = 86_400_000
const DEFAULT_DAYS = 30

/** What a page can do without: undefined when its service does not answer, or the role does not include it. */
const ifAllowed = async <T>(identity: ActingIdentity, permission: Permission, ask: () => Promise<T>): Promise<T | undefined> =>
  may(identity, permission) ? ask().catch(() => undefined) : undefined

/** The register's asset and the board's rows: the head of each of a scanner's pages. */
const scannerOf = async (
  { register, board }: ScannerPorts,
  identity: ActingIdentity,
  id: string,
): Promise<{ asset: RegisterAsset; rows: readonly BoardRow[] | undefined }> => {
  const [asset, rows] = await Promise.all([register.asset(identity, id), ifAllowed(identity, 'board.read', () => board.board(identity))])
  return { asset, rows: rows?.rows }
}

const listPages = (app: FastifyInstance, deps: PageDeps, { register, board }: ScannerPorts): void => {
  app.get('/scanners', async (request, reply) => {
    const identity = identityOf(request)
    const query = request.query as Query
    const [assets, known] = await Promise.all([register.assets(identity), ifAllowed(identity, 'board.read', () => board.board(identity))])
    const view = scannersView(assets, known?.rows, scannersFilter(query), pageNumber(queryText(query['page'])), deps.now().getTime())
    return sendPage(deps, request, reply, { template: 'pages/scanners/scanners.njk', title: 'Scanners', view: { scanners: view } })
  })
  app.get('/scanners.csv', async (request, reply) => {
    const assets = await register.assets(identityOf(request))
    return reply
      .type('text/csv; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="scanners.csv"')
      .send(scannersCsv(filteredScanners(assets, scannersFilter(request.query as Query), deps.now().getTime())))
  })
}

type Send = (
  request: FastifyRequest,
  reply: FastifyReply,
  tab: ScannerTab,
  of: { asset: RegisterAsset; rows: readonly BoardRow[] | undefined },
  view: object,
) => FastifyReply

/** Sends one of a scanner's pages under the head they share. */
const sender =
  (deps: PageDeps): Send =>
  (request, reply, tab, of, view) => {
    const { asset, siteName } = of.asset
    const row = of.rows?.find(({ assetId }) => assetId === asset.assetId)
    return sendPage(deps, request, reply, {
      template: `pages/scanners/${tab === 'overview' ? 'scanner' : tab}.njk`,
      title: `${asset.name}, ${siteName}${tab === 'overview' ? '' : `: ${tab}`}`,
      view: {
        ...view,
        head: scannerHead({ ...of.asset, row, tab, identity: identityOf(request), nowMs: deps.now().getTime() }),
        patterns: chartPatterns,
      },
    })
  }

const overviewPage = (app: FastifyInstance, deps: PageDeps, ports: ScannerPorts): void => {
  const send = sender(deps)

  app.get('/scanners/:id', async (request: ScannerRequest, reply) => {
    const identity = identityOf(request)
    const { id } = request.params
    const nowMs = deps.now().getTime()
    const periods = () =>
      periodsOf(nowMs).map(async ({ label, period }) => ({ label, figures: await ports.ledger.figures(identity, id, period) }))
    const [of, orders, figures, conditions, exams] = await Promise.all([
      scannerOf(ports, identity, id),
      ifAllowed(identity, 'work-orders.read', () => ports.orders.openWorkOrders(identity)),
      ifAllowed(identity, 'downtime.read', () => Promise.all(periods())),
      ifAllowed(identity, 'readings.read', () => ports.readings.conditions(identity, id)),
      ifAllowed(identity, 'readings.read', () => ports.readings.exams(identity, id)),
    ])
    const view = scannerView({
      asset: of.asset,
      board: of.rows,
      orders,
      ordersOf: may(identity, 'work-orders.read') ? identity.sees.own : [],
      figures,
      conditions,
      exams,
      nowMs,
    })
    return send(request, reply, 'overview', of, { scanner: view })
  })
}

const historyPage = (app: FastifyInstance, deps: PageDeps, ports: ScannerPorts): void => {
  const send = sender(deps)

  app.get('/scanners/:id/history', { preHandler: requirePermission('downtime.read') }, async (request: ScannerRequest, reply) => {
    const identity = identityOf(request)
    const { id } = request.params
    const query = request.query as Query
    const [of, events, orders] = await Promise.all([
      scannerOf(ports, identity, id),
      ports.ledger.events(identity, id),
      ifAllowed(identity, 'work-orders.read', () => ports.orders.workOrdersOf(identity, id)),
    ])
    const view = historyView({ assetId: id, events, orders, kind: queryText(query['kind']), page: pageNumber(queryText(query['page'])) })
    return send(request, reply, 'history', of, { history: view })
  })
}

const readingsPage = (app: FastifyInstance, deps: PageDeps, ports: ScannerPorts): void => {
  const send = sender(deps)

  app.get('/scanners/:id/readings', { preHandler: requirePermission('readings.read') }, async (request: ScannerRequest, reply) => {
    const identity = identityOf(request)
    const { id } = request.params
    const query = request.query as Query
    const nowMs = deps.now().getTime()
    const days = readingDays.find((each) => String(each) === query['days']) ?? DEFAULT_DAYS
    const [of, channels] = await Promise.all([scannerOf(ports, identity, id), ports.readings.channels(identity, id)])
    const channel = channels.find((each) => each.channel === query['channel']) ?? channels[0]
    if (channel === undefined) return send(request, reply, 'readings', of, {})
    const period = { from: new Date(nowMs - days * DAY_MS).toISOString(), to: new Date(nowMs).toISOString() }
    const series = await ports.readings.series(identity, id, channel.channel, period)
    return send(request, reply, 'readings', of, { readings: readingsView({ assetId: id, channels, series, days, nowMs }) })
  })
}

/** The overview, history and readings of one scanner, and the list of all. */
export const scannerPages = (app: FastifyInstance, deps: PageDeps, ports: ScannerPorts): void => {
  listPages(app, deps, ports)
  overviewPage(app, deps, ports)
  historyPage(app, deps, ports)
  readingsPage(app, deps, ports)
}
