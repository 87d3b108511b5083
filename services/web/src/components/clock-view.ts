import type { Clock } from '@imaging/schemas'
import { clockNames } from '../words/work-order-words.ts'
import { durationWords, momentWords } from '../words/time-words.ts'

/** A contract's clock in words. */
export interface ClockView {
  readonly name: string
  /** "1 hour 12 minutes left", "Late by 20 minutes", "Done in time", "Paused". */
  readonly words: string
  readonly due: string | undefined
  readonly look: 'running' | 'late' | 'paused' | 'stopped'
}

const lookOf = ({ stoppedAt, paused, breached, dueAt }: Clock, nowMs: number): ClockView['look'] => {
  if (stoppedAt !== undefined) return 'stopped'
  if (paused) return 'paused'
  return breached || (dueAt !== undefined && Date.parse(dueAt) < nowMs) ? 'late' : 'running'
}

const wordsOf = (clock: Clock, look: ClockView['look'], nowMs: number): string => {
  if (look === 'paused') return 'Paused'
  if (clock.stoppedAt !== undefined) {
    if (clock.dueAt === undefined) return `Took ${durationWords(Date.parse(clock.stoppedAt) - Date.parse(clock.startedAt))}`
    return clock.breached ? `Late by ${durationWords(Date.parse(clock.stoppedAt) - Date.parse(clock.dueAt))}` : 'Done in time'
  }
  if (clock.dueAt === undefined) return `Running for ${durationWords(nowMs - Date.parse(clock.startedAt))}`
  const leftMs = Date.parse(clock.dueAt) - nowMs
  return leftMs >= 0 ? `${durationWords(leftMs)} left` : `Late by ${durationWords(-leftMs)}`
}

/** How a clock stands now. A paused clock says so instead of counting down. */
export const clockView = (clock: Clock, nowMs: number): ClockView => {
  const look = lookOf(clock, nowMs)
  return {
    name: clockNames[clock.name],
    words: wordsOf(clock, look, nowMs),
    due: clock.dueAt === undefined ? undefined : `Due ${momentWords(Date.parse(clock.dueAt), nowMs)}`,
    look,
  }
}

/** Milliseconds until the first running clock is due; infinity where none runs. Lists of jobs are in this order. */
export const leftMs = (clocks: readonly Clock[], nowMs: number): number =>
  Math.min(
    Number.POSITIVE_INFINITY,
    ...clocks
      .filter(({ stoppedAt, paused }) => stoppedAt === undefined && !paused)
      .flatMap(({ dueAt }) => (dueAt === undefined ? [] : Date.parse(dueAt) - nowMs)),
  )
