import type {
  ActingIdentity,
  ChannelNow,
  ChannelSeries,
  ConditionNow,
  ExamActivity,
  Figures,
  LedgerEvent,
  RegisterAsset,
  WorkOrder,
} from '@imaging/schemas'

/** A place where scanners stand. */
export interface Site {
  readonly siteCode: string
  readonly name: string
}

/** What the register says of the scanners the one who asks may see. */
export interface RegisterReader {
  assets(identity: ActingIdentity): Promise<readonly RegisterAsset[]>
  /** @throws ProblemError 404 where there is no such scanner for the one who asks */
  asset(identity: ActingIdentity, assetId: string): Promise<RegisterAsset>
  sites(identity: ActingIdentity): Promise<readonly Site[]>
}

/** A stretch of time, half-open, as ISO instants. */
export interface Period {
  readonly from: string
  readonly to: string
}

/** Availability figures and the ledger behind them. */
export interface LedgerReader {
  figures(identity: ActingIdentity, assetId: string, period: Period): Promise<Figures>
  events(identity: ActingIdentity, assetId: string): Promise<readonly LedgerEvent[]>
}

/** What the devices say. */
export interface ReadingsReader {
  conditions(identity: ActingIdentity, assetId: string): Promise<readonly ConditionNow[]>
  exams(identity: ActingIdentity, assetId: string): Promise<ExamActivity>
  channels(identity: ActingIdentity, assetId: string): Promise<readonly ChannelNow[]>
  series(identity: ActingIdentity, assetId: string, channel: string, period: Period): Promise<ChannelSeries>
}

/** The newest work orders of a scanner, open and closed, with their steps. */
export interface WorkOrderHistory {
  workOrdersOf(identity: ActingIdentity, assetId: string): Promise<readonly WorkOrder[]>
}
