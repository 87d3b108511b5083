import type { ServerSentEvent } from '@imaging/http'
import { setTimeout as delay } from 'node:timers/promises'
import { stateWords } from '../../words/state-words.ts'
import { isChangeWanted, type BoardFilter } from './board-filter.ts'
import type { BoardChange } from './board-reader.ts'
import { isHeld, isUnconfirmed, statusCell, unconfirmedWords } from './status-cell.ts'

/** The page calls itself not live after 30 seconds of silence; three ticks fit into that. */
const TICK_MS = 10_000

export interface BoardEventSources {
  readonly changes: AsyncIterable<BoardChange>
  readonly filter: BoardFilter
  /** The trusts whose status the one who looks may see. What the feed itself sends is not taken on trust. */
  readonly sees: readonly string[]
  readonly now: () => Date
  readonly signal: AbortSignal
  readonly tickMs?: number
}

/** What is said aloud, once, when a scanner's line changes. */
export const announcementOf = ({ entry }: BoardChange, nowMs: number): string =>
  `${entry.name}, ${entry.siteName} is now ${stateWords[entry.state].word}${isUnconfirmed(entry) ? `, ${unconfirmedWords(entry, nowMs)}` : ''}${isHeld(entry) ? ', reported from the label, not confirmed' : ''}`

const scannerEvent = (change: BoardChange, nowMs: number): ServerSentEvent => ({
  id: change.id,
  event: 'scanner',
  data: {
    assetId: change.entry.assetId,
    status: statusCell(change.entry, nowMs).toString(),
    announcement: announcementOf(change, nowMs),
    publishedAt: change.entry.publishedAt,
  },
})

/**
 * Changes of the board as events of the page, with a tick whenever nothing else was said for a while, so that the
 * page knows the line is alive. Ticks keep the position of the last change.
 */
export async function* boardEvents(
  { changes, filter, sees, now, signal, tickMs = TICK_MS }: BoardEventSources,
  startId: string,
): AsyncGenerator<ServerSentEvent> {
  const iterator = changes[Symbol.asyncIterator]()
  let position = startId
  let pending = iterator.next()
  yield { id: position, event: 'tick', data: {} }
  for (;;) {
    const next = await firstOf(pending, tickMs, signal)
    if (next === 'stopped') return
    if (next === 'tick') {
      yield { id: position, event: 'tick', data: {} }
      continue
    }
    if (next.done === true) return
    position = next.value.id
    pending = iterator.next()
    if (sees.includes(next.value.entry.trust) && isChangeWanted(next.value.entry, filter)) yield scannerEvent(next.value, now().getTime())
  }
}

const firstOf = async <T>(pending: Promise<T>, tickMs: number, signal: AbortSignal): Promise<T | 'tick' | 'stopped'> => {
  const timer = new AbortController()
  const tick = delay(tickMs, 'tick' as const, { signal: AbortSignal.any([signal, timer.signal]) }).catch(() => 'stopped' as const)
  try {
    return await Promise.race([pending, tick])
  } finally {
    timer.abort()
  }
}
