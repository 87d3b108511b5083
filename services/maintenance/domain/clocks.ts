import { countedTime, ELAPSED, type CountedTime } from './counted-time.ts'
import type { ClockName } from './fact.ts'
import { RELEASE_MINUTES } from './terms.ts'
import { NO_SUPPLIER, runningPause, type WorkOrder } from './work-order.ts'

/** A clock as it reads at an instant; instants and durations in milliseconds. */
export interface ClockReading {
  readonly name: ClockName
  readonly startedAtMs: number
  readonly allowedMs: number
  readonly usedMs: number
  /** When the time allowed runs out, or ran out. While paused: if it went on this instant. None when cover never comes. */
  readonly dueAtMs?: number
  readonly stoppedAtMs?: number
  readonly breached: boolean
  readonly paused: boolean
}

/** A clock's course: the stretches in which it ran, the last one open while it runs. */
export interface ClockCourse {
  readonly name: ClockName
  readonly startedAtMs: number
  readonly stoppedAtMs?: number
  readonly allowedMs: number
  readonly paused: boolean
  readonly stretches: readonly Stretch[]
  readonly time: CountedTime
}

interface Stretch {
  readonly fromMs: number
  /** Infinity while it runs. */
  readonly toMs: number
}

const MINUTE_MS = 60_000

/**
 * The clocks of a work order that have started, as they read at an instant.
 *
 * *Response* runs from the call (or from the day it was given to this supplier) to the engineer's arrival or the connection
 * from a distance. *Repair* runs from access, or from the fault where the contract says so, to hand-back or return to use;
 * what a failed check took is not the supplier's. Both in cover hours or elapsed, as the contract says, and neither runs
 * while paused. *Release* is the hospital's own: from hand-back to return to use, elapsed.
 *
 * @source domain of work orders: response within cover hours, from the recording of the call to the start of labour or remote connection
 */
export const clocks = (order: WorkOrder, nowMs: number): ClockReading[] => clockCourses(order).map((course) => reading(course, nowMs))

/** The courses of the clocks that have started. */
export function clockCourses(order: WorkOrder): ClockCourse[] {
  const { assignment, priority } = order
  const time = countedTime(assignment.terms)
  const allowedMs = (minutes: number): number => minutes * MINUTE_MS
  const paused = runningPause(order) !== undefined
  const courses: ClockCourse[] = []
  if (assignment.supplierId !== NO_SUPPLIER) {
    const stop = order.respondedAtMs ?? order.closedAtMs
    courses.push({
      ...course('response', order.assignedAtMs, stop, order.pauses, paused),
      allowedMs: allowedMs(assignment.terms.responseMinutes[priority]),
      time,
    })
  }
  if (order.repairStartedAtMs !== undefined) {
    const { breaks, stop } = repairBounds(order)
    courses.push({
      ...course('repair', order.repairStartedAtMs, stop, breaks, paused),
      allowedMs: allowedMs(assignment.terms.repairMinutes[priority]),
      time,
    })
  }
  const handBack = order.handBacks.at(-1)
  if (handBack !== undefined && handBack.failedAtMs === undefined) {
    courses.push({
      ...course('release', handBack.atMs, order.closedAtMs, [], false),
      allowedMs: allowedMs(RELEASE_MINUTES[priority]),
      time: ELAPSED,
    })
  }
  return courses
}

/** When a course has used so much of its time; `undefined` when it stopped before, is paused, or never will. */
export function instantUsed({ stretches, time }: ClockCourse, usedMs: number): number | undefined {
  let leftMs = usedMs
  for (const { fromMs, toMs } of stretches) {
    const atMs = time.add(fromMs, leftMs)
    if (atMs !== undefined && atMs <= toMs) return atMs
    if (toMs === Infinity) return undefined
    leftMs -= time.between(fromMs, toMs)
  }
  return undefined
}

function reading(course: ClockCourse, nowMs: number): ClockReading {
  const { name, startedAtMs, stoppedAtMs, allowedMs, stretches, time } = course
  const usedMs = stretches.reduce((sumMs, { fromMs, toMs }) => sumMs + time.between(fromMs, Math.min(toMs, Math.max(fromMs, nowMs))), 0)
  const paused = course.paused && stoppedAtMs === undefined
  const dueAtMs = instantUsed(course, allowedMs) ?? (paused ? time.add(nowMs, Math.max(0, allowedMs - usedMs)) : undefined)
  return {
    name,
    startedAtMs,
    allowedMs,
    usedMs,
    breached: usedMs > allowedMs,
    paused,
    ...(dueAtMs !== undefined && { dueAtMs }),
    ...(stoppedAtMs !== undefined && { stoppedAtMs }),
  }
}

type Break = { readonly fromMs: number; readonly toMs?: number }

/** A clock that stopped before it began (access came after the hand-back from a distance) ran for no time. */
function course(name: ClockName, startedAtMs: number, stop: number | undefined, breaks: readonly Break[], paused: boolean) {
  const stoppedAtMs = stop === undefined ? undefined : Math.max(stop, startedAtMs)
  return {
    name,
    startedAtMs,
    paused,
    stretches: stretchesBetween(startedAtMs, stoppedAtMs ?? Infinity, breaks),
    ...(stoppedAtMs !== undefined && { stoppedAtMs }),
  }
}

/** [fromMs, toMs) without the breaks, which are in order and do not overlap. */
function stretchesBetween(fromMs: number, toMs: number, breaks: readonly Break[]): Stretch[] {
  const stretches: Stretch[] = []
  let startMs = fromMs
  for (const pause of breaks) {
    if (pause.fromMs > startMs) stretches.push({ fromMs: startMs, toMs: Math.min(pause.fromMs, toMs) })
    startMs = Math.max(startMs, pause.toMs ?? Infinity)
    if (startMs >= toMs) return stretches
  }
  return [...stretches, { fromMs: startMs, toMs }]
}

/** When the repair clock stops for good, and when it rested: while paused, and while the customer held what then failed its checks. */
function repairBounds(order: WorkOrder): { readonly stop: number | undefined; readonly breaks: readonly Break[] } {
  if (order.assignment.terms.clockEnds === 'return-to-use') return { stop: order.closedAtMs, breaks: order.pauses }
  const last = order.handBacks.at(-1)
  const failed = order.handBacks.flatMap(({ atMs, failedAtMs }) => (failedAtMs === undefined ? [] : [{ fromMs: atMs, toMs: failedAtMs }]))
  const stop = last !== undefined && last.failedAtMs === undefined ? last.atMs : order.closedAtMs
  return { stop, breaks: [...order.pauses, ...failed].toSorted((left, right) => left.fromMs - right.fromMs) }
}
