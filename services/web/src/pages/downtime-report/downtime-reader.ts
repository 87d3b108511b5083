import type { ActingIdentity, DowntimeReport, Evidence } from '@imaging/schemas'

/** What a downtime report is asked for. Dates are London days, the end not included. */
export interface ReportQuestion {
  readonly from: string
  readonly to: string
  readonly groupBy: DowntimeReport['groupBy']
  readonly trust: string | undefined
  readonly site: string | undefined
  readonly type: string | undefined
  /** The instant the figures are to be as known at; now, when undefined. */
  readonly knownAt: string | undefined
}

/** By which definition hours count as lost. */
export type Definition = 'technical' | 'contractual' | 'clinical'

/** Hours lost by definition and cause, and the time behind each scanner's hours. */
export interface DowntimeReader {
  report(identity: ActingIdentity, question: ReportQuestion): Promise<DowntimeReport>
  /** The stretches of time that made one scanner's hours. */
  evidence(identity: ActingIdentity, assetId: string, question: ReportQuestion, definition: Definition): Promise<readonly Evidence[]>
}
