import { isSupplier, type Actor } from './actor.ts'
import type { Action } from './command.ts'
import { asksPhysicist } from './return-to-use.ts'
import type { WorkOrder } from './work-order.ts'

const WHY_NOT_A_SUPPLIER: Readonly<Partial<Record<Action, string>>> = {
  release: 'A supplier cannot return a scanner to use; the radiology lead decides.',
  'record-check': 'A supplier cannot record the customer’s checks.',
  'give-access': 'Only the customer can hand the area over.',
  reassign: 'The radiology manager chooses the supplier. Decline the work order instead.',
  cancel: 'The customer cancels a work order. Decline it, or say what you found.',
}

/** Whether someone may know of a work order at all: a trust of those on its own scanners, a supplier of those it has now. */
export const maySee = (
  actor: Pick<Actor, 'role' | 'organisation'>,
  { opening, assignment }: Pick<WorkOrder, 'opening' | 'assignment'>,
): boolean => actor.organisation === (isSupplier(actor) ? assignment.supplierId : opening.trust)

/**
 * Why someone may not do this to a work order, as a sentence; `undefined` when their part allows it.
 *
 * It looks at the part only, not at where the work order stands.
 *
 * @source AXREM handover: the engineer does not certify clinical fitness, the customer does
 */
export function forbidden(action: Action, actor: Actor, order: WorkOrder): string | undefined {
  const forSupplier = isSupplier(actor)
  if (!maySee(actor, order)) {
    return forSupplier ? 'This work order is another supplier’s.' : 'Only staff of the trust that runs this scanner can do this.'
  }
  if (!actor.acts.has(action)) {
    return (forSupplier ? WHY_NOT_A_SUPPLIER[action] : undefined) ?? `This is not the part of a ${actor.role.replaceAll('-', ' ')}.`
  }
  if (action === 'release' && actor.role === 'medical-physicist' && !asksPhysicist(order.scopes)) {
    return 'Medical physics has no part in this release; the radiology lead decides.'
  }
  return undefined
}
