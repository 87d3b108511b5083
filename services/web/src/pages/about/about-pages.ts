import type { FastifyInstance } from 'fastify'
import { sendPage, type PageDeps } from '../../shell/page.ts'

/** Pages that anyone may read. */
export const aboutPages = (app: FastifyInstance, deps: PageDeps): void => {
  app.get('/cookies', async (request, reply) =>
    sendPage(deps, request, reply, { template: 'pages/about/cookies.njk', title: 'Cookies', view: {} }),
  )
  app.get('/accessibility-statement', async (request, reply) =>
    sendPage(deps, request, reply, { template: 'pages/about/accessibility-statement.njk', title: 'Accessibility statement', view: {} }),
  )
}
