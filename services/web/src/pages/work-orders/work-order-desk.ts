import type { ActingIdentity, WorkOrder, WorkOrderCommand, WorkOrderStatus, WorkOrderSummary } from '@imaging/schemas'

/** Which press of which form, made on which version. */
export interface Press {
  readonly version: string
  readonly idempotencyKey: string
}

/** Which work orders a list needs: those of one status, or those that are open, or all. */
export interface WorkOrdersQuestion {
  readonly status: WorkOrderStatus | undefined
  readonly open: boolean | undefined
}

/** Work orders as the one who asks may see and change them. A supplier is only ever given its own. */
export interface WorkOrderDesk {
  /** Newest first. */
  workOrders(identity: ActingIdentity, question: WorkOrdersQuestion): Promise<readonly WorkOrderSummary[]>
  /** @throws ProblemError 404 where there is none for the one who asks */
  workOrder(identity: ActingIdentity, workOrderId: string): Promise<WorkOrder>
  /** @throws ProblemError 412 where someone changed it since, 409 where it is not possible now, 403 where it is not theirs to do */
  act(identity: ActingIdentity, workOrderId: string, command: WorkOrderCommand, press: Press): Promise<void>
}
