import type { ActingIdentity, Attachment, AttachmentContent, Identity, WorkOrder, WorkOrderSummary } from '@imaging/schemas'
import type { NewPhoto, PhotoStore } from '../pages/report/report-ports.ts'
import type { WorkOrderHistory } from '../pages/scanners/register-reader.ts'
import type { OpenWorkOrders } from '../pages/status/board-reader.ts'
import type { WorkOrderDesk } from '../pages/work-orders/work-order-desk.ts'
import { allPages, OURSELVES, type Clients } from './clients.ts'

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
  openWorkOrders: (identity) =>
    allPages<WorkOrderSummary>(maintenance, PATH, { ...maintenance.as(identity), query: { open: true } }, OPEN_MAX),
  workOrdersOf: async (identity, assetId) => {
    const newest = await maintenance.get<{ readonly items: readonly WorkOrderSummary[] }>(PATH, {
      ...maintenance.as(identity),
      query: { assetId, limit: HISTORY_ORDERS_MAX },
    })
    return Promise.all(newest.items.map(({ workOrderId }) => maintenance.get<WorkOrder>(pathOf(workOrderId), maintenance.as(identity))))
  },
})

/** Work orders to look through, to open and to act on. */
export const workOrderDesk = ({ maintenance }: Clients): WorkOrderDesk => ({
  workOrders: (identity, { status, open }) =>
    allPages<WorkOrderSummary>(maintenance, PATH, { ...maintenance.as(identity), query: { status, open } }, LISTED_MAX),
  workOrder: (identity, workOrderId) => maintenance.get<WorkOrder>(pathOf(workOrderId), maintenance.as(identity)),
  act: async (identity, workOrderId, command, { version, idempotencyKey }) => {
    await maintenance.post(`${pathOf(workOrderId)}/actions`, command, {
      ...maintenance.as(identity),
      idempotencyKey,
      ifMatch: `"${version}"`,
    })
  },
})

const PHOTOS_PATH = '/api/v1/attachments'

/** As many as a page of a list holds. */
const PHOTOS_ASKED_MAX = 50

/** Photos travel as base64 in JSON, as register files do. */
export const photoStore = ({ maintenance }: Clients): PhotoStore => {
  const listed = async (identity: ActingIdentity, query: Readonly<Record<string, string>>): Promise<readonly Attachment[]> => {
    const options = { ...maintenance.as(identity), query }
    return (await maintenance.get<{ readonly attachments: readonly Attachment[] }>(PHOTOS_PATH, options)).attachments
  }
  const keep = async (path: string, sender: Identity, { bytes, ...photo }: NewPhoto): Promise<void> => {
    const idempotencyKey = `${photo.eventId}-${photo.number}`
    await maintenance.post(path, { ...photo, content: bytes.toString('base64') }, { ...maintenance.as(sender), idempotencyKey })
  }
  return {
    keep: (identity, photo) => keep(PHOTOS_PATH, identity, photo),
    keepHeld: (photo) => keep('/api/v1/held-attachments', OURSELVES, photo),
    ofReports: (identity, eventIds) => listed(identity, { eventIds: eventIds.slice(0, PHOTOS_ASKED_MAX).join(',') }),
    ofWorkOrders: (identity, workOrderIds) => listed(identity, { workOrderIds: workOrderIds.slice(0, PHOTOS_ASKED_MAX).join(',') }),
    read: (identity, eventId, number) =>
      maintenance.get<AttachmentContent>(`${PHOTOS_PATH}/${eventId}/${number}`, maintenance.as(identity)),
    remove: async (identity, eventId) => {
      await maintenance.delete(`${PHOTOS_PATH}/${eventId}`, maintenance.as(identity))
    },
  }
}
