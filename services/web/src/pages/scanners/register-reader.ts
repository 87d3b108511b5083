import type {
  Actor,
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
  assets(actor: Actor): Promise<readonly RegisterAsset[]>
  /** @throws ProblemError 404 where there is no such scanner for the one who asks */
  asset(actor: Actor, assetId: string): Promise<RegisterAsset>
  sites(actor: Actor): Promise<readonly Site[]>
}

/** A stretch of time, half-open, as ISO instants. */
export interface Period {
  readonly from: string
  readonly to: string
}

/** Availability figures and the ledger behind them. */
export interface LedgerReader {
  figures(actor: Actor, assetId: string, period: Period): Promise<Figures>
  events(actor: Actor, assetId: string): Promise<readonly LedgerEvent[]>
}

/** What the devices say. */
export interface ReadingsReader {
  conditions(actor: Actor, assetId: string): Promise<readonly ConditionNow[]>
  exams(actor: Actor, assetId: string): Promise<ExamActivity>
  channels(actor: Actor, assetId: string): Promise<readonly ChannelNow[]>
  series(actor: Actor, assetId: string, channel: string, period: Period): Promise<ChannelSeries>
}

/** The newest work orders of a scanner, open and closed, with their steps. */
export interface WorkOrderHistory {
  workOrdersOf(actor: Actor, assetId: string): Promise<readonly WorkOrder[]>
}
