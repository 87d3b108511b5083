import type { ConditionText } from './condition-text.ts'
import type { DriftRule } from './drift.ts'
import type { LatchRule } from './latch.ts'

/** One of several facts that must hold at once. */
export interface Part {
  readonly channel: string
  /** The value itself, or its change per hour over a window. */
  readonly looksAt: 'value' | { readonly changePerHourOverMs: number }
  readonly is: 'at-least' | 'at-most'
  readonly limit: number
}

/** What a condition looks at. Each comes to one score per instant, which the latch then judges. */
export type Watched =
  | { readonly by: 'threshold'; readonly channel: string }
  | { readonly by: 'rate'; readonly channel: string; readonly overMs: number }
  | ({ readonly by: 'drift' } & DriftRule)
  | { readonly by: 'composite'; readonly parts: readonly Part[] }

/** A condition as data: what it looks at, when it stands, and what it tells a radiology manager. */
export interface ConditionRule extends ConditionText {
  readonly watched: Watched
  /** The score is the value, its change per hour, the drift index, or 1 while all parts of a composite hold and 0 while not. */
  readonly latch: LatchRule
}

/** The channels a condition looks at, each once. */
export function channelsOf({ watched }: ConditionRule): readonly string[] {
  switch (watched.by) {
    case 'threshold':
    case 'rate':
      return [watched.channel]
    case 'drift':
      return watched.channels.map(({ channel }) => channel)
    case 'composite':
      return [...new Set(watched.parts.map(({ channel }) => channel))]
  }
}

/** The changes per hour a condition looks at: channel and window. */
export function trendsOf({ watched }: ConditionRule): readonly (readonly [channel: string, overMs: number])[] {
  switch (watched.by) {
    case 'threshold':
    case 'drift':
      return []
    case 'rate':
      return [[watched.channel, watched.overMs]]
    case 'composite':
      return watched.parts.flatMap(({ channel, looksAt }) => (looksAt === 'value' ? [] : [[channel, looksAt.changePerHourOverMs] as const]))
  }
}
