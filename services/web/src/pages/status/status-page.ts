import { sendEvents } from '@imaging/http'
import { may, type ActingIdentity, type BoardRow } from '@imaging/schemas'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { chartPatterns } from '../../charts/chart.ts'
import { chartKey } from '../../charts/key.ts'
import { queryText } from '../../lists/filters.ts'
import { pageNumber } from '../../lists/pagination.ts'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import type { Sessions } from '../../shell/sessions.ts'
import { identityOf, readerOf } from '../../shell/visitor.ts'
import type { BoardReader, LiveFeed, OpenWorkOrders } from './board-reader.ts'
import { whileTheSame } from '../../shell/identity-watch.ts'
import { boardEvents } from './board-events.ts'
import { boardFilter, filteredRows } from './board-filter.ts'
import { boardCsv } from './status-csv.ts'
import { statusView, type StatusView } from './status-view.ts'

export interface StatusPorts {
  readonly board: BoardReader
  readonly orders: OpenWorkOrders
  readonly feed: LiveFeed
  readonly access: Sessions
}

type Query = Readonly<Record<string, unknown>>

/** A browser that lost the stream tries again after this; short, as the board says at once that it is not live. */
const RETRY_MS = 2_000

const HEARTBEAT_MS = 15_000

const statusOf = async ({ board, orders }: StatusPorts, identity: ActingIdentity, query: Query, now: () => Date): Promise<StatusView> => {
  // The board is worth showing without work orders; it says that they are missing.
  const seesOrders = may(identity, 'work-orders.read')
  const [known, open] = await Promise.all([board.board(identity), seesOrders ? orders.openWorkOrders(identity).catch(() => undefined) : []])
  return statusView({
    board: known,
    orders: open,
    ordersOf: seesOrders ? identity.sees.own : [],
    filter: boardFilter(query),
    page: pageNumber(queryText(query['page'])),
    nowMs: now().getTime(),
  })
}

const sendCsv = (reply: FastifyReply, rows: readonly BoardRow[], now: Date): FastifyReply =>
  reply
    .type('text/csv; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="scanner-status-${now.toISOString().slice(0, 16).replace(':', '')}.csv"`)
    .send(boardCsv(rows, now.getTime()))

/** The live board: the page, its list as CSV, a wall screen, and the changes as they come. */
export const statusPage = (app: FastifyInstance, deps: PageDeps, ports: StatusPorts): void => {
  const page = (template: string, title: string) => async (request: FastifyRequest, reply: FastifyReply) =>
    sendPage(deps, request, reply, {
      template,
      title,
      view: {
        status: await statusOf(ports, identityOf(request), request.query as Query, deps.now),
        patterns: chartPatterns,
        key: chartKey,
      },
    })
  app.get('/status', page('pages/status/status.njk', 'Live scanner status'))
  app.get('/status/wall', page('pages/status/wall.njk', 'Scanner status, wall screen'))
  app.get('/status.csv', async (request, reply) => {
    const board = await ports.board.board(identityOf(request))
    return sendCsv(reply, filteredRows(board.rows, boardFilter(request.query as Query)), deps.now())
  })
  app.get('/events', async (request, reply) => {
    const query = request.query as Query
    const identity = identityOf(request)
    const after = queryText(query['after'])
    return sendEvents(reply, {
      retryMs: RETRY_MS,
      heartbeatMs: HEARTBEAT_MS,
      replay: (lastEventId, gone) => {
        const signal = whileTheSame({ who: () => readerOf(ports.access, request), identity, signal: gone })
        const changes = ports.feed.changes(identity, lastEventId ?? after, signal)
        const sources = { changes, filter: boardFilter(query), sees: identity.sees.status, now: deps.now, signal }
        return boardEvents(sources, lastEventId ?? after ?? '')
      },
    })
  })
}
