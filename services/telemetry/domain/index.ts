export { catalogueOf, channelLimits, type Catalogue, type ClassCatalogue } from './catalogue.ts'
export type { Channel, Conversion, Reading } from './channel.ts'
export { classSheets } from './channels/class-sheets.ts'
export { checkReading, checkReadings, type CheckedReading, type CheckedReadings } from './check-reading.ts'
export type { ClassSheet } from './class-sheet.ts'
export { conditionId, type ConditionChange } from './condition-change.ts'
export type { ConditionRule, Part, Watched } from './condition-rule.ts'
export type { ConditionText } from './condition-text.ts'
export { dataHealth, silenceMs, type DataHealth, type Health, type Signal } from './data-health.ts'
export { driftTerms, stepDrift, type DriftChannel, type DriftMemory, type DriftRule, type DriftTerms, type Normal } from './drift.ts'
export { emptyExamWatch, examCheck, examsWhileDown, noExams, type ExamFacts, type ExamWatch } from './exam-check.ts'
export {
  assetFlood,
  floodSentence,
  noFlood,
  passThroughFlood,
  settleFlood,
  siteFlood,
  type Flood,
  type FloodLimit,
  type FloodWatch,
  type Gated,
  type Notice,
} from './flood.ts'
export { overlapMs, without, type Interval } from './interval.ts'
export { restingLatch, standing, stepLatch, type LatchRule, type LatchState, type Level } from './latch.ts'
export { createLayouts, type Layout, type Layouts } from './layout.ts'
export { median } from './median.ts'
export { conditionSentence } from './sentence.ts'
export { isGraver, type Severity } from './severity.ts'
export {
  emptyWatch,
  forgetNormal,
  standingConditions,
  watchObservation,
  watchObservations,
  type AssetWatch,
  type JudgedObservation,
  type Observation,
  type WatchedObservation,
  type WatchedObservations,
} from './watch.ts'
