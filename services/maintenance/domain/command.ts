/** The acts a person may do to a work order. */
export const ACTIONS = [
  'accept',
  'decline',
  'change-promise',
  'start-travel',
  'arrive',
  'diagnose',
  'need-part',
  'part-arrived',
  'pause',
  'resume',
  'hand-back',
  'give-access',
  'record-check',
  'release',
  'reassign',
  'cancel',
] as const

export type Action = (typeof ACTIONS)[number]

export type PromiseKind = 'arrival' | 'part' | 'repair'
export type PauseReason = 'no-access' | 'awaiting-customer-checks'
export type CheckOutcome = 'pass' | 'fail' | 'not-needed'

/** One act with what the person said; instants are epoch milliseconds. */
export type Command =
  | { readonly action: 'accept'; readonly arriveAtMs?: number; readonly remote?: boolean }
  | { readonly action: 'decline'; readonly reason: string }
  | { readonly action: 'change-promise'; readonly promise: PromiseKind; readonly atMs: number; readonly reason: string }
  | { readonly action: 'start-travel' }
  | { readonly action: 'arrive' }
  | { readonly action: 'diagnose'; readonly finding: string }
  | { readonly action: 'need-part'; readonly part: string; readonly expectedAtMs?: number }
  | { readonly action: 'part-arrived'; readonly part: string }
  | { readonly action: 'pause'; readonly reason: PauseReason; readonly note?: string }
  | { readonly action: 'resume' }
  | { readonly action: 'hand-back'; readonly scope: readonly string[]; readonly work: string }
  | { readonly action: 'give-access' }
  | { readonly action: 'record-check'; readonly check: string; readonly result: CheckOutcome; readonly note?: string }
  /** `followUp`: whether what the limits leave is to be mended under a further work order; it is, unless told. */
  | { readonly action: 'release'; readonly limits?: string; readonly canStill?: readonly string[]; readonly followUp?: boolean }
  | { readonly action: 'reassign'; readonly supplierId: string; readonly reason: string }
  | { readonly action: 'cancel'; readonly reason: 'false-alarm' | 'duplicate'; readonly note?: string }

export type CommandNamed<Name extends Action> = Extract<Command, { action: Name }>
