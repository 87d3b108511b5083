import type { Board, BoardRow } from '@imaging/schemas'
import type { PlayedService } from './played-service.ts'

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

/** The fleet of a trust in one answer. */
const ROWS_MAX = 500

/** A view of the boards of these trusts, each as its own radiology manager sees it; empty until it is refreshed. */
export function createBoardView(availability: PlayedService, operators: readonly string[], now: () => Date): BoardView {
  let rows = new Map<string, Standing>()
  let seenMs = 0
  return {
    async refresh(signal) {
      const askedMs = now().getTime()
      const boards = await Promise.all(
        operators.map((operator) =>
          availability.client.get<Board>('/api/v1/board', {
            ...availability.as('radiology-manager', operator),
            query: { limit: ROWS_MAX },
            signal,
          }),
        ),
      )
      rows = new Map(boards.flatMap((board) => board.rows.map((row) => [row.assetId, row])))
      seenMs = askedMs
    },
    of: (assetId) => rows.get(assetId),
    seenAtMs: () => seenMs,
  }
}
