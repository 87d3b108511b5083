import type { Actor, Check, WorkOrder as WorkOrderOnPage, WorkOrderSummary } from '@imaging/schemas'
import {
  accessChecks,
  allowedActions,
  clocks,
  nextStep,
  NO_SUPPLIER,
  releaseBlocks,
  releaseChecks,
  scopesOffered,
  stepText,
  type Fact,
  type NamedCheck,
  type Surroundings,
  type WorkOrder,
} from '../domain/index.ts'
import { instantOf, optionalInstant } from './instant.ts'
import type { RegisterNames } from './register-repository.ts'

/** A work order as a list shows it. */
export function workOrderSummary(order: WorkOrder, names: RegisterNames, nowMs: number): WorkOrderSummary {
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
    promises: order.promises.map(({ promise, atMs, toldAtMs, reason }) => ({
      promise,
      at: instantOf(atMs),
      toldAt: instantOf(toldAtMs),
      ...(reason !== undefined && { reason }),
    })),
    example: opening.example,
    ...(opening.downtimeId !== undefined && { downtimeId: opening.downtimeId }),
    ...optionalInstant('closedAt', order.closedAtMs),
  }
}

/** What a page needs to know beside the work order itself. */
export interface AroundView {
  readonly names: RegisterNames
  readonly facts: readonly Fact[]
  readonly surroundings: Surroundings
  readonly nowMs: number
}

/** A work order as the one who asks may see it, with what they may do now. */
export function workOrderPage(order: WorkOrder, actor: Actor, { names, facts, surroundings, nowMs }: AroundView): WorkOrderOnPage {
  const isStaff = actor.role !== 'supplier-engineer'
  return {
    ...workOrderSummary(order, names, nowMs),
    steps: facts
      .filter((fact) => isStaff || mayRead(actor.organisation, fact))
      .map((fact) => ({
        step: fact.step,
        at: instantOf(fact.atMs),
        by: fact.by,
        text: stepText(fact, names),
      })),
    checks: [...accessChecks(order.opening.traits, order.remote), ...releaseChecks(order.scopes)].map((check) => checkOnPage(order, check)),
    scopesOffered: scopesOffered(order.opening.traits, order.remote),
    scopes: [...order.scopes],
    accessGiven: order.accessGivenAtMs !== undefined,
    remote: order.remote,
    partsAwaited: [...order.partsAwaited],
    actions: allowedActions(order, actor),
    releaseBlockedBy: releaseBlocks(order),
    ...(order.workDone !== undefined && { workDone: order.workDone }),
    ...(isStaff && {
      suppliersOffered: surroundings.suppliers
        .filter((one) => mayTakeOver(order, one.supplierId))
        .map(({ supplierId, name }) => ({ supplierId, name })),
    }),
  }
}

const mayTakeOver = ({ assignment, needsSupplierSinceMs }: WorkOrder, supplierId: string): boolean =>
  supplierId !== assignment.supplierId || needsSupplierSinceMs !== undefined

/** A supplier reads nothing another supplier did, nor who had the work before. */
function mayRead(supplierId: string, fact: Fact): boolean {
  if (fact.by.role === 'supplier-engineer') return fact.by.organisation === supplierId
  if (fact.step === 'call-logged' || fact.step === 'reassigned')
    return fact.assignment.supplierId === supplierId || fact.assignment.supplierId === NO_SUPPLIER
  return true
}

function checkOnPage(order: WorkOrder, { check, label, by, before }: NamedCheck): Check {
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
      recordedBy: record.recordedBy,
      ...(record.note !== undefined && { note: record.note }),
    }),
  }
}
