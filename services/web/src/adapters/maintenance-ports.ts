import type { WorkOrder, WorkOrderSummary } from '@imaging/schemas'
import type { WorkOrderHistory } from '../pages/scanners/register-reader.ts'
import type { OpenWorkOrders } from '../pages/status/board-reader.ts'
import type { WorkOrderDesk } from '../pages/work-orders/work-order-desk.ts'
import { allPages, type Clients } from './clients.ts'

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
