import { may } from '@imaging/schemas'
import type { FastifyInstance } from 'fastify'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { identityOf } from '../../shell/visitor.ts'
import type { BoardReader } from '../status/board-reader.ts'
import type { PlatformHealth } from './platform-health.ts'
import { systemStatusView } from './system-status-view.ts'

export interface SystemStatusPorts {
  readonly health: PlatformHealth
  readonly board: BoardReader
}

/** How the platform itself does: its parts, and how fresh the signals of each supplier's scanners are. */
export const systemStatusPage = (app: FastifyInstance, deps: PageDeps, { health, board }: SystemStatusPorts): void => {
  app.get('/system-status', async (request, reply) => {
    const identity = identityOf(request)
    const seesBoard = may(identity, 'board.read')
    const [services, known] = await Promise.all([health.services(), seesBoard ? board.board(identity).catch(() => undefined) : undefined])
    const system = systemStatusView(services, known?.rows, deps.now().getTime())
    return sendPage(deps, request, reply, {
      template: 'pages/system-status/system-status.njk',
      title: 'System status',
      view: { system, seesBoard },
    })
  })
}
