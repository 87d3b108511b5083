/** The shapes the oracle reads, written out anew so that it shares nothing with the code it judges. All instants are whole minutes. */

export interface CaseFact {
  readonly eventId: string
  readonly recordedMs: number
}

export interface CaseReporter {
  readonly kind: 'device' | 'person' | 'supplier' | 'schedule'
}

export type CaseState = 'UP' | 'DEGRADED' | 'DOWN_UNPLANNED' | 'DOWN_PLANNED' | 'DOWN_EXTERNAL' | 'IN_QA' | 'RETIRED'

export interface CaseChange extends CaseFact {
  readonly state: CaseState
  readonly atMs: number
  readonly agreedEndMs?: number
  readonly cause?: string
  readonly fault?: string
  readonly releaseId?: string
  readonly reportedBy: CaseReporter
}

export interface CaseCorrection extends CaseFact {
  readonly correctsEventId: string
  readonly state?: CaseState
  readonly atMs?: number
  readonly void?: boolean
  readonly reason: string
  readonly reportedBy?: CaseReporter
}

export interface CaseLoss extends CaseFact {
  readonly fromMs: number
  readonly toMs: number
  readonly cause: 'staff' | 'injector-or-coil' | 'it' | 'other'
}

export interface CaseHealth extends CaseFact {
  readonly health: 'LIVE' | 'SILENT' | 'NOT_CONNECTED'
  readonly atMs: number
}

export interface CaseStep extends CaseFact {
  readonly workOrderId: string
  readonly step: 'call-logged' | 'access-given' | 'paused' | 'resumed' | 'handed-back' | 'reopened' | 'released' | 'cancelled'
  readonly atMs: number
  readonly reason?: string
}

export interface CaseLedger {
  readonly stateChanges: readonly CaseChange[]
  readonly corrections: readonly CaseCorrection[]
  readonly sessionLosses: readonly CaseLoss[]
  readonly healthChanges: readonly CaseHealth[]
  readonly workOrderFacts: readonly CaseStep[]
}

export interface CaseHours {
  readonly patterns: readonly {
    readonly validFrom?: string
    readonly validTo?: string
    readonly week: Readonly<Record<string, readonly { readonly from: string; readonly to: string }[]>>
  }[]
  readonly exceptions: readonly { readonly date: string; readonly hours: readonly { readonly from: string; readonly to: string }[] }[]
}

export interface CaseTerms {
  readonly contractId: string
  readonly fromMs: number
  readonly toMs: number
  readonly cover: CaseHours
  readonly coverIncludesPlannedWork: boolean
  readonly degradedWeight: number
  readonly clockStarts: 'call-logged-with-access' | 'fault'
  readonly clockStops: 'hand-back' | 'return-to-use'
  readonly lostHours: 'cover' | 'elapsed'
  readonly pauseReasons: readonly string[]
  readonly excludedCauses: readonly string[]
}

export interface OracleCase {
  readonly ledger: CaseLedger
  readonly knownAtMs: number
  readonly fromMs: number
  readonly toMs: number
  readonly operatingHours: CaseHours
  readonly sessions: CaseHours
  readonly terms: readonly CaseTerms[]
  /** Planned work for this cause needs a release. */
  readonly causeNeedingRelease: string
}

/** Named amounts: minutes, counts or shares; a share of nothing is `not defined`. */
export type OracleFigures = Readonly<Record<string, number | 'not defined'>>
