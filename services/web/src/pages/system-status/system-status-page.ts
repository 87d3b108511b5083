import type { FastifyInstance } from 'fastify'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { actorOf, isSupplier } from '../../shell/persona.ts'
import { personaOfRequest } from '../../shell/require-persona.ts'
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
    const persona = personaOfRequest(request)
    const isStaff = !isSupplier(persona)
    const [services, known] = await Promise.all([
      health.services(),
      isStaff ? board.board(actorOf(persona)).catch(() => undefined) : undefined,
    ])
    const system = systemStatusView(services, known?.rows, deps.now().getTime())
    return sendPage(deps, request, reply, {
      template: 'pages/system-status/system-status.njk',
      title: 'System status',
      view: { system, isStaff },
    })
  })
}
