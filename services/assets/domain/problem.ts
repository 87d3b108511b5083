/** What is wrong with one value, where it stands, and what the person can do about it. */
export interface RegisterProblem {
  readonly field: string
  /** Exactly what was written; empty where nothing was. */
  readonly wrote: string
  readonly problem: string
  readonly remedy: string
}

/** A value read from what a person wrote, or why it could not be read. */
export type Reading<Value> = { readonly value: Value } | { readonly problem: string; readonly remedy: string }
