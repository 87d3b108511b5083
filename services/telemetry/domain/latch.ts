import type { Severity } from './severity.ts'

/** A limit a score must reach to raise a severity, and the milder limit it must come back to before that severity clears. */
export interface Level {
  readonly severity: Severity
  readonly raiseAt: number
  readonly clearAt: number
}

/** How a score becomes a severity: limits with hysteresis, and how long the score must stay beyond or back. */
export interface LatchRule {
  /** Whether high or low scores are bad. */
  readonly side: 'above' | 'below'
  /** From the mildest to the gravest. */
  readonly levels: readonly Level[]
  readonly raiseAfterMs: number
  readonly clearAfterMs: number
  /** A longer pause between two scores breaks a run: what was not seen is not claimed. */
  readonly gapMs: number
}

export interface LatchState {
  /** Instant of the last score, or null before the first. */
  readonly atMs: number | null
  /** Instant at which the condition now standing was first raised, or null while none stands. */
  readonly raisedAtMs: number | null
  readonly levels: readonly LevelState[]
}

interface LevelState {
  readonly isUp: boolean
  /** First score of the unbroken run that would turn the level over, or null without such a run. */
  readonly turningSinceMs: number | null
}

/** The state before any score. */
export const restingLatch = (rule: LatchRule): LatchState => ({
  atMs: null,
  raisedAtMs: null,
  levels: rule.levels.map(() => resting),
})

/**
 * The state after one more score.
 *
 * A level goes up once every score of a run of at least `raiseAfterMs` has reached `raiseAt`, and down once every score of a run of
 * at least `clearAfterMs` is back at `clearAt`; in between it stays as it is. Each level is judged alone, and the gravest counts.
 * A score that cannot be known leaves the levels as they are and breaks their runs.
 *
 * @param atMs Not before the last score's instant.
 */
export function stepLatch(rule: LatchRule, state: LatchState, atMs: number, score: number | undefined): LatchState {
  const isBroken = state.atMs !== null && atMs - state.atMs > rule.gapMs
  // Almost every score leaves the levels as they are: the same ones are then kept, so that it is cheap to see.
  let levels = state.levels.length === rule.levels.length ? state.levels : rule.levels.map((_, i) => state.levels[i] ?? resting)
  let isAnyUp = false
  for (let i = 0; i < rule.levels.length; i += 1) {
    const was = levels[i] as LevelState
    const is = stepLevel(rule, rule.levels[i] as Level, was, atMs, isBroken, score)
    isAnyUp ||= is.isUp
    if (is !== was) levels = levels.with(i, is)
  }
  return { atMs, raisedAtMs: isAnyUp ? (state.raisedAtMs ?? atMs) : null, levels }
}

/** One level after one more score; the very same where nothing turns. */
function stepLevel(rule: LatchRule, level: Level, was: LevelState, atMs: number, isBroken: boolean, score: number | undefined): LevelState {
  const { isUp, turningSinceMs } = was
  const isTurning = score !== undefined && (isUp ? isBack(rule, level, score) : isBeyond(rule, level, score))
  if (!isTurning) return turningSinceMs === null ? was : isUp ? up : resting
  const sinceMs = isBroken || turningSinceMs === null ? atMs : turningSinceMs
  const isOver = atMs - sinceMs >= (isUp ? rule.clearAfterMs : rule.raiseAfterMs)
  if (isOver) return isUp ? resting : up
  return sinceMs === turningSinceMs ? was : { isUp, turningSinceMs: sinceMs }
}

const resting: LevelState = { isUp: false, turningSinceMs: null }
const up: LevelState = { isUp: true, turningSinceMs: null }

/** The gravest severity standing, or undefined. */
export function standing(rule: LatchRule, state: LatchState): Severity | undefined {
  return gravestUp(rule, state)?.severity
}

/** The gravest level standing, or undefined. */
export function gravestUp(rule: LatchRule, state: LatchState): Level | undefined {
  return rule.levels.findLast((_, i) => state.levels[i]?.isUp === true)
}

const isBeyond = ({ side }: LatchRule, { raiseAt }: Level, score: number): boolean =>
  side === 'above' ? score >= raiseAt : score <= raiseAt
const isBack = ({ side }: LatchRule, { clearAt }: Level, score: number): boolean => (side === 'above' ? score <= clearAt : score >= clearAt)
