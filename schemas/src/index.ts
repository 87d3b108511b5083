export { Source, TYPE_PREFIX, envelope, type Envelope } from './envelope.ts'
export {
  AssetId,
  BuildingId,
  ClassId,
  Code,
  ContractId,
  EventId,
  Instant,
  LocalDate,
  Note,
  OdsCode,
  RoomId,
  SupplierId,
  WorkOrderId,
} from './identifiers.ts'
export { AssetState, Cause, DataHealth, ReportedBy, ReportedState } from './asset-state.ts'
export { AvailabilityDowntimeClosedV1, AvailabilityDowntimeOpenedV1, AvailabilityRestatedV1 } from './events/availability.ts'
export { ConditionClearedV1, ConditionRaisedV1, TelemetryDataHealthChangedV1 } from './events/conditions.ts'
export { DowntimeSessionLostV1, DowntimeStateChangedV1, DowntimeStateCorrectedV1 } from './events/downtime.ts'
export { Act, RecordActedV1 } from './events/record.ts'
export {
  AssetChangedV1,
  BuildingChangedV1,
  Capability,
  ClassChangedV1,
  ContractChangedV1,
  ContractTerms,
  Hours,
  LinkedAsset,
  Place,
  RoomChangedV1,
  SiteChangedV1,
  type AssetSnapshot,
  type BuildingSnapshot,
  type ClassSnapshot,
  type ContractSnapshot,
  type RoomSnapshot,
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
export { actedEvent, type ActTold } from './acted-event.ts'
export { newEvent, type EventName, type EventNamed, type NewEvent } from './new-event.ts'
export { closed } from './closed.ts'
export { AvailabilityFile, DeadLetterFile, LagFile, RegisterFile, fileSchemas } from './files.ts'
export {
  AccessRequest,
  Account,
  Because,
  DatedMembership,
  Grant,
  MachineAsked,
  MachineClient,
  MachineKnown,
  Membership,
  MembershipChosen,
  MembershipsChosen,
  NewAccount,
  NewGrant,
  NewMachineClient,
  OpenedSession,
  Organisation,
  RoleChosen,
  RoleGranted,
  Session,
  SessionAsked,
  SessionToken,
  SignIn,
} from './api/access.ts'
export { Actor } from './api/actor.ts'
export {
  Identity,
  MachineIdentity,
  OrganisationCode,
  PersonIdentity,
  SEES_NOTHING,
  SHARES,
  Sees,
  ServiceIdentity,
  Share,
  type ActingIdentity,
} from './access/identity.ts'
export { GRANTED, PERMISSIONS, may, type Permission } from './access/permission.ts'
export { OrganisationKind, ROLES, ROLE_OF, Role, isSupplierRole } from './access/role.ts'
export { holdsPatientNumber } from './patient-number.ts'
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
export { Attachment, AttachmentContent, Attachments, NewAttachment } from './api/attachment.ts'
export { Dismissal, Held, HeldReport, LabelledScanner, LabelReport } from './api/held-report.ts'
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
  AssetCommercial,
  AssetEntry,
  AssetVersion,
  BuildingVersion,
  ImportMapping,
  ImportProblem,
  ImportRow,
  ImportStatus,
  ImportSummary,
  MappingCorrection,
  NewPlace,
  RegisterAsset,
  RegisterImport,
  RegisterOrganisation,
  RegisterUpload,
  RoomVersion,
} from './api/register.ts'
export {
  ExportedRoot,
  ROOT_ENTRIES_MAX,
  RecordEntry,
  RecordEntryPage,
  RecordKeys,
  RecordQuery,
  RecordRoot,
  RecordRootPage,
  RecordVerdict,
} from './api/record.ts'
export { ChannelNow, ChannelSeries, ConditionNow, ExamActivity } from './api/telemetry.ts'
