import type { FastifyInstance } from 'fastify'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { actorOf, isSupplier } from '../../shell/persona.ts'
import { personaOfRequest } from '../../shell/require-persona.ts'
import type { BoardReader, OpenWorkOrders } from '../status/board-reader.ts'
import { homeView } from './home-view.ts'

export interface HomePorts {
  readonly board: BoardReader
  readonly orders: OpenWorkOrders
}

/** Where a persona starts. */
export const homePage = (app: FastifyInstance, deps: PageDeps, { board, orders }: HomePorts): void => {
  app.get('/', async (request, reply) => {
    const persona = personaOfRequest(request)
    const actor = actorOf(persona)
    const [known, open] = await Promise.all([
      isSupplier(persona) ? undefined : board.board(actor).catch(() => undefined),
      orders.openWorkOrders(actor).catch(() => undefined),
    ])
    const home = homeView(persona, known?.rows, open, deps.now().getTime())
    return sendPage(deps, request, reply, { template: 'pages/home/home.njk', title: 'Start', view: { home } })
  })
}
