export type ClockName = 'response' | 'repair' | 'release'

/** What is to be done by itself when its time comes, as the maintenance service works it out. */
export type Deadline =
  | { readonly kind: 'reminder'; readonly about: ClockName | 'choice'; readonly at: string }
  | { readonly kind: 'escalation'; readonly clock: ClockName; readonly level: number; readonly at: string }

/** Deadlines as they stood after so many steps. */
export interface Deadlines {
  readonly sequence: number
  /** Earliest first; none while no clock runs, or when the work order is over. */
  readonly deadlines: readonly Deadline[]
  readonly isOver: boolean
}
