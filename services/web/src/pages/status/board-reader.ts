import type { ActingIdentity, Board, FeedEntry, WorkOrderSummary } from '@imaging/schemas'

/** What is known now of every scanner the one who asks may see. */
export interface BoardReader {
  board(identity: ActingIdentity): Promise<Board>
}

/** The work orders that are not closed. */
export interface OpenWorkOrders {
  openWorkOrders(identity: ActingIdentity): Promise<readonly WorkOrderSummary[]>
}

/** One change of the board, with where the feed then stands. */
export interface BoardChange {
  readonly id: string
  readonly entry: FeedEntry
}

/** Changes of the board after a position, as they come; ends when the signal does, throws when the feed breaks. */
export interface LiveFeed {
  changes(identity: ActingIdentity, afterId: string | undefined, signal: AbortSignal): AsyncIterable<BoardChange>
}
