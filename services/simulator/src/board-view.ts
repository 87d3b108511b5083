import type { Client } from '@imaging/http'
import type { Board, BoardRow } from '@imaging/schemas'

/** Where an asset stands, as the board last said. */
export type Standing = Pick<BoardRow, 'assetId' | 'state' | 'since' | 'cause' | 'downtimeId'>

/** What the platform says of the fleet, looked at now and then. */
export interface BoardView {
  refresh(signal: AbortSignal): Promise<void>
  /** Where an asset stands; nothing before the board was seen, or when it does not know the asset. */
  of(assetId: string): Standing | undefined
  /** When the board was last seen; 0 before the first time. */
  seenAtMs(): number
}

/** The whole fleet in one answer. */
const ROWS_MAX = 500

/** A view of the board, empty until it is refreshed. */
export function createBoardView(availability: Client, now: () => Date): BoardView {
  let rows = new Map<string, Standing>()
  let seenMs = 0
  return {
    async refresh(signal) {
      const askedMs = now().getTime()
      const board = await availability.get<Board>('/api/v1/board', { query: { limit: ROWS_MAX }, signal })
      rows = new Map(board.rows.map((row) => [row.assetId, row]))
      seenMs = askedMs
    },
    of: (assetId) => rows.get(assetId),
    seenAtMs: () => seenMs,
  }
}
