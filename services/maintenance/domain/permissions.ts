import type { Actor, Role } from './actor.ts'
import type { Action } from './command.ts'
import { asksPhysicist } from './return-to-use.ts'
import type { WorkOrder } from './work-order.ts'

/** What each role may do: a supplier everything about the work, nothing about the use of the scanner. */
const ACTIONS_OF: Readonly<Record<Role, ReadonlySet<Action>>> = {
  'supplier-engineer': new Set([
    'accept',
    'decline',
    'change-promise',
    'start-travel',
    'arrive',
    'diagnose',
    'need-part',
    'part-arrived',
    'pause',
    'resume',
    'hand-back',
  ]),
  'radiology-manager': new Set(['give-access', 'pause', 'resume', 'record-check', 'reassign', 'cancel']),
  'radiology-lead': new Set(['give-access', 'pause', 'resume', 'record-check', 'release', 'cancel']),
  'medical-physicist': new Set(['record-check', 'release']),
  'estates-planner': new Set(),
  administrator: new Set(),
}

const WHY_NOT_A_SUPPLIER: Readonly<Partial<Record<Action, string>>> = {
  release: 'A supplier cannot return a scanner to use; the radiology lead decides.',
  'record-check': 'A supplier cannot record the customer’s checks.',
  'give-access': 'Only the customer can hand the area over.',
  reassign: 'The radiology manager chooses the supplier. Decline the work order instead.',
  cancel: 'The customer cancels a work order. Decline it, or say what you found.',
}

/**
 * Whether someone may know of a work order at all.
 *
 * Staff of every trust may: the trusts promised each other transparency. A supplier sees only what is its own.
 */
export const maySee = (actor: Actor, order: Pick<WorkOrder, 'assignment'>): boolean =>
  actor.role !== 'supplier-engineer' || actor.organisation === order.assignment.supplierId

/**
 * Why someone may not do this to a work order, as a sentence; `undefined` when their part allows it.
 *
 * It looks at the part only, not at where the work order stands.
 *
 * @source AXREM handover: the engineer does not certify clinical fitness, the customer does
 */
export function forbidden(action: Action, actor: Actor, order: WorkOrder): string | undefined {
  const isSupplier = actor.role === 'supplier-engineer'
  if (!maySee(actor, order)) return 'This work order is another supplier’s.'
  if (!isSupplier && actor.organisation !== order.opening.trust) return 'Only staff of the trust that runs this scanner can do this.'
  if (!ACTIONS_OF[actor.role].has(action)) {
    return (isSupplier ? WHY_NOT_A_SUPPLIER[action] : undefined) ?? `This is not the part of a ${actor.role.replace('-', ' ')}.`
  }
  if (action === 'release' && actor.role === 'medical-physicist' && !asksPhysicist(order.scopes)) {
    return 'Medical physics has no part in this release; the radiology lead decides.'
  }
  return undefined
}
