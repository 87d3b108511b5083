export { Source, TYPE_PREFIX, envelope, type Envelope } from './envelope.ts'
export { AssetId, ClassId, Code, ContractId, EventId, Instant, LocalDate, Note, OdsCode, SupplierId, WorkOrderId } from './identifiers.ts'
export { AssetState, Cause, DataHealth, ReportedBy, ReportedState } from './asset-state.ts'
export { AvailabilityDowntimeClosedV1, AvailabilityDowntimeOpenedV1, AvailabilityRestatedV1 } from './events/availability.ts'
export { ConditionClearedV1, ConditionRaisedV1, TelemetryDataHealthChangedV1 } from './events/conditions.ts'
export { DowntimeSessionLostV1, DowntimeStateChangedV1, DowntimeStateCorrectedV1 } from './events/downtime.ts'
export {
  AssetChangedV1,
  Capability,
  ClassChangedV1,
  ContractChangedV1,
  ContractTerms,
  Hours,
  LinkedAsset,
  Place,
  SiteChangedV1,
  type AssetSnapshot,
  type ClassSnapshot,
  type ContractSnapshot,
  type SiteSnapshot,
} from './events/register.ts'
export { READINGS_MAX, Reading, TelemetryExamsCountedV1, TelemetryReadingV1 } from './events/telemetry.ts'
export {
  ActedBy,
  Priority,
  WorkOrderAcceptedV1,
  WorkOrderAccessGivenV1,
  WorkOrderArrivedV1,
  WorkOrderCallLoggedV1,
  WorkOrderCancelledV1,
  WorkOrderCheckRecordedV1,
  WorkOrderDeclinedV1,
  WorkOrderDiagnosedV1,
  WorkOrderEscalatedV1,
  WorkOrderHandedBackV1,
  WorkOrderPartArrivedV1,
  WorkOrderPartNeededV1,
  WorkOrderPausedV1,
  WorkOrderPromiseChangedV1,
  WorkOrderReassignedV1,
  WorkOrderReleasedV1,
  WorkOrderResumedV1,
  WorkOrderTravelStartedV1,
  workOrderFacts,
  type WorkOrderFact,
} from './events/work-orders.ts'
export { deadLetterTopic, topics, type Topic } from './topics.ts'
export { eventSchemas, eventsByTopic, type EventOn, type EventSchema, type ImagingEvent, type TopicName } from './catalogue.ts'
export { EVENT_BYTES_MAX, FUTURE_TOLERANCE_MS, eventReader, type ReadEvent } from './read-event.ts'
export { newEvent, type EventName, type EventNamed, type NewEvent } from './new-event.ts'
export { closed } from './closed.ts'
export { AvailabilityFile, DeadLetterFile, LagFile, RegisterFile, fileSchemas } from './files.ts'
export { PlanProblemFile } from './files/plan-problem.ts'
export { PlanSolutionFile } from './files/plan-solution.ts'
export { ACTOR_HEADER, Actor, Role, readActor, writeActor } from './api/actor.ts'
export {
  Board,
  BoardRow,
  DowntimeReport,
  DowntimeReportLine,
  Evidence,
  FeedEntry,
  Figure,
  Figures,
  LedgerEvent,
  PeriodQuery,
  Reported,
  StateCorrection,
  StateInterval,
  StateReport,
} from './api/availability.ts'
export {
  Check,
  Clock,
  HistoricWorkOrder,
  Promised,
  WorkOrder,
  WorkOrderAction,
  WorkOrderCommand,
  WorkOrderHistory,
  WorkOrderHistoryOutcome,
  WorkOrderStatus,
  WorkOrderStep,
  WorkOrderSummary,
} from './api/maintenance.ts'
export {
  AgeProfile,
  AssetEntry,
  AssetVersion,
  ImportMapping,
  ImportProblem,
  ImportRow,
  ImportStatus,
  ImportSummary,
  MappingCorrection,
  RegisterAsset,
  RegisterImport,
  RegisterOrganisation,
  RegisterUpload,
} from './api/register.ts'
export { ChannelNow, ChannelSeries, ConditionNow, ExamActivity } from './api/telemetry.ts'
