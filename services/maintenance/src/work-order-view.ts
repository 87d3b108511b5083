import type { Check, WorkOrder as WorkOrderOnPage, WorkOrderStep, WorkOrderSummary } from '@imaging/schemas'
import {
  accessChecks,
  allowedActions,
  clocks,
  isSupplier,
  nextStep,
  releaseBlocks,
  releaseChecks,
  scopesOffered,
  stepText,
  type Actor,
  type Fact,
  type NamedCheck,
  type Surroundings,
  type WorkOrder,
} from '../domain/index.ts'
import { instantOf, optionalInstant } from './instant.ts'
import type { RegisterNames } from './register-repository.ts'
import type { LinkedWorkOrders } from './work-order-repository.ts'

/** A work order as a list shows it to the one who asks. */
export function workOrderSummary(order: WorkOrder, actor: Actor, names: RegisterNames, nowMs: number): WorkOrderSummary {
  const { opening, assignment } = order
  const asset = names.asset(opening.assetId)
  const siteCode = asset?.siteCode ?? opening.trust
  return {
    workOrderId: opening.workOrderId,
    version: order.version,
    assetId: opening.assetId,
    assetName: asset?.name ?? opening.assetId,
    classId: asset?.classId ?? 'unknown',
    siteCode,
    siteName: names.site(siteCode)?.name ?? siteCode,
    trust: opening.trust,
    supplierId: assignment.supplierId,
    supplierName: names.supplier(assignment.supplierId),
    priority: order.priority,
    status: order.status,
    summary: opening.summary,
    openedAt: instantOf(order.openedAtMs),
    nextStep: nextStep(order, names.supplier(assignment.supplierId)),
    clocks: clocks(order, nowMs).map(({ name, startedAtMs, dueAtMs, stoppedAtMs, breached, paused }) => ({
      name,
      startedAt: instantOf(startedAtMs),
      breached,
      paused,
      ...optionalInstant('dueAt', dueAtMs),
      ...optionalInstant('stoppedAt', stoppedAtMs),
    })),
    promises: promisesFor(actor, order),
    example: opening.example,
    ...(opening.downtimeId !== undefined && { downtimeId: opening.downtimeId }),
    ...optionalInstant('closedAt', order.closedAtMs),
  }
}

/** A supplier is shown what it promised itself, and not what one before it did. */
const promisesFor = (actor: Actor, { promises }: WorkOrder): WorkOrderSummary['promises'] =>
  promises
    .filter(({ supplierId }) => !isSupplier(actor) || supplierId === actor.organisation)
    .map(({ promise, atMs, toldAtMs, reason }) => ({
      promise,
      at: instantOf(atMs),
      toldAt: instantOf(toldAtMs),
      ...(reason !== undefined && { reason }),
    }))

/** What a page needs to know beside the work order itself. */
export interface AroundView {
  readonly names: RegisterNames
  /** Those that the one who asks may see. */
  readonly facts: readonly Fact[]
  readonly links: LinkedWorkOrders
  readonly suppliers: Surroundings['suppliers']
  readonly nowMs: number
}

/** A work order as the one who asks may see it, with what they may do now. */
export function workOrderPage(order: WorkOrder, actor: Actor, { names, facts, links, suppliers, nowMs }: AroundView): WorkOrderOnPage {
  const checks = [...accessChecks(order.opening.traits, order.remote), ...releaseChecks(order.scopes)]
  return {
    ...workOrderSummary(order, actor, names, nowMs),
    steps: facts.map((fact) => stepFor(actor, fact, names)),
    checks: checks.map((check) => checkFor(actor, order, check)),
    scopesOffered: scopesOffered(order.opening.traits, order.remote),
    scopes: [...order.scopes],
    accessGiven: order.accessGivenAtMs !== undefined,
    remote: order.remote,
    partsAwaited: [...order.partsAwaited],
    actions: allowedActions(order, actor),
    releaseBlockedBy: releaseBlocks(order),
    ...links,
    ...(order.workDone !== undefined && { workDone: order.workDone }),
    ...(!isSupplier(actor) && {
      suppliersOffered: suppliers.filter((one) => mayTakeOver(order, one.supplierId)).map(({ supplierId, name }) => ({ supplierId, name })),
    }),
  }
}

const mayTakeOver = ({ assignment, needsSupplierSinceMs }: WorkOrder, supplierId: string): boolean =>
  supplierId !== assignment.supplierId || needsSupplierSinceMs !== undefined

/** To a supplier hospital staff are their role, and why the work came to it is between the customer and who had it before. */
function stepFor(actor: Actor, fact: Fact, names: RegisterNames): WorkOrderStep {
  const { name, ...by } = fact.by
  const isOwn = !isSupplier(actor) || by.organisation === actor.organisation
  const words =
    isSupplier(actor) && fact.step === 'reassigned' ? `Given to ${names.supplier(fact.assignment.supplierId)}.` : stepText(fact, names)
  return { step: fact.step, at: instantOf(fact.atMs), by: { ...by, ...(isOwn && name !== undefined && { name }) }, text: words }
}

function checkFor(actor: Actor, order: WorkOrder, { check, label, by, before }: NamedCheck): Check {
  const record = order.checks.find((one) => one.check === check)
  return {
    check,
    label,
    by,
    before,
    required: true,
    ...(record && {
      result: record.result,
      recordedAt: instantOf(record.atMs),
      ...(!isSupplier(actor) && { recordedBy: record.recordedBy }),
      ...(record.note !== undefined && { note: record.note }),
    }),
  }
}
