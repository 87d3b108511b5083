import { may } from '@imaging/schemas'
import type { FastifyInstance } from 'fastify'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { homeOf } from '../../shell/navigation.ts'
import { sessionOf } from '../../shell/visitor.ts'
import type { BoardReader, OpenWorkOrders } from '../status/board-reader.ts'
import { startView } from './start-view.ts'

export interface StartPorts {
  readonly board: BoardReader
  readonly orders: OpenWorkOrders
}

/** Where somebody starts. */
export const startPage = (app: FastifyInstance, deps: PageDeps, { board, orders }: StartPorts): void => {
  app.get('/', async (request, reply) => {
    const session = sessionOf(request)
    const { identity } = session
    const home = homeOf(identity)
    if (home !== '/') return reply.redirect(home, 303)
    const [known, open] = await Promise.all([
      may(identity, 'board.read') ? board.board(identity).catch(() => undefined) : undefined,
      orders.openWorkOrders(identity).catch(() => undefined),
    ])
    const start = startView(session, known?.rows, open, deps.now().getTime())
    return sendPage(deps, request, reply, { template: 'pages/start/start.njk', title: 'Start', view: { start } })
  })
}
