export { type AssetHistory, assetHistory, type Segment } from './asset-history.ts'
export {
  type ClinicalBucket,
  clinicalAvailability,
  clinicalBuckets,
  type ClinicalFigure,
  explainClinical,
} from './clinical-availability.ts'
export { type ClockReading, type ClockSpan, contractClock } from './contract-clock.ts'
export { type ContractTerms, termsInOrder, usualTerms } from './contract-terms.ts'
export {
  type ContractualBucket,
  contractualAvailability,
  contractualBuckets,
  type ContractualFigure,
  type ContractualQuestion,
  explainContractual,
} from './contractual-availability.ts'
export {
  causeNotStated,
  countedHours,
  type CountedHoursQuestion,
  type CountedStretch,
  type HoursDefinition,
  hoursDefinitions,
  hoursMeaning,
  unconfirmedCauses,
} from './counted-hours.ts'
export { dailyShareLost, type DayLost } from './daily-share-lost.ts'
export { type Downtime, downtimes, isNotFullyWorking, isOutOfUse } from './downtimes.ts'
export { type Failure, failures, type FailureSpell, usualContinuationMs } from './failures.ts'
export { type AvailabilityFigure, type ExplainedInterval, type HoursQuestion, notDefined, type Share } from './figure.ts'
export { type HoursLost, hoursLost, type LostHoursDefinition, lostHoursDefinitions } from './hours-lost.ts'
export {
  type AssetState,
  assetStates,
  type DataHealthChange,
  emptyLedger,
  type Ledger,
  type LedgerFact,
  type Reporter,
  reportedStates,
  type ReportedState,
  type SessionLoss,
  type SessionLossCause,
  sessionLossCauses,
  type StateChange,
  type StateCorrection,
  type WorkOrderFact,
  type WorkOrderStep,
  workOrderSteps,
} from './ledger.ts'
export { type Measure, reliability, type Reliability, type ReliabilityQuestion, type TimeToRestore } from './reliability.ts'
export { restatement, type Restatement } from './restatement.ts'
export { type RestorePhase, restorePhases } from './restore-split.ts'
export { type LossSpan } from './session-losses.ts'
export { type StandingChange } from './standing-changes.ts'
export {
  type OverruledChange,
  type StateInterval,
  type StateRule,
  type StateTimeline,
  stateTimeline,
  type TimelineQuestion,
} from './state-timeline.ts'
export {
  type TechnicalBucket,
  technicalAvailability,
  technicalBuckets,
  type TechnicalFigure,
  explainTechnical,
} from './technical-availability.ts'
export { segmentAt, segmentsWithin, timeInState, type TimeInState, type WindowQuestion } from './time-in-state.ts'
