import type { FastifyInstance } from 'fastify'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { actorOf, isSupplier } from '../../shell/persona.ts'
import { personaOfRequest } from '../../shell/require-persona.ts'
import type { BoardReader, OpenWorkOrders } from '../status/board-reader.ts'
import { startView } from './start-view.ts'

export interface StartPorts {
  readonly board: BoardReader
  readonly orders: OpenWorkOrders
}

/** Where a persona starts. */
export const startPage = (app: FastifyInstance, deps: PageDeps, { board, orders }: StartPorts): void => {
  app.get('/', async (request, reply) => {
    const persona = personaOfRequest(request)
    const actor = actorOf(persona)
    const [known, open] = await Promise.all([
      isSupplier(persona) ? undefined : board.board(actor).catch(() => undefined),
      orders.openWorkOrders(actor).catch(() => undefined),
    ])
    const start = startView(persona, known?.rows, open, deps.now().getTime())
    return sendPage(deps, request, reply, { template: 'pages/start/start.njk', title: 'Start', view: { start } })
  })
}
