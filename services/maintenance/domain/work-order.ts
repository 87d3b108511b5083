import type { CheckOutcome, PauseReason, PromiseKind } from './command.ts'
import type { Assignment, ClockName, Opening } from './fact.ts'
import type { Priority } from './terms.ts'

/** Where a work order stands. On screen: New, Accepted, On site, Waiting for part, Fixed – needs checks, Closed, Cancelled. */
export type Status = 'NEW' | 'ACCEPTED' | 'ON_SITE' | 'WAITING_FOR_PART' | 'AWAITING_CHECKS' | 'CLOSED' | 'CANCELLED'

/** A time the supplier promised. */
export interface Promised {
  readonly supplierId: string
  readonly promise: PromiseKind
  readonly atMs: number
  readonly toldAtMs: number
  readonly reason?: string
}

/** Time that does not count against the supplier; open while `toMs` is missing. */
export interface Pause {
  readonly reason: PauseReason
  readonly fromMs: number
  readonly toMs?: number
}

/** A hand-back to the customer and, when its checks failed, when that was. */
export interface HandBack {
  readonly atMs: number
  readonly failedAtMs?: number
}

/** What the customer found. The newest of one check stands. */
export interface CheckRecord {
  readonly check: string
  readonly result: CheckOutcome
  readonly note?: string
  readonly atMs: number
  readonly recordedBy: string
}

export interface Release {
  readonly releaseId: string
  readonly atMs: number
  readonly limits?: string
  readonly canStill?: readonly string[]
  readonly followUp?: boolean
}

/** What the facts so far add up to. */
export interface WorkOrder {
  readonly opening: Opening
  readonly openedAtMs: number
  /** How many facts there are. */
  readonly sequence: number
  /** How many of them a person made: what a form was decided on. A reminder makes no form stale. */
  readonly version: number
  readonly status: Status
  /** As it is now: a scanner that was limited may go down while its work order is open. */
  readonly scannerState: Opening['scannerState']
  readonly priority: Priority
  readonly assignment: Assignment
  readonly assignedAtMs: number
  /** Nobody has the job: the supplier declined, or none is known. The radiology manager chooses. */
  readonly needsSupplierSinceMs?: number
  readonly remote: boolean
  readonly travelling: boolean
  readonly accessGivenAtMs?: number
  readonly arrivedAtMs?: number
  readonly respondedAtMs?: number
  readonly repairStartedAtMs?: number
  readonly partsAwaited: readonly string[]
  readonly promises: readonly Promised[]
  readonly pauses: readonly Pause[]
  readonly handBacks: readonly HandBack[]
  readonly finding?: string
  readonly scopes: readonly string[]
  readonly workDone?: string
  /** Checks that still count: those before this visit, and those since the last hand-back. */
  readonly checks: readonly CheckRecord[]
  /** The highest level each clock has been escalated to since it last began. */
  readonly escalated: Readonly<Record<ClockName, number>>
  readonly reminded: Readonly<Record<ClockName | 'choice', boolean>>
  readonly closedAtMs?: number
  readonly release?: Release
  readonly cancelled?: { readonly reason: 'false-alarm' | 'duplicate' | 'voided'; readonly note?: string }
}

/** The supplier of a work order for which nobody is known yet. */
export const NO_SUPPLIER = 'no-supplier'

/** Whether anything is still to happen. */
export const isOpen = ({ status }: Pick<WorkOrder, 'status'>): boolean => status !== 'CLOSED' && status !== 'CANCELLED'

/** The pause that runs now, if one does. */
export const runningPause = ({ pauses }: Pick<WorkOrder, 'pauses'>): Pause | undefined => {
  const last = pauses.at(-1)
  return last?.toMs === undefined ? last : undefined
}

/** The newest time of a kind that the supplier who has the work promised. */
export const lastPromise = (
  { promises, assignment }: Pick<WorkOrder, 'promises' | 'assignment'>,
  kind: PromiseKind,
): Promised | undefined => promises.findLast(({ promise, supplierId }) => promise === kind && supplierId === assignment.supplierId)
