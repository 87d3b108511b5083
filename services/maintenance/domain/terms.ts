import type { CalendarDefinition } from '@imaging/calendar'

export type Priority = 'P1' | 'P2' | 'P3'

export type MinutesByPriority = Readonly<Record<Priority, number>>

/** How a supplier's clocks run, frozen onto the work order when it is given to that supplier. */
export interface ServiceTerms {
  readonly runs: 'cover-hours' | 'elapsed'
  /** Needed when clocks run in cover hours. */
  readonly coverHours?: CalendarDefinition
  readonly clockStarts: 'call-logged-with-access' | 'fault'
  readonly clockEnds: 'hand-back' | 'return-to-use'
  readonly responseMinutes: MinutesByPriority
  readonly repairMinutes: MinutesByPriority
}

/**
 * What is expected of a supplier that works without a contract we know: elapsed hours, so that nobody can dispute them.
 *
 * @source local policy, until the register holds a contract
 */
export const TERMS_WITHOUT_CONTRACT: ServiceTerms = {
  runs: 'elapsed',
  clockStarts: 'call-logged-with-access',
  clockEnds: 'hand-back',
  responseMinutes: { P1: 240, P2: 480, P3: 1_440 },
  repairMinutes: { P1: 1_440, P2: 2_880, P3: 7_200 },
}

/**
 * How soon the hospital itself means to check and release a scanner that was handed back, in elapsed minutes.
 *
 * @source local policy: a repaired scanner that nobody releases is as lost to patients as a broken one
 */
export const RELEASE_MINUTES: MinutesByPriority = { P1: 240, P2: 480, P3: 1_440 }
