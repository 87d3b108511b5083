import { conflict, invalid, keepAnswer, notFound, Page, page, PageQuery, problem, readCursor, type Server } from '@imaging/http'
import { acting, seeingOf } from '@imaging/identity'
import { seenBy } from '@imaging/postgres'
import { Because, Grant, Instant, NewGrant } from '@imaging/schemas'
import { Type } from 'typebox'
import { grantFaults } from '../domain/index.ts'
import { administering, type Administration, type AdministrationDeps } from './administration.ts'
import { createGrant, grantOf, grants, revokeGrant } from './grant-repository.ts'
import { JOINT_BODY, recordActs } from './record-acts.ts'

const Id = Type.String({ format: 'uuid' })
const Place = Type.Object({ grantedAt: Instant, grantId: Id })

/** What organisations share with each other: seen by both and by the joint body, given and revoked by the one whose it is. */
export function grantRoutes(server: Server, deps: AdministrationDeps): void {
  addListRoute(server, deps)
  addCreateRoute(server, deps)
  addRevokeRoute(server, deps)
}

function addListRoute(server: Server, { pool }: AdministrationDeps): void {
  server.get(
    '/api/v1/grants',
    {
      config: { access: 'grants.read' },
      schema: {
        summary: 'What is shared with whom, newest first',
        querystring: Type.Object({
          ...PageQuery.properties,
          open: Type.Boolean({ default: false, description: 'Only those that were not revoked' }),
        }),
        response: { 200: Page(Grant) },
      },
    },
    async (request) => {
      const { limit, cursor, open } = request.query
      const found = await grants(seenBy(pool, seeingOf(acting(request))), open, readCursor(Place, cursor), limit + 1)
      return page(found, limit, ({ grantedAt, grantId }) => ({ grantedAt, grantId }))
    },
  )
}

function addCreateRoute(server: Server, deps: AdministrationDeps): void {
  server.post(
    '/api/v1/grants',
    {
      config: { access: 'grants.manage' },
      schema: { summary: 'Share something of your organisation with another', body: NewGrant, response: { 201: Grant } },
    },
    async (request, reply) =>
      administering(request, deps, async (administration) => {
        const { tx, by, own, organisations, at, today } = administration
        const { to, share, startsOn = today, endsOn, why } = request.body
        const days = { startsOn, ...(endsOn !== undefined && { endsOn }) }
        const other = organisations.get(to)
        const faults = grantFaults({ from: own, ...(other !== undefined && { to: other }), ...days }, today)
        if (faults.length > 0) throw invalid(faults.map(({ place, message }) => ({ pointer: `/body${place}`, message })))
        const grantId = deps.newId()
        if (!(await createGrant(tx, { grantId, from: own.code, to, share, ...days, why }, by, at)))
          throw conflict('This is shared already', `${to} has ${share} of ${own.code} on some of these days. Revoke that grant first.`)
        const grant = await foundGrant(grantId, administration)
        await recordGrant('grant.given', grant, why, administration, deps)
        void reply.code(201)
        await keepAnswer(tx, reply, grant)
        return grant
      }),
  )
}

function addRevokeRoute(server: Server, deps: AdministrationDeps): void {
  server.post(
    '/api/v1/grants/:grantId/revoke',
    {
      config: { access: 'grants.manage' },
      schema: {
        summary: 'Share it no longer, from this instant',
        params: Type.Object({ grantId: Id }),
        body: Because,
        response: { 200: Grant },
      },
    },
    async (request, reply) =>
      administering(request, deps, async (administration) => {
        const { tx, by, own, at } = administration
        const { grantId } = request.params
        const { from } = await foundGrant(grantId, administration)
        if (from.code !== own.code)
          throw problem(403, 'This is not yours to revoke', { detail: `Only ${from.name}, whose it is, can share it no longer.` })
        if (!(await revokeGrant(tx, grantId, by, at))) throw conflict('It was revoked before', 'It is shared no longer.')
        const grant = await foundGrant(grantId, administration)
        await recordGrant('grant.revoked', grant, request.body.why, administration, deps)
        await keepAnswer(tx, reply, grant)
        return grant
      }),
  )
}

/** @throws {ProblemError} 404 when there is none, or whoever asks has no part in it. */
async function foundGrant(grantId: string, { tx }: Administration): Promise<Grant> {
  const grant = await grantOf(tx, grantId)
  if (grant === undefined) throw notFound('grant of that id')
  return grant
}

/** In the record of the one whose it is, and in the joint one. */
async function recordGrant(
  act: string,
  grant: Grant,
  why: string,
  { tx, by, own }: Administration,
  deps: AdministrationDeps,
): Promise<void> {
  const { grantId, from, to, share, startsOn, endsOn } = grant
  const details = { from: from.code, to: to.code, share, startsOn, endsOn, why }
  await recordActs(tx, by, [{ act, about: grantId, records: [own.code, JOINT_BODY], details }], deps)
}
