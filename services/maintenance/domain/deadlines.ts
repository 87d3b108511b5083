import { clockCourses, instantUsed } from './clocks.ts'
import type { ClockName, ReminderAbout } from './fact.ts'
import { isOpen, type WorkOrder } from './work-order.ts'

/** Something the platform does by itself when its time comes. */
export type Deadline =
  | { readonly kind: 'reminder'; readonly about: ReminderAbout; readonly atMs: number }
  | { readonly kind: 'escalation'; readonly clock: ClockName; readonly level: number; readonly atMs: number }

/** A clock is reminded of while a quarter of its time is left. */
const REMINDER_SHARE = 0.75

/** Each level after the breach comes when half as much time again has gone. */
const LEVEL_SHARE = 0.5
export const LEVELS_MAX = 3

/** Who is told at each level, for the words on the page: from those who can act to those who answer for it. */
export const TOLD_AT_LEVEL: Readonly<Record<ClockName, readonly [string, string, string]>> = {
  response: [
    'the supplier’s desk and the radiology lead',
    'the supplier’s service manager and the radiology manager',
    'the contract’s owner and the head of imaging',
  ],
  repair: [
    'the supplier’s desk and the radiology lead',
    'the supplier’s service manager and the radiology manager',
    'the contract’s owner and the head of imaging',
  ],
  release: ['the radiology lead', 'the radiology manager', 'the head of imaging'],
}

/** After a refusal somebody must choose: the radiology manager is reminded when this long has gone. */
const CHOICE_REMINDER_MS = 15 * 60_000

/**
 * What is to be done by itself and when, earliest first, as things stand: nothing while a clock is paused, nothing twice.
 *
 * Instants may lie in the past: then it is time.
 */
export function deadlines(order: WorkOrder): Deadline[] {
  if (!isOpen(order)) return []
  const due: Deadline[] = []
  if (order.needsSupplierSinceMs !== undefined && !order.reminded.choice) {
    due.push({ kind: 'reminder', about: 'choice', atMs: order.needsSupplierSinceMs + CHOICE_REMINDER_MS })
  }
  for (const course of clockCourses(order)) {
    if (course.stoppedAtMs !== undefined) continue
    const { name, allowedMs } = course
    const level = order.escalated[name] + 1
    const remindAtMs = order.reminded[name] || level > 1 ? undefined : instantUsed(course, allowedMs * REMINDER_SHARE)
    if (remindAtMs !== undefined) due.push({ kind: 'reminder', about: name, atMs: remindAtMs })
    const breachAtMs = level > LEVELS_MAX ? undefined : instantUsed(course, allowedMs * (1 + LEVEL_SHARE * (level - 1)))
    if (breachAtMs !== undefined) due.push({ kind: 'escalation', clock: name, level, atMs: breachAtMs })
  }
  return due.toSorted((left, right) => left.atMs - right.atMs)
}

/** Two clocks never agree to the millisecond: what is due within this time is due. */
const CLOCK_SKEW_MS = 2_000

/** Whether a deadline stands and its time has come: what a process asks may have been overtaken by what people did. */
export const isDue = (
  order: WorkOrder,
  wanted: { readonly reminder: ReminderAbout } | { readonly clock: ClockName; readonly level: number },
  nowMs: number,
): boolean =>
  deadlines(order).some(
    (deadline) =>
      deadline.atMs <= nowMs + CLOCK_SKEW_MS &&
      (deadline.kind === 'reminder'
        ? 'reminder' in wanted && wanted.reminder === deadline.about
        : 'clock' in wanted && wanted.clock === deadline.clock && wanted.level === deadline.level),
  )
