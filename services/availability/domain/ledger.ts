/** The states an asset can be reported in. */
export const reportedStates = ['UP', 'DEGRADED', 'DOWN_UNPLANNED', 'DOWN_PLANNED', 'DOWN_EXTERNAL', 'IN_QA', 'RETIRED'] as const
export type ReportedState = (typeof reportedStates)[number]

/** The states an asset can be in: `UNKNOWN` only before the first report. */
export const assetStates = [...reportedStates, 'UNKNOWN'] as const
export type AssetState = (typeof assetStates)[number]

/** Who or what spoke. */
export interface Reporter {
  readonly kind: 'device' | 'person' | 'supplier' | 'schedule'
  readonly role?: string
}

/** What every fact in the ledger carries. Instants are milliseconds since the Unix epoch, UTC. */
export interface LedgerFact {
  /** The same id twice is the same fact delivered twice. */
  readonly eventId: string
  /** When the platform accepted the fact: it is known from this instant on. */
  readonly recordedMs: number
}

/** A fact that takes effect at an instant of its own, often before it was recorded. */
export interface EffectiveFact extends LedgerFact {
  readonly atMs: number
}

/** An asset's state changed, or was said again. */
export interface StateChange extends EffectiveFact {
  readonly state: ReportedState
  /** When planned work is agreed to end. */
  readonly agreedEndMs?: number
  readonly cause?: string
  /** Names what failed, so that the same fault coming back is recognised. */
  readonly fault?: string
  /** What a limited asset can still do, by capability. */
  readonly canStill?: readonly string[]
  /** The release to clinical use that this change carries out. */
  readonly releaseId?: string
  readonly reportedBy: Reporter
  readonly note?: string
}

/** An earlier change was wrong. What the correction leaves unsaid stays as its target said. */
export interface StateCorrection extends LedgerFact {
  readonly correctsEventId: string
  readonly state?: ReportedState
  readonly atMs?: number
  /** Removes the target and puts nothing in its place. */
  readonly void?: boolean
  readonly reason: string
  readonly reportedBy?: Reporter
}

/** Why planned sessions were lost though the scanner stood ready, in the order in which overlapping causes are counted. */
export const sessionLossCauses = ['staff', 'injector-or-coil', 'it', 'other'] as const
export type SessionLossCause = (typeof sessionLossCauses)[number]

/** Planned sessions were lost for a reason other than the scanner's state. */
export interface SessionLoss extends LedgerFact {
  readonly fromMs: number
  readonly toMs: number
  readonly cause: SessionLossCause
}

/** Whether an expected signal arrives: a flag beside the state, never a state. */
export interface DataHealthChange extends EffectiveFact {
  readonly health: 'LIVE' | 'SILENT' | 'NOT_CONNECTED'
}

/** The steps of a work order that start, stop or split a clock. */
export const workOrderSteps = [
  'call-logged',
  'access-given',
  'accepted',
  'arrived',
  'part-awaited',
  'part-arrived',
  'paused',
  'resumed',
  'handed-back',
  'reopened',
  'released',
  'cancelled',
] as const
export type WorkOrderStep = (typeof workOrderSteps)[number]

/** One step of a work order. */
export interface WorkOrderFact extends EffectiveFact {
  readonly workOrderId: string
  readonly step: WorkOrderStep
  /** Why the clock is paused, in the contract's words: `no-access`, `awaiting-customer-checks`. */
  readonly reason?: string
}

/** Everything reported about one asset, in any order; nothing is ever taken out. */
export interface Ledger {
  readonly stateChanges: readonly StateChange[]
  readonly corrections: readonly StateCorrection[]
  readonly sessionLosses: readonly SessionLoss[]
  readonly healthChanges: readonly DataHealthChange[]
  readonly workOrderFacts: readonly WorkOrderFact[]
}

/** A ledger in which nothing was reported. */
export const emptyLedger: Ledger = { stateChanges: [], corrections: [], sessionLosses: [], healthChanges: [], workOrderFacts: [] }
