import { GRANTED, ROLES } from '@imaging/schemas'
import type { FastifyInstance } from 'fastify'
import { queryText } from '../../lists/filters.ts'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { identityOf } from '../../shell/visitor.ts'
import type { AccessDesk } from './access-desk.ts'
import { adminLinks } from './admin-links.ts'
import type { RecordReader } from './record-reader.ts'
import { rolesView } from './roles-view.ts'

export interface AdminPorts {
  readonly accessDesk: AccessDesk
  readonly record: RecordReader
}

/** Where administrators and auditors begin, and the table of what each role may do. */
export const adminPages = (app: FastifyInstance, deps: PageDeps): void => {
  app.get('/admin', async (request, reply) =>
    sendPage(deps, request, reply, {
      template: 'pages/admin/admin.njk',
      title: 'Administration',
      view: { links: adminLinks(identityOf(request)) },
    }),
  )

  app.get<{ Querystring: { role?: string } }>('/admin/roles', async (request, reply) => {
    const asked = queryText(request.query.role)
    const role = ROLES.find((each) => each === asked)
    return sendPage(deps, request, reply, {
      template: 'pages/admin/roles.njk',
      title: 'What each role may do',
      view: { roles: rolesView(GRANTED, role) },
    })
  })
}
