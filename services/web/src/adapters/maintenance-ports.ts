import type { Actor, Attachment, AttachmentContent, WorkOrder, WorkOrderSummary } from '@imaging/schemas'
import type { PhotoStore } from '../pages/report/report-ports.ts'
import type { WorkOrderHistory } from '../pages/scanners/register-reader.ts'
import type { OpenWorkOrders } from '../pages/status/board-reader.ts'
import type { WorkOrderDesk } from '../pages/work-orders/work-order-desk.ts'
import { allPages, asActor, type Clients } from './clients.ts'

const PATH = '/api/v1/work-orders'

/** Far more than four trusts have open at once. */
const OPEN_MAX = 1_000

/** The newest that a list goes back to; older ones are found on their scanner's page. */
const LISTED_MAX = 600

/** The work orders whose steps a scanner's history tells. */
const HISTORY_ORDERS_MAX = 10

const pathOf = (workOrderId: string): string => `${PATH}/${encodeURIComponent(workOrderId)}`

/** Work orders that are not closed, and those of one scanner with their steps. */
export const orderReader = ({ maintenance }: Clients): OpenWorkOrders & WorkOrderHistory => ({
  openWorkOrders: (actor) => allPages<WorkOrderSummary>(maintenance, PATH, { ...asActor(actor), query: { open: true } }, OPEN_MAX),
  workOrdersOf: async (actor, assetId) => {
    const newest = await maintenance.get<{ readonly items: readonly WorkOrderSummary[] }>(PATH, {
      ...asActor(actor),
      query: { assetId, limit: HISTORY_ORDERS_MAX },
    })
    return Promise.all(newest.items.map(({ workOrderId }) => maintenance.get<WorkOrder>(pathOf(workOrderId), asActor(actor))))
  },
})

/** Work orders to look through, to open and to act on. */
export const workOrderDesk = ({ maintenance }: Clients): WorkOrderDesk => ({
  workOrders: (actor, { status, open }) =>
    allPages<WorkOrderSummary>(maintenance, PATH, { ...asActor(actor), query: { status, open } }, LISTED_MAX),
  workOrder: (actor, workOrderId) => maintenance.get<WorkOrder>(pathOf(workOrderId), asActor(actor)),
  act: async (actor, workOrderId, command, { version, idempotencyKey }) => {
    await maintenance.post(`${pathOf(workOrderId)}/actions`, command, { ...asActor(actor), idempotencyKey, ifMatch: `"${version}"` })
  },
})

const PHOTOS_PATH = '/api/v1/attachments'

/** Photos travel as base64 in JSON, as register files do. */
export const photoStore = ({ maintenance }: Clients): PhotoStore => {
  const listed = async (actor: Actor, query: Readonly<Record<string, string>>): Promise<readonly Attachment[]> =>
    (await maintenance.get<{ readonly attachments: readonly Attachment[] }>(PHOTOS_PATH, { ...asActor(actor), query })).attachments
  return {
    keep: async (actor, { bytes, ...photo }) => {
      const body = { ...photo, held: actor === undefined, content: bytes.toString('base64') }
      const idempotencyKey = `${photo.eventId}-${photo.number}`
      await maintenance.post(PHOTOS_PATH, body, { ...(actor && asActor(actor)), idempotencyKey })
    },
    ofReports: (actor, eventIds) => listed(actor, { eventIds: eventIds.slice(0, PHOTOS_ASKED_MAX).join(',') }),
    ofWorkOrders: (actor, workOrderIds) => listed(actor, { workOrderIds: workOrderIds.slice(0, PHOTOS_ASKED_MAX).join(',') }),
    read: (actor, eventId, number) => maintenance.get<AttachmentContent>(`${PHOTOS_PATH}/${eventId}/${number}`, asActor(actor)),
    remove: async (actor, eventId) => {
      await maintenance.delete(`${PHOTOS_PATH}/${eventId}`, asActor(actor))
    },
  }
}

/** As many as a page of a list holds. */
const PHOTOS_ASKED_MAX = 50
