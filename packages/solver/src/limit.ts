/** How far a search may go, by the clock or by a count of moves. A count makes runs repeatable. */
export interface Limit {
  /** Counts one move. */
  step(): void
  isOver(): boolean
  /** From 0 at the start to 1 at the end. */
  share(): number
}

/** Reading the clock costs as much as a move's arithmetic: it is read once in so many moves. */
const MOVES_PER_LOOK = 16

export function timeLimit(durationMs: number, clockMs: () => number): Limit {
  const startedAtMs = clockMs()
  let moves = 0
  let share = durationMs > 0 ? 0 : 1
  return {
    step() {
      moves += 1
      if (moves % MOVES_PER_LOOK === 0) share = Math.min(1, (clockMs() - startedAtMs) / durationMs)
    },
    isOver: () => share >= 1,
    share: () => share,
  }
}

export function moveLimit(movesMax: number): Limit {
  let moves = 0
  return {
    step() {
      moves += 1
    },
    isOver: () => moves >= movesMax,
    share: () => Math.min(1, moves / movesMax),
  }
}
