import type { Actor, Board, FeedEntry, WorkOrderSummary } from '@imaging/schemas'

/** What is known now of every scanner the one who asks may see. */
export interface BoardReader {
  board(actor: Actor): Promise<Board>
}

/** The work orders that are not closed. */
export interface OpenWorkOrders {
  openWorkOrders(actor: Actor): Promise<readonly WorkOrderSummary[]>
}

/** One change of the board, with where the feed then stands. */
export interface BoardChange {
  readonly id: string
  readonly entry: FeedEntry
}

/** Changes of the board after a position, as they come; ends when the signal does, throws when the feed breaks. */
export interface LiveFeed {
  changes(actor: Actor, afterId: string | undefined, signal: AbortSignal): AsyncIterable<BoardChange>
}
