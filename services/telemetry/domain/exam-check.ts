import type { ConditionChange } from './condition-change.ts'
import type { ConditionText } from './condition-text.ts'
import { overlapMs, type Interval } from './interval.ts'
import type { Severity } from './severity.ts'

/** An exam begun before a failure may be closed on the RIS this much later, in milliseconds. */
const CLOSING_MS = 30 * 60_000

export const noExams: ConditionText = {
  kind: 'no-exams-while-working',
  message: 'Marked as working, but no exams have been recorded for longer than is usual in opening hours.',
  action: 'Ask the control room whether the scanner is in use. If it is not working, report the fault.',
}

export const examsWhileDown: ConditionText = {
  kind: 'exams-while-down',
  message: 'Marked as down, but exams have been recorded since.',
  action: 'Ask the control room whether the scanner is back in use and whether it was released. Correct its state.',
}

/** When each of the two conditions was raised, or null while it does not stand. */
export interface ExamWatch {
  readonly noExamsAtMs: number | null
  readonly examsWhileDownAtMs: number | null
}

export const emptyExamWatch: ExamWatch = { noExamsAtMs: null, examsWhileDownAtMs: null }

/** What the RIS or PACS counted, beside what the asset is marked as. Counts only, never about a patient. */
export interface ExamFacts {
  /** `other` is planned work, checks before use, retired, not known: exams say nothing about it. */
  readonly marked: 'working' | 'down' | 'other'
  readonly markedSinceMs: number
  /** Exams are counted up to here; of later ones nothing is known. */
  readonly countedToMs: number
  readonly lastExamAtMs?: number
  /** Hours of use from `markedSinceMs` or the last exam on, disjoint. */
  readonly openDuring: readonly Interval[]
  /** Open time without an exam after which a working scanner is doubted; absent where exams are not counted. */
  readonly expectedWithinOpenMs?: number
}

/**
 * Whether a scanner does what it is marked as doing, told from exams alone, independently of its own signal.
 *
 * Doubted when marked working and without an exam for `expectedWithinOpenMs` of opening hours, or when marked down and an exam was
 * recorded more than half an hour later. Only time that was counted is judged: a RIS feed that is behind raises nothing.
 */
export function examCheck(watch: ExamWatch, facts: ExamFacts): { readonly watch: ExamWatch; readonly changes: readonly ConditionChange[] } {
  const { marked, markedSinceMs, countedToMs, lastExamAtMs, openDuring, expectedWithinOpenMs } = facts
  const idleSinceMs = Math.max(markedSinceMs, lastExamAtMs ?? markedSinceMs)
  const isIdle =
    marked === 'working' && expectedWithinOpenMs !== undefined && overlapMs(openDuring, idleSinceMs, countedToMs) >= expectedWithinOpenMs
  const isScanning = marked === 'down' && lastExamAtMs !== undefined && lastExamAtMs > markedSinceMs + CLOSING_MS
  const idle = turned(noExams, 'warning', watch.noExamsAtMs, isIdle, countedToMs)
  const scanning = turned(examsWhileDown, 'watch', watch.examsWhileDownAtMs, isScanning, countedToMs)
  return {
    watch: { noExamsAtMs: idle.raisedAtMs, examsWhileDownAtMs: scanning.raisedAtMs },
    changes: [...idle.changes, ...scanning.changes],
  }
}

function turned(
  condition: ConditionText,
  severity: Severity,
  wasRaisedAtMs: number | null,
  isStanding: boolean,
  atMs: number,
): { readonly raisedAtMs: number | null; readonly changes: readonly ConditionChange[] } {
  if (isStanding && wasRaisedAtMs === null)
    return { raisedAtMs: atMs, changes: [{ change: 'raised', condition, raisedAtMs: atMs, atMs, severity }] }
  if (!isStanding && wasRaisedAtMs !== null) {
    return { raisedAtMs: null, changes: [{ change: 'cleared', condition, raisedAtMs: wasRaisedAtMs, atMs }] }
  }
  return { raisedAtMs: wasRaisedAtMs, changes: [] }
}
