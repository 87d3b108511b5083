import type { ActingIdentity, AssetState, DowntimeReport, LedgerEvent } from '@imaging/schemas'

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

/** By which definition hours are counted. */
export type Definition = 'technical' | 'contractual' | 'clinical' | 'planned' | 'building' | 'unconfirmed'

/** Which number of the report is opened: a definition, of one scanner or one cause where given. */
export interface Opened {
  readonly definition: Definition
  readonly scanner: string | undefined
  readonly cause: string | undefined
}

/** A stretch of time that went into a number. */
export interface CountedStretch {
  readonly assetId: string
  readonly assetName: string
  readonly from: string
  readonly to: string
  readonly state: AssetState
  /** What it counts for, weighed. */
  readonly hours: number
  /** How much of it lies in the hours that count. */
  readonly openHours: number
  readonly cause: string
  readonly rule: string
  readonly stateRule: string
  readonly eventIds: readonly string[]
}

/** The time behind one number, and the events behind the time. */
export interface OpenedHours {
  readonly from: string
  readonly to: string
  readonly knownAt: string
  /** The scanners, in words. */
  readonly about: string
  /** What the definition counts, in words. */
  readonly meaning: string
  readonly hours: number
  readonly assets: number
  /** Stretches on all pages. */
  readonly total: number
  readonly byCause: readonly { readonly cause: string; readonly hours: number }[]
  readonly stretches: readonly CountedStretch[]
  readonly events: readonly LedgerEvent[]
}

/** A part of the stretches, those that count most first. */
export interface Part {
  readonly offset: number
  readonly limit: number
}

/** Hours lost by definition and cause, and the time and the events behind each number. */
export interface DowntimeReader {
  report(identity: ActingIdentity, question: ReportQuestion): Promise<DowntimeReport>
  hours(identity: ActingIdentity, question: ReportQuestion, opened: Opened, part: Part): Promise<OpenedHours>
  /** When anything was first recorded about these scanners; undefined when nothing was. */
  knownSince(identity: ActingIdentity, question: ReportQuestion): Promise<string | undefined>
}
