import { invalid, keepAnswer, notFound, problem, type Server } from '@imaging/http'
import { cleanPhoto } from '@imaging/photo'
import { inTransaction, type Transaction } from '@imaging/postgres'
import { AttachmentContent, Attachments, EventId, NewAttachment, type Actor } from '@imaging/schemas'
import { Type } from 'typebox'
import { actorOf } from './actor-of.ts'
import {
  assetOfAttachments,
  attachmentContent,
  attachmentsOfReports,
  attachmentsOfWorkOrders,
  keepAttachment,
  removeAttachments,
} from './attachment-repository.ts'
import { EVERY_ORGANISATION } from './organisation.ts'
import { assetOf } from './register-repository.ts'
import type { RouteDeps } from './work-order-route.ts'

/** Ten megabytes in base64, and a few fields. */
const BODY_BYTES_MAX = 14 * 1_048_576

/** A page of a list. */
const ASKED_MAX = 50

/** Whoever may report a fault may add a photo to it, and take it out when a patient is on it. */
const MAY_KEEP: ReadonlySet<Actor['role']> = new Set(['radiology-manager', 'radiology-lead', 'medical-physicist', 'administrator'])

const Key = Type.Object({ eventId: EventId, number: Type.Integer({ minimum: 1, maximum: 3 }) })
const ListQuery = Type.Object({
  workOrderIds: Type.Optional(Type.String({ pattern: '^WO-[0-9]{1,12}(,WO-[0-9]{1,12})*$', maxLength: ASKED_MAX * 16 })),
  eventIds: Type.Optional(Type.String({ pattern: '^[0-9a-f-]{36}(,[0-9a-f-]{36})*$', maxLength: ASKED_MAX * 37 })),
})

/** Photos of reports: kept without their metadata, shown on the work order of the fault, taken out by the trust's own staff. */
export function addAttachmentRoutes(server: Server, deps: RouteDeps): void {
  addKeeping(server, deps)
  addReading(server, deps)
  addRemoval(server, deps)
}

function addKeeping(server: Server, { pool }: RouteDeps): void {
  server.post(
    '/api/v1/attachments',
    {
      bodyLimit: BODY_BYTES_MAX,
      schema: {
        summary: 'Keep a photo of a report; only the picture is kept',
        body: NewAttachment,
        response: { 201: Type.Omit(NewAttachment, ['content']) },
      },
    },
    async (request, reply) => {
      const { content, ...key } = request.body
      const photo = cleanPhoto(Buffer.from(content, 'base64'))
      if ('refused' in photo) throw invalid([{ pointer: '/body/content', message: photo.refused }])
      return inTransaction(
        pool,
        async (tx) => {
          // A label is read without sign-in; what comes from it is held until the report is confirmed.
          if (key.held) await knownScanner(tx, key.assetId)
          else await ownScanner(tx, actorOf(request), key.assetId)
          await keepAttachment(tx, key, { assetId: key.assetId, isHeld: key.held, photo })
          reply.code(201)
          await keepAnswer(tx, reply, key)
          return key
        },
        { organisation: EVERY_ORGANISATION },
      )
    },
  )
}

function addReading(server: Server, { pool }: RouteDeps): void {
  server.get(
    '/api/v1/attachments',
    { schema: { summary: 'Photos of work orders, or of reports (for staff)', querystring: ListQuery, response: { 200: Attachments } } },
    async (request) => {
      const actor = actorOf(request)
      const { workOrderIds, eventIds } = request.query
      return inTransaction(
        pool,
        async (tx) => {
          if (workOrderIds !== undefined) return { attachments: [...(await attachmentsOfWorkOrders(tx, workOrderIds.split(',')))] }
          if (isSupplier(actor)) throw problem(403, 'A supplier sees photos on its work orders', { detail: 'Give workOrderIds.' })
          return { attachments: [...(await attachmentsOfReports(tx, eventIds?.split(',') ?? []))] }
        },
        actor,
      )
    },
  )

  server.get(
    '/api/v1/attachments/:eventId/:number',
    { schema: { summary: 'One photo', params: Key, response: { 200: AttachmentContent } } },
    async (request) => {
      const actor = actorOf(request)
      const found = await inTransaction(pool, (tx) => attachmentContent(tx, request.params, isSupplier(actor)), actor)
      if (found === undefined) throw notFound('photo of that report')
      return found
    },
  )
}

function addRemoval(server: Server, { pool, now }: RouteDeps): void {
  server.delete(
    '/api/v1/attachments/:eventId',
    {
      schema: {
        summary: 'Take the photos of a report out, for good',
        params: Type.Object({ eventId: EventId }),
        response: { 200: Type.Object({ removed: Type.Integer(), at: Type.String() }) },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      const { eventId } = request.params
      const removed = await inTransaction(
        pool,
        async (tx) => {
          const assetId = await assetOfAttachments(tx, eventId)
          if (assetId === undefined) return 0
          await ownScanner(tx, actor, assetId)
          return removeAttachments(tx, eventId)
        },
        { organisation: EVERY_ORGANISATION },
      )
      request.log.info({ eventId, removed, role: actor.role, organisation: actor.organisation }, 'photos taken out')
      return { removed, at: now().toISOString() }
    },
  )
}

const isSupplier = ({ role }: Actor): boolean => role === 'supplier-engineer'

/** @throws {ProblemError} 404 where the register knows no such scanner. */
async function knownScanner(tx: Transaction, assetId: string): Promise<{ readonly operator: string }> {
  const asset = await assetOf(tx, assetId)
  if (asset === undefined) throw notFound(`scanner ${assetId}`)
  return asset
}

/** @throws {ProblemError} 404 where there is no such scanner, 403 where the one who asks does not work with it. */
async function ownScanner(tx: Transaction, actor: Actor, assetId: string): Promise<void> {
  const { operator } = await knownScanner(tx, assetId)
  if (!MAY_KEEP.has(actor.role) || actor.organisation !== operator)
    throw problem(403, 'This is not yours to do', { detail: 'Only the staff who work with this scanner can add photos or take them out.' })
}
