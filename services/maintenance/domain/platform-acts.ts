import { PLATFORM } from './actor.ts'
import { isDue } from './deadlines.ts'
import type { Assignment, ClockName, Fact, Opening, ReminderAbout } from './fact.ts'
import type { Priority } from './terms.ts'
import { summary } from './summary.ts'
import { isOpen, runningPause, type WorkOrder } from './work-order.ts'

/** The call, logged by the platform for whoever or whatever reported the failure. */
export const logCall = (opening: Opening, assignment: Assignment, nowMs: number): Fact => ({
  step: 'call-logged',
  atMs: nowMs,
  by: PLATFORM,
  opening,
  assignment,
})

/**
 * The call for what a release with limits left to mend, with the supplier and the terms of the work before; `undefined` when
 * nothing is to go on.
 *
 * Its fault began with the release: what was lost before it belongs to the first work order.
 *
 * @source design of return to use: release may be with limits, saying what the scanner can do
 */
export function callAgain(order: WorkOrder, workOrderId: string, urgency: Priority): Fact | undefined {
  const { opening, assignment, release } = order
  if (release?.limits === undefined || release.followUp !== true) return undefined
  const { downtimeId, cause, fault } = opening
  const reported = { ...(cause !== undefined && { cause }), ...(fault !== undefined && { fault }) }
  const rest: Opening = {
    workOrderId,
    assetId: opening.assetId,
    trust: opening.trust,
    traits: opening.traits,
    follows: opening.workOrderId,
    faultAtMs: release.atMs,
    scannerState: 'DEGRADED',
    priority: urgency,
    summary: summary({ state: 'DEGRADED', note: release.limits, ...reported }),
    example: opening.example,
    ...reported,
    ...(downtimeId !== undefined && { downtimeId }),
  }
  return logCall(rest, assignment, release.atMs)
}

/** A reminder, if it is still wanted and its time has come. */
export const remind = (order: WorkOrder, about: ReminderAbout, nowMs: number): Fact[] =>
  isDue(order, { reminder: about }, nowMs) ? [{ step: 'reminded', atMs: nowMs, by: PLATFORM, about }] : []

/** A breach told one level higher, if it still stands and its time has come. */
export const escalate = (order: WorkOrder, clock: ClockName, level: number, nowMs: number): Fact[] =>
  isDue(order, { clock, level }, nowMs) ? [{ step: 'escalated', atMs: nowMs, by: PLATFORM, clock, level }] : []

/** A scanner that was limited is down now, unless the work order knows; its priority rises and never falls. */
export function worsen(order: WorkOrder, priority: Priority, nowMs: number): Fact[] {
  if (!isOpen(order) || order.scannerState === 'DOWN_UNPLANNED') return []
  return [{ step: 'worsened', atMs: nowMs, by: PLATFORM, priority: priority < order.priority ? priority : order.priority }]
}

/** Withdraws a work order whose downtime turned out never to have been, or to be another's. */
export function withdraw(order: WorkOrder, reason: 'duplicate' | 'voided', note: string, nowMs: number): Fact[] {
  if (!isOpen(order)) return []
  const stamp = { atMs: nowMs, by: PLATFORM }
  return [
    ...(runningPause(order) === undefined ? [] : [{ step: 'resumed', ...stamp } as const]),
    { step: 'cancelled', ...stamp, reason, note },
  ]
}
