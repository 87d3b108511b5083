import type { BoardChange, LiveFeed } from '../src/pages/status/board-reader.ts'

/** A feed one writes to: what is told comes out of every open stream, and `cut` breaks them all. */
export interface FeedFixture extends LiveFeed {
  tell(change: BoardChange): void
  cut(): void
  /** Where each stream that was opened began. */
  readonly openedAfter: (string | undefined)[]
}

/** Opens a feed that tells each stream everything after its position. */
export const feedFixture = (): FeedFixture => {
  const told: BoardChange[] = []
  const openedAfter: (string | undefined)[] = []
  let wake = Promise.withResolvers<void>()
  let generation = 0
  const stir = (): void => {
    wake.resolve()
    wake = Promise.withResolvers<void>()
  }
  return {
    openedAfter,
    tell(change) {
      told.push(change)
      stir()
    },
    cut() {
      generation += 1
      stir()
    },
    async *changes(_actor, afterId) {
      openedAfter.push(afterId)
      const own = generation
      let next = told.findIndex(({ id }) => id === afterId) + 1
      for (;;) {
        const waiting = wake.promise
        for (; next < told.length; next += 1) yield told[next] as BoardChange
        await waiting
        if (own !== generation) throw new Error('the feed was cut')
      }
    },
  }
}
