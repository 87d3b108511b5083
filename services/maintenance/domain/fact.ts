import type { ActedBy } from './actor.ts'
import type { CheckOutcome, PauseReason, PromiseKind } from './command.ts'
import type { ClassTraits } from './return-to-use.ts'
import type { Priority, ServiceTerms } from './terms.ts'

/** Everything known when the call is logged. It never changes after. */
export interface Opening {
  readonly workOrderId: string
  readonly assetId: string
  readonly trust: string
  readonly traits: ClassTraits
  readonly downtimeId?: string
  /** The work order whose release with limits left this to be mended. */
  readonly follows?: string
  /** When the scanner failed, at or before the call. */
  readonly faultAtMs: number
  readonly scannerState: 'DOWN_UNPLANNED' | 'DEGRADED'
  readonly priority: Priority
  /** What was reported as the reason, where something was. */
  readonly cause?: string
  readonly fault?: string
  readonly summary: string
  readonly example: boolean
}

/** A supplier with the terms it works under; none when nobody is known who could be asked. */
export interface Assignment {
  readonly supplierId: string
  readonly contractId?: string
  readonly terms: ServiceTerms
}

export type ClockName = 'response' | 'repair' | 'release'

/** What a reminder is about: a clock, or the choice of another supplier after a refusal. */
export type ReminderAbout = ClockName | 'choice'

/** What each step says beside who and when. */
export interface StepDetails {
  readonly 'call-logged': { readonly opening: Opening; readonly assignment: Assignment }
  readonly accepted: { readonly arriveAtMs?: number; readonly remote?: boolean }
  readonly declined: { readonly reason: string }
  readonly reassigned: { readonly assignment: Assignment; readonly reason: string }
  readonly 'promise-changed': { readonly promise: PromiseKind; readonly wasMs?: number; readonly isMs: number; readonly reason: string }
  readonly 'access-given': unknown
  readonly 'travel-started': unknown
  readonly arrived: unknown
  readonly diagnosed: { readonly finding: string }
  readonly 'part-needed': { readonly part: string; readonly expectedAtMs?: number }
  readonly 'part-arrived': { readonly part: string }
  readonly paused: { readonly reason: PauseReason; readonly note?: string }
  readonly resumed: unknown
  readonly 'handed-back': { readonly scope: readonly string[]; readonly work: string }
  readonly 'check-recorded': { readonly check: string; readonly result: CheckOutcome; readonly note?: string }
  readonly released: {
    readonly releaseId: string
    readonly limits?: string
    readonly canStill?: readonly string[]
    /** What the limits leave goes on in a further work order. */
    readonly followUp?: boolean
  }
  readonly escalated: { readonly clock: ClockName; readonly level: number }
  readonly reminded: { readonly about: ReminderAbout }
  /** What was limited is down now. */
  readonly worsened: { readonly priority: Priority }
  readonly cancelled: { readonly reason: 'false-alarm' | 'duplicate' | 'voided'; readonly note?: string }
}

export type Step = keyof StepDetails

interface Stamp {
  /** When it took effect, epoch milliseconds. */
  readonly atMs: number
  readonly by: ActedBy
}

export type FactOf<S extends Step> = { readonly step: S } & Stamp & StepDetails[S]

/** One thing that happened to a work order. Facts are never changed; the state is what they add up to. */
export type Fact = { readonly [S in Step]: FactOf<S> }[Step]
