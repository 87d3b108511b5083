import { accessChecks, type NamedCheck } from './return-to-use.ts'
import type { WorkOrder } from './work-order.ts'

/** What the customer still has to settle before the area is handed over; nothing when an engineer may come in, or nobody comes. */
export const accessBlocks = (order: WorkOrder): NamedCheck[] =>
  accessChecks(order.opening.traits, order.remote).filter(
    ({ check }) => !order.checks.some((record) => record.check === check && record.result === 'pass'),
  )
