import { type Failure, failures, usualContinuationMs } from './failures.ts'
import { type HoursQuestion, notDefined, requireWindow } from './figure.ts'
import { restorePhases, type RestorePhase, splitOfSpell } from './restore-split.ts'
import { technicalAvailability } from './technical-availability.ts'

/** A time in milliseconds, or none where there is nothing to take it of. */
export type Measure = number | typeof notDefined

/** How often an asset fails and how long it takes to restore. All times in milliseconds. */
export interface Reliability {
  readonly fromMs: number
  readonly toMs: number
  readonly knownAtMs: number
  /** The failures whose first entry lies in the window. */
  readonly failures: readonly Failure[]
  /** Confirmed operating time in `UP` or `DEGRADED` in the window. */
  readonly operatingMs: number
  /** Mean time between failures: operating time / failures. */
  readonly meanBetweenFailuresMs: Measure
  /** Of the failures in the window that have ended in return to use. */
  readonly timeToRestore: TimeToRestore
}

export interface TimeToRestore {
  readonly restored: number
  /** Failures that have not ended yet, or ended in retirement: in no mean. */
  readonly notRestored: number
  readonly meanMs: Measure
  readonly medianMs: Measure
  readonly p90Ms: Measure
  /** The mean of each phase; the phases add up to the mean. */
  readonly meanByPhaseMs: Readonly<Record<RestorePhase, Measure>>
}

export interface ReliabilityQuestion extends HoursQuestion {
  readonly continuationMs?: number
}

/**
 * Failures, mean time between them and time to restore, for the failures that begin in [fromMs, toMs).
 *
 * The time to restore a failure is the elapsed time of all its spells; the time in use between them is not part of it.
 *
 * @throws {RangeError} When the window is reversed or reaches past the history.
 * @source design, section 6, "A failure is an entry into DOWN_UNPLANNED"
 */
export function reliability(question: ReliabilityQuestion): Reliability {
  const { history, fromMs, toMs, continuationMs = usualContinuationMs } = question
  requireWindow(history, fromMs, toMs)
  const inWindow = failures(history, continuationMs).filter((failure) => failure.fromMs >= fromMs && failure.fromMs < toMs)
  const operatingMs = technicalAvailability(question).bucketsMs.operating
  return {
    fromMs,
    toMs,
    knownAtMs: history.knownAtMs,
    failures: inWindow,
    operatingMs,
    meanBetweenFailuresMs: inWindow.length === 0 ? notDefined : operatingMs / inWindow.length,
    timeToRestore: timeToRestore(question, inWindow),
  }
}

function timeToRestore({ history }: ReliabilityQuestion, inWindow: readonly Failure[]): TimeToRestore {
  const restored = inWindow.filter(({ spells }) => spells.every((spell) => spell.restored))
  const timesMs = restored.map(restoreMs).toSorted((left, right) => left - right)
  const splits = restored.flatMap(({ spells }) => spells.map((spell) => splitOfSpell(spell, history.workOrderFacts)))
  const meanByPhaseMs = Object.fromEntries(
    restorePhases.map((phase) => [
      phase,
      meanOf(
        splits.reduce((sumMs, split) => sumMs + split[phase], 0),
        restored.length,
      ),
    ]),
  ) as Record<RestorePhase, Measure>
  return {
    restored: restored.length,
    notRestored: inWindow.length - restored.length,
    meanMs: meanOf(
      timesMs.reduce((sumMs, timeMs) => sumMs + timeMs, 0),
      timesMs.length,
    ),
    medianMs: quantile(timesMs, 0.5),
    p90Ms: quantile(timesMs, 0.9),
    meanByPhaseMs,
  }
}

const restoreMs = ({ spells }: Failure): number => spells.reduce((sumMs, { fromMs, toMs }) => sumMs + ((toMs ?? fromMs) - fromMs), 0)

const meanOf = (sumMs: number, count: number): Measure => (count === 0 ? notDefined : sumMs / count)

/**
 * The value below which the given share of sorted values lies, between two neighbours in proportion, as spreadsheets do
 * (PERCENTILE.INC). None of nothing.
 */
export function quantile(sorted: readonly number[], part: number): Measure {
  if (sorted.length === 0) return notDefined
  const position = (sorted.length - 1) * part
  const below = sorted[Math.floor(position)] as number
  const above = sorted[Math.ceil(position)] as number
  return below + (above - below) * (position - Math.floor(position))
}
