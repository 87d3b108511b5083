import { keepAnswer, notFound, Page, page, PageQuery, readCursor, type Server } from '@imaging/http'
import { acting, seeingOf } from '@imaging/identity'
import { seenBy } from '@imaging/postgres'
import { AccessRequest, Because, Instant } from '@imaging/schemas'
import { Type } from 'typebox'
import { accessRequests, dismissRequest } from './access-request-repository.ts'
import { administering, type AdministrationDeps } from './administration.ts'
import { recordActs } from './record-acts.ts'

const Id = Type.String({ format: 'uuid' })
const Place = Type.Object({ lastAskedAt: Instant, requestId: Id })

/** Who signed in and waits to be let in. Whose they are nobody can know, so every administrator sees them. */
export function accessRequestRoutes(server: Server, deps: AdministrationDeps): void {
  server.get(
    '/api/v1/access-requests',
    {
      config: { access: 'accounts.manage' },
      schema: { summary: 'Who asked for access, newest first', querystring: PageQuery, response: { 200: Page(AccessRequest) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const sql = seenBy(deps.pool, seeingOf(acting(request)))
      const found = await accessRequests(sql, readCursor(Place, cursor), limit + 1)
      return page(found, limit, ({ lastAskedAt, requestId }) => ({ lastAskedAt, requestId }))
    },
  )
  server.post(
    '/api/v1/access-requests/:requestId/dismiss',
    {
      config: { access: 'accounts.manage' },
      schema: {
        summary: 'Take a request off the list without letting anybody in',
        params: Type.Object({ requestId: Id }),
        body: Because,
        response: { 200: AccessRequest },
      },
    },
    async (request, reply) =>
      administering(request, deps, async ({ tx, by, own }) => {
        const dismissed = await dismissRequest(tx, request.params.requestId)
        if (dismissed === undefined) throw notFound('request of that id')
        const { issuer, subject, name, requestId } = dismissed
        const details = { issuer, subject, name, why: request.body.why }
        await recordActs(tx, by, [{ act: 'access-request.dismissed', about: requestId, records: [own.code], details }], deps)
        await keepAnswer(tx, reply, dismissed)
        return dismissed
      }),
  )
}
