import { segmentsWithin, type AssetHistory } from '@imaging/availability/domain'
import { notFound, type Server } from '@imaging/http'
import type { Pool } from '@imaging/postgres'
import { Figures, PeriodQuery, StateInterval } from '@imaging/schemas'
import { Type } from 'typebox'
import { assetFigures } from './asset-figures.ts'
import { joined, stateInterval } from './board.ts'
import type { LedgerStore } from './ledger-store.ts'
import { windowAsked } from './period.ts'
import type { Register } from './register.ts'

export interface FiguresDeps {
  readonly pool: Pool
  readonly register: Register
  readonly ledgers: LedgerStore
  readonly now: () => Date
}

const AssetParams = Type.Object({ assetId: Type.String({ maxLength: 30 }) })

/** Every figure, over any period, as known now or at any instant before. */
export function figuresRoutes(server: Server, deps: FiguresDeps): void {
  addFigures(server, deps)
  addTimeline(server, deps)
}

/** One scanner's history and the window asked about. @throws {ProblemError} 404 for a scanner nobody knows, 422 for a window that cannot be. */
async function asked({ pool, register, ledgers, now }: FiguresDeps, assetId: string, query: PeriodQuery) {
  await register.refresh()
  const registered = register.find(assetId)
  if (registered === undefined) throw notFound(`scanner ${assetId}`)
  const window = windowAsked(query, now().getTime())
  const histories = await ledgers.historiesOf(pool, [assetId], query.knownAt === undefined ? undefined : window.knownAtMs)
  return { registered, history: histories.get(assetId) as AssetHistory, window }
}

function addFigures(server: Server, deps: FiguresDeps): void {
  server.get(
    '/api/v1/assets/:assetId/figures',
    {
      schema: {
        summary: 'The three availabilities and the reliability of one scanner',
        params: AssetParams,
        querystring: PeriodQuery,
        response: { 200: Figures },
      },
    },
    async ({ params, query }) => {
      const { registered, history, window } = await asked(deps, params.assetId, query)
      return assetFigures(registered, history, window)
    },
  )
}

function addTimeline(server: Server, deps: FiguresDeps): void {
  server.get(
    '/api/v1/assets/:assetId/timeline',
    {
      schema: {
        summary: 'The states of one scanner over time, each with the event that made it',
        params: AssetParams,
        querystring: PeriodQuery,
        response: { 200: Type.Object({ intervals: Type.Array(StateInterval) }) },
      },
    },
    async ({ params, query }) => {
      const { history, window } = await asked(deps, params.assetId, query)
      return { intervals: joined(segmentsWithin({ history, ...window })).map(stateInterval) }
    },
  )
}
