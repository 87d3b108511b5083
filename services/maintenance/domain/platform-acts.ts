import { PLATFORM } from './actor.ts'
import { isDue } from './deadlines.ts'
import type { Assignment, ClockName, Fact, Opening, ReminderAbout } from './fact.ts'
import type { Priority } from './terms.ts'
import { isOpen, runningPause, type WorkOrder } from './work-order.ts'

/** The call, logged by the platform for whoever or whatever reported the failure. */
export const logCall = (opening: Opening, assignment: Assignment, nowMs: number): Fact => ({
  step: 'call-logged',
  atMs: nowMs,
  by: PLATFORM,
  opening,
  assignment,
})

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
