import { hourMs, minuteMs } from './duration.ts'
import { isGraver, type Severity } from './severity.ts'

/** How many conditions may be raised in a stretch of time before they are summed up in one. */
export interface FloodLimit {
  readonly withinMs: number
  readonly raisedMax: number
}

/** One asset with more than five new conditions in an hour has one fault, not six. */
export const assetFlood: FloodLimit = { withinMs: hourMs, raisedMax: 5 }

/** More than ten new conditions on a site in a quarter of an hour are one event of the building: power, chilled water, the network. */
export const siteFlood: FloodLimit = { withinMs: 15 * minuteMs, raisedMax: 10 }

/** A change of a condition on its way to people. */
export interface Notice {
  readonly conditionId: string
  readonly change: 'raised' | 'escalated' | 'eased' | 'cleared'
  /** Absent when cleared. */
  readonly severity?: Severity
  readonly atMs: number
  readonly isSafety?: true
}

/** What is remembered of one asset or one site; plain JSON. */
export interface FloodWatch {
  /** Newest raisings, no more than the limit needs. */
  readonly raisedAtMs: readonly number[]
  readonly flood: Flood | null
}

export interface Flood {
  readonly sinceMs: number
  /** The gravest held back so far. */
  readonly severity: Severity
  /** How many were held back, whether or not they still stand. */
  readonly heldBack: number
  /** Those held back that still stand. A condition stands once per asset and kind, so that this is bounded by them. */
  readonly held: Readonly<Record<string, Severity>>
}

export interface Gated {
  readonly watch: FloodWatch
  /** Changes to pass on now, in order. A condition held back and let go again passes as `raised`. */
  readonly passed: readonly Notice[]
  /** The one condition that stands for the flood, when it changed. */
  readonly summary?: { readonly change: 'raised' | 'escalated' | 'cleared'; readonly flood: Flood }
}

export const noFlood: FloodWatch = { raisedAtMs: [], flood: null }

/**
 * Lets a change pass, or holds it back while there is a flood.
 *
 * The raising that goes beyond the limit starts the flood and is the first held back. While it lasts, a condition held back stays so
 * through every change of its own; the summary is raised again only when something graver is held back. Conditions passed before the
 * flood, and those that are a matter of safety, pass as ever. Nothing is lost: every change is for the caller to store, and what
 * still stands when the flood ends is let go.
 */
export function passThroughFlood(limit: FloodLimit, watch: FloodWatch, notice: Notice): Gated {
  if (notice.isSafety === true) return { watch, passed: [notice] }
  const isHeld = watch.flood !== null && Object.hasOwn(watch.flood.held, notice.conditionId)
  if (notice.change !== 'raised' && !isHeld) return { watch, passed: [notice] }
  if (notice.severity === undefined) return { watch: { ...watch, flood: released(watch.flood, notice.conditionId) }, passed: [] }
  if (notice.change !== 'raised') return { ...heldBack(watch, notice, notice.severity), passed: [] }

  const raisedAtMs = [...watch.raisedAtMs, notice.atMs].filter((each) => notice.atMs - each < limit.withinMs).slice(-limit.raisedMax - 1)
  const counted = { ...watch, raisedAtMs }
  const isFlooding = watch.flood !== null || raisedAtMs.length > limit.raisedMax
  return isFlooding ? { ...heldBack(counted, notice, notice.severity), passed: [] } : { watch: counted, passed: [notice] }
}

/**
 * Ends a flood once at most half as many as the limit were raised in the last stretch, and lets go what still stands.
 *
 * Call it regularly, and before passing a change through.
 */
export function settleFlood(limit: FloodLimit, watch: FloodWatch, nowMs: number): Gated {
  const recent = watch.raisedAtMs.filter((each) => nowMs - each < limit.withinMs)
  if (watch.flood === null || recent.length > limit.raisedMax / 2) return { watch, passed: [] }
  const passed = Object.entries(watch.flood.held).map(([conditionId, severity]): Notice => ({
    conditionId,
    change: 'raised',
    severity,
    atMs: nowMs,
  }))
  return { watch: { raisedAtMs: recent, flood: null }, passed, summary: { change: 'cleared', flood: watch.flood } }
}

function heldBack(watch: FloodWatch, { conditionId, change, atMs }: Notice, severity: Severity): Omit<Gated, 'passed'> {
  const old = watch.flood
  const flood: Flood = {
    sinceMs: old?.sinceMs ?? atMs,
    severity: old !== null && !isGraver(severity, old.severity) ? old.severity : severity,
    heldBack: (old?.heldBack ?? 0) + (change === 'raised' ? 1 : 0),
    held: { ...old?.held, [conditionId]: severity },
  }
  const isNews = old === null || flood.severity !== old.severity
  return {
    watch: { ...watch, flood },
    ...(isNews && { summary: { change: old === null ? 'raised' : 'escalated', flood } as const }),
  }
}

function released(flood: Flood | null, conditionId: string): Flood | null {
  if (flood === null) return null
  const { [conditionId]: _gone, ...held } = flood.held
  return { ...flood, held }
}

/** The sentence for a flood, on one asset or at one site. */
export function floodSentence(scope: 'asset' | 'site', { heldBack: count }: Flood): { readonly message: string; readonly action: string } {
  const conditions = count === 1 ? '1 further condition is' : `${count} further conditions are`
  return scope === 'asset'
    ? {
        message: `Many conditions at once: ${conditions} held back.`,
        action: 'Look for one cause: power, network or the scanner’s computer.',
      }
    : {
        message: `Many scanners here at once: ${conditions} held back.`,
        action: 'Ask estates about power, chilled water and the network first.',
      }
}
