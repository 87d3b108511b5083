import type { FoundPlan } from './best-plan.ts'
import type { Plan } from './plan.ts'

/** Prices of the relaxation, as one thread tells another. */
export interface Prices {
  readonly variables: Float64Array
  readonly signed: Int32Array
}

/** How long a search goes on: by the clock, or by moves so that it can be repeated. */
export type Span = { readonly durationMs: number } | { readonly moves: number }

/** What a thread can be asked to do. */
export type Task =
  /** A first bound and a first plan. */
  | { readonly kind: 'begin'; readonly iterations: number; readonly seed: number; readonly start?: Plan; readonly durationMs?: number }
  | {
      readonly kind: 'search'
      readonly prices: Prices
      /** Where to begin; from the relaxation's walks at the prices when there is none. */
      readonly plan?: Plan
      readonly seed: number
      readonly span: Span
      /** Share of the search that moves whole groups over thresholds. */
      readonly thresholdShare: number
    }
  /** The bound fitted to a plan's tariffs, and what can still be proven where. */
  | { readonly kind: 'refine'; readonly prices: Prices; readonly plan: Plan; readonly iterations: number; readonly durationMs?: number }
  | {
      readonly kind: 'group'
      readonly prices: Prices
      readonly job: GroupJob
      readonly timeLimitS?: number
      readonly nodesMax?: number
    }
  /** The whole problem as one integer program. */
  | { readonly kind: 'whole'; readonly plan: Plan; readonly gap: number; readonly timeLimitS?: number; readonly nodesMax?: number }

/** A group's program that may raise the bound: of a local group, for one way of signing where its units sign tariffs. */
export interface GroupJob {
  readonly group: number
  readonly family: number
  readonly way: number
  /** What the plan leaves to be closed here: no lift beyond it is of use. */
  readonly reach: number
  /** How the family signs. */
  readonly choices: readonly number[]
  readonly signed: readonly number[]
  readonly promises: Float64Array
}

/** What a family of units that sign together costs at least, by way of signing. */
export interface FamilyBound {
  /** Of each way that programs can raise. */
  readonly values: readonly number[]
  /** Of all other ways. */
  readonly beyond: number
}

/** What comes back when a task is done. */
export type Outcome =
  | { readonly kind: 'begin'; readonly bound: number; readonly prices: Prices; readonly found: FoundPlan }
  | { readonly kind: 'search'; readonly found: FoundPlan }
  | {
      readonly kind: 'refine'
      /** The bound without the families. */
      readonly rest: number
      readonly families: readonly FamilyBound[]
      readonly prices: Prices
      readonly jobs: readonly GroupJob[]
    }
  | { readonly kind: 'group'; readonly lift: number }
  | { readonly kind: 'whole'; readonly bound: number; readonly found: FoundPlan | undefined }

/** What is found on the way. */
export type News = { readonly better: FoundPlan } | { readonly proven: number }

/** What a thread says: news on the way, and at the end its outcome. */
export type Message = News | { readonly done: Outcome } | { readonly failed: string }
