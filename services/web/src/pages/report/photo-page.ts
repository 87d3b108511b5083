import type { FastifyInstance } from 'fastify'
import { fieldText, type FormFields } from '../../shell/form-guard.ts'
import { PageError } from '../../shell/page-error.ts'
import type { PageDeps } from '../../shell/page.ts'
import { identityOf, requirePermission } from '../../shell/visitor.ts'
import type { PhotoStore } from './report-ports.ts'

export interface PhotoPorts {
  readonly photos: PhotoStore
}

const EVENT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const WORK_ORDER_ID = /^WO-[0-9]{1,12}$/
const extensions = { 'image/jpeg': 'jpg', 'image/png': 'png' } as const

/** The picture of a report for whoever may see it, and its removal where a patient is on it. */
export const photoPages = (app: FastifyInstance, _deps: PageDeps, { photos }: PhotoPorts): void => {
  app.get<{ Params: { eventId: string; number: string } }>('/photos/:eventId/:number', async (request, reply) => {
    const { eventId, number } = request.params
    if (!EVENT_ID.test(eventId) || !/^[1-3]$/.test(number)) throw new PageError(404)
    const { mediaType, content } = await photos.read(identityOf(request), eventId, Number(number))
    // Of a kind we made ourselves, never guessed at; opened by itself it is saved, not shown as a page of ours.
    return reply
      .type(mediaType)
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('content-disposition', `attachment; filename="fault-${eventId.slice(-12)}-${number}.${extensions[mediaType]}"`)
      .header('cache-control', 'private, no-store')
      .send(Buffer.from(content, 'base64'))
  })

  app.post<{ Params: { eventId: string }; Body: FormFields }>(
    '/photos/:eventId/remove',
    { preHandler: requirePermission('downtime.report') },
    async (request, reply) => {
      const { eventId } = request.params
      const workOrderId = fieldText(request.body, 'workOrder')
      if (!EVENT_ID.test(eventId) || !WORK_ORDER_ID.test(workOrderId)) throw new PageError(404)
      await photos.remove(identityOf(request), eventId)
      return reply.redirect(`/work-orders/${workOrderId}`, 303)
    },
  )
}
