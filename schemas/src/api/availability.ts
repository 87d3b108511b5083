import { Type, type Static } from 'typebox'
import { AssetState, Cause, DataHealth, ReportedBy, ReportedState } from '../asset-state.ts'
import { HeldReport } from './held-report.ts'
import { AssetId, ClassId, Code, EventId, Instant, LocalDate, Note, OdsCode } from '../identifiers.ts'

const Optional = Type.Optional
const Hours = Type.Number({ minimum: 0 })
const Share = Type.Number({ minimum: 0, maximum: 1 })

/** A figure with its bounds: all unconfirmed time unavailable, and all of it available. Missing means "not defined". */
export const Figure = Type.Object({
  value: Optional(Share),
  lower: Optional(Share),
  upper: Optional(Share),
  confirmedShare: Optional(Share),
  countedHours: Hours,
  lostHours: Hours,
})
export type Figure = Static<typeof Figure>

/** A stretch of time in one state, with the event that made it and the rule that applied. */
export const StateInterval = Type.Object({
  from: Instant,
  to: Optional(Instant),
  state: AssetState,
  confirmed: Type.Boolean(),
  cause: Optional(Cause),
  fault: Optional(Code),
  canStill: Optional(Type.Array(Code)),
  agreedEnd: Optional(Instant),
  eventId: Optional(EventId),
  rule: Optional(Type.String()),
  downtimeId: Optional(EventId),
})
export type StateInterval = Static<typeof StateInterval>

/** One scanner on the live board. */
export const BoardRow = Type.Object({
  assetId: AssetId,
  name: Type.String(),
  classId: ClassId,
  className: Type.String(),
  siteCode: OdsCode,
  siteName: Type.String(),
  trust: OdsCode,
  trustName: Type.String(),
  supplierId: Optional(Type.String()),
  supplierName: Optional(Type.String()),
  state: AssetState,
  since: Optional(Instant),
  health: DataHealth,
  healthSince: Optional(Instant),
  cause: Optional(Cause),
  note: Optional(Type.String()),
  capabilities: Type.Array(Code),
  canStill: Optional(Type.Array(Code)),
  agreedEnd: Optional(Instant),
  downtimeId: Optional(EventId),
  reportedBy: Optional(ReportedBy),
  last24h: Type.Array(StateInterval),
  last90Days: Type.Array(Share, { description: 'Share of each operating day lost, oldest first' }),
  hoursLost90Days: Hours,
  uptime: Figure,
  uptimeTarget: Optional(Share),
  slotsPerHour: Optional(Type.Number()),
  lostSessionHoursToday: Hours,
  heldReports: Optional(Type.Array(HeldReport, { description: 'Reports from its label that wait to be confirmed, oldest first' })),
})
export type BoardRow = Static<typeof BoardRow>

export const Board = Type.Object({
  knownAt: Instant,
  feedPosition: Type.String({ description: 'Give it as Last-Event-ID to the feed' }),
  counts: Type.Record(Type.String(), Type.Integer()),
  total: Type.Integer({ description: 'Rows that match, on all pages' }),
  rows: Type.Array(BoardRow),
})
export type Board = Static<typeof Board>

/** What the live feed says: one asset's line on the board changed. */
export const FeedEntry = Type.Object({
  assetId: AssetId,
  name: Type.String(),
  siteName: Type.String(),
  trust: OdsCode,
  classId: ClassId,
  state: AssetState,
  since: Optional(Instant),
  health: DataHealth,
  healthSince: Optional(Instant),
  publishedAt: Optional(Instant),
  heldReports: Optional(Type.Integer({ description: 'How many reports from its label wait to be confirmed' })),
})
export type FeedEntry = Static<typeof FeedEntry>

export const Figures = Type.Object({
  assetId: Optional(AssetId),
  from: Instant,
  to: Instant,
  knownAt: Instant,
  technical: Figure,
  contractual: Figure,
  clinical: Figure,
  clinicalLostHoursByCause: Type.Record(Type.String(), Hours),
  hoursByState: Type.Record(Type.String(), Hours),
  failures: Type.Integer({ minimum: 0 }),
  mtbfHours: Optional(Hours),
  restoreHours: Type.Object({ mean: Optional(Hours), median: Optional(Hours), p90: Optional(Hours) }),
  restoreSplitHours: Type.Record(Type.String(), Hours),
})
export type Figures = Static<typeof Figures>

/** Time that made a number, so that each hour opens to its events. */
export const Evidence = Type.Object({
  assetId: AssetId,
  from: Instant,
  to: Instant,
  state: AssetState,
  hours: Hours,
  cause: Optional(Cause),
  eventId: Optional(EventId),
  downtimeId: Optional(EventId),
  rule: Type.String(),
})
export type Evidence = Static<typeof Evidence>

export const DowntimeReportLine = Type.Object({
  key: Type.String({ description: 'What the line is grouped by: trust, site, class, asset or cause' }),
  label: Type.String(),
  assets: Type.Integer(),
  technicalDownHours: Hours,
  contractualDownHours: Hours,
  clinicalLostHours: Hours,
  plannedHours: Hours,
  externalHours: Hours,
  unconfirmedHours: Hours,
  technical: Figure,
  contractual: Figure,
  clinical: Figure,
})
export type DowntimeReportLine = Static<typeof DowntimeReportLine>

export const DowntimeReport = Type.Object({
  from: Instant,
  to: Instant,
  knownAt: Instant,
  groupBy: Type.Enum(['trust', 'site', 'class', 'asset']),
  lines: Type.Array(DowntimeReportLine),
  total: DowntimeReportLine,
  byCause: Type.Array(Type.Object({ cause: Type.String(), hours: Hours })),
})
export type DowntimeReport = Static<typeof DowntimeReport>

/** An event of the ledger as it was told, with what was later said of it. */
export const LedgerEvent = Type.Object({
  eventId: EventId,
  type: Type.String(),
  assetId: AssetId,
  at: Optional(Instant),
  recorded: Instant,
  source: Type.String(),
  state: Optional(AssetState),
  cause: Optional(Cause),
  note: Optional(Type.String()),
  reportedBy: Optional(ReportedBy),
  correctsEventId: Optional(EventId),
  void: Optional(Type.Boolean()),
  reason: Optional(Type.String()),
})
export type LedgerEvent = Static<typeof LedgerEvent>

/** A person says in what state a scanner is. */
export const StateReport = Type.Object({
  assetId: AssetId,
  state: ReportedState,
  at: Optional(Instant),
  agreedEnd: Optional(Instant),
  cause: Optional(Cause),
  fault: Optional(Code),
  canStill: Optional(Type.Array(Code, { maxItems: 40 })),
  note: Optional(Note),
})
export type StateReport = Static<typeof StateReport>

export const StateCorrection = Type.Object({
  correctsEventId: EventId,
  state: Optional(ReportedState),
  at: Optional(Instant),
  void: Optional(Type.Boolean()),
  reason: Note,
})
export type StateCorrection = Static<typeof StateCorrection>

export const Reported = Type.Object({ eventId: EventId })
export type Reported = Static<typeof Reported>

export const PeriodQuery = Type.Object({
  from: Type.Union([Instant, LocalDate], { description: 'A date is that day’s start in London' }),
  to: Type.Union([Instant, LocalDate]),
  knownAt: Optional(Instant),
})
export type PeriodQuery = Static<typeof PeriodQuery>
