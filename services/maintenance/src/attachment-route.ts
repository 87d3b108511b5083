import { invalid, keepAnswer, notFound, type Server } from '@imaging/http'
import { acting, actorOf, seeingOf } from '@imaging/identity'
import { cleanPhoto, type CleanPhoto } from '@imaging/photo'
import { enqueue, inTransaction, type Transaction } from '@imaging/postgres'
import { AttachmentContent, Attachments, EventId, NewAttachment, type ActingIdentity } from '@imaging/schemas'
import { Type } from 'typebox'
import {
  attachmentContent,
  attachmentsOfReports,
  attachmentsOfWorkOrders,
  keepAttachment,
  removeAttachments,
  type RemovedAttachments,
} from './attachment-repository.ts'
import { asDispatcher } from './dispatch.ts'
import { recordMessage } from './outgoing.ts'
import { assetOf } from './register-repository.ts'
import type { RouteDeps } from './work-order-route.ts'

/** Ten megabytes in base64, and a few fields. */
const BODY_BYTES_MAX = 14 * 1_048_576

/** A page of a list. */
const ASKED_MAX = 50

const Key = Type.Object({ eventId: EventId, number: Type.Integer({ minimum: 1, maximum: 3 }) })
const Kept = Type.Omit(NewAttachment, ['content'])
const ListQuery = Type.Object({
  workOrderIds: Type.Optional(Type.String({ pattern: '^WO-[0-9]{1,12}(,WO-[0-9]{1,12})*$', maxLength: ASKED_MAX * 16 })),
  eventIds: Type.Optional(Type.String({ pattern: '^[0-9a-f-]{36}(,[0-9a-f-]{36})*$', maxLength: ASKED_MAX * 37 })),
})

/** Photos of reports: kept without their metadata, shown on the work order of the fault, taken out by the trust's own staff. */
export function addAttachmentRoutes(server: Server, deps: RouteDeps): void {
  addKeeping(server, deps)
  addKeepingHeld(server, deps)
  addReading(server, deps)
  addRemoval(server, deps)
}

function addKeeping(server: Server, { pool }: RouteDeps): void {
  server.post(
    '/api/v1/attachments',
    {
      bodyLimit: BODY_BYTES_MAX,
      config: { access: 'downtime.report' },
      schema: { summary: 'Keep a photo of a report; only the picture is kept', body: NewAttachment, response: { 201: Kept } },
    },
    async (request, reply) => {
      const identity = acting(request)
      const { content, ...key } = request.body
      const photo = pictureOf(content)
      const keep = async (tx: Transaction) => {
        const asset = await assetOf(tx, key.assetId)
        if (asset?.operator !== identity.organisation) throw notFound(`scanner ${key.assetId}`)
        await keepAttachment(tx, key, { asset, isHeld: false, photo })
        reply.code(201)
        await keepAnswer(tx, reply, key)
        return key
      }
      return inTransaction(pool, keep, { seeing: seeingOf(identity) })
    },
  )
}

/** A label is read without sign-in: the gateway asks, and whoever sent the photo sees nothing of what is kept. */
function addKeepingHeld(server: Server, { pool }: RouteDeps): void {
  server.post(
    '/api/v1/held-attachments',
    {
      bodyLimit: BODY_BYTES_MAX,
      config: { access: { services: ['web'] } },
      schema: { summary: 'Keep a photo of a report from a label, until it is confirmed', body: NewAttachment, response: { 201: Kept } },
    },
    async (request, reply) => {
      const { content, ...key } = request.body
      const photo = pictureOf(content)
      return inTransaction(pool, async (tx) => {
        await asDispatcher(tx, async () => {
          const asset = await assetOf(tx, key.assetId)
          if (asset === undefined) throw notFound(`scanner ${key.assetId}`)
          await keepAttachment(tx, key, { asset, isHeld: true, photo })
        })
        reply.code(201)
        await keepAnswer(tx, reply, key)
        return key
      })
    },
  )
}

function addReading(server: Server, { pool }: RouteDeps): void {
  server.get(
    '/api/v1/attachments',
    {
      config: { access: 'work-orders.read' },
      schema: { summary: 'Photos of work orders or of reports', querystring: ListQuery, response: { 200: Attachments } },
    },
    async (request) => {
      const { workOrderIds, eventIds } = request.query
      const list = async (tx: Transaction) =>
        workOrderIds === undefined
          ? attachmentsOfReports(tx, eventIds?.split(',') ?? [])
          : attachmentsOfWorkOrders(tx, workOrderIds.split(','))
      return { attachments: [...(await inTransaction(pool, list, { seeing: seeingOf(acting(request)) }))] }
    },
  )

  server.get(
    '/api/v1/attachments/:eventId/:number',
    {
      config: { access: 'work-orders.read' },
      schema: { summary: 'One photo', params: Key, response: { 200: AttachmentContent } },
    },
    async (request) => {
      const found = await inTransaction(pool, (tx) => attachmentContent(tx, request.params), { seeing: seeingOf(acting(request)) })
      if (found === undefined) throw notFound('photo of that report')
      return found
    },
  )
}

function addRemoval(server: Server, deps: RouteDeps): void {
  server.delete(
    '/api/v1/attachments/:eventId',
    {
      config: { access: 'downtime.report' },
      schema: {
        summary: 'Take the photos of a report out, for good',
        params: Type.Object({ eventId: EventId }),
        response: { 200: Type.Object({ removed: Type.Integer(), at: Type.String() }) },
      },
    },
    async (request) => {
      const identity = acting(request)
      const { eventId } = request.params
      const remove = async (tx: Transaction) => {
        const removed = await removeAttachments(tx, eventId)
        if (removed !== undefined) await tellRecord(tx, { eventId, removed, identity }, deps)
        return { removed: removed?.count ?? 0, at: deps.now().toISOString() }
      }
      return inTransaction(deps.pool, remove, { seeing: seeingOf(identity) })
    },
  )
}

interface Removal {
  readonly eventId: string
  readonly removed: RemovedAttachments
  readonly identity: ActingIdentity
}

/** Tells the record that photos were taken out: they cannot be brought back. */
async function tellRecord(
  tx: Transaction,
  { eventId, removed: { assetId, trust, count }, identity }: Removal,
  { now, newId }: RouteDeps,
): Promise<void> {
  const at = now().toISOString()
  const example = (await assetOf(tx, assetId))?.example ?? false
  const told = { act: 'photo.removed', about: eventId, details: { assetId, photos: String(count) } }
  await enqueue(tx, [recordMessage({ id: newId(), organisation: trust, at, recordedAt: at, by: actorOf(identity), example, ...told })])
}

/** @throws {ProblemError} 422 for what is no photo. */
function pictureOf(content: string): CleanPhoto {
  const photo = cleanPhoto(Buffer.from(content, 'base64'))
  if ('refused' in photo) throw invalid([{ pointer: '/body/content', message: photo.refused }])
  return photo
}
