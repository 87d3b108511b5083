import { segmentsWithin, type AssetHistory } from '@imaging/availability/domain'
import { notFound, type Server } from '@imaging/http'
import { acting, seeingOf } from '@imaging/identity'
import { seenBy, type Pool } from '@imaging/postgres'
import { Figures, PeriodQuery, StateInterval, type ActingIdentity } from '@imaging/schemas'
import { Type } from 'typebox'
import { assetFigures } from './asset-figures.ts'
import { joined, stateInterval } from './board.ts'
import type { LedgerStore } from './ledger-store.ts'
import { windowAsked } from './period.ts'
import type { Fleets } from './seen-fleet.ts'

export interface FiguresDeps {
  readonly pool: Pool
  readonly fleets: Fleets
  readonly ledgers: LedgerStore
  readonly now: () => Date
}

const AssetParams = Type.Object({ assetId: Type.String({ maxLength: 30 }) })

/** Every figure, over any period, as known now or at any instant before. */
export function figuresRoutes(server: Server, deps: FiguresDeps): void {
  addFigures(server, deps)
  addTimeline(server, deps)
}

/** One scanner's history and the window asked about. @throws {ProblemError} 404 for a scanner they know nothing of, 422 for a window that cannot be. */
async function asked({ pool, fleets, ledgers, now }: FiguresDeps, identity: ActingIdentity, assetId: string, query: PeriodQuery) {
  const registered = (await fleets.seenBy(identity)).find(assetId)
  if (registered === undefined) throw notFound(`scanner ${assetId}`)
  const window = windowAsked(query, now().getTime())
  const knownAtMs = query.knownAt === undefined ? undefined : window.knownAtMs
  const histories = await ledgers.historiesOf(seenBy(pool, seeingOf(identity)), [assetId], knownAtMs)
  return { registered, history: histories.get(assetId) as AssetHistory, window }
}

function addFigures(server: Server, deps: FiguresDeps): void {
  server.get(
    '/api/v1/assets/:assetId/figures',
    {
      config: { access: 'downtime.read' },
      schema: {
        summary: 'The three availabilities and the reliability of one scanner',
        params: AssetParams,
        querystring: PeriodQuery,
        response: { 200: Figures },
      },
    },
    async (request) => {
      const { registered, history, window } = await asked(deps, acting(request), request.params.assetId, request.query)
      return assetFigures(registered, history, window)
    },
  )
}

function addTimeline(server: Server, deps: FiguresDeps): void {
  server.get(
    '/api/v1/assets/:assetId/timeline',
    {
      config: { access: 'downtime.read' },
      schema: {
        summary: 'The states of one scanner over time, each with the event that made it',
        params: AssetParams,
        querystring: PeriodQuery,
        response: { 200: Type.Object({ intervals: Type.Array(StateInterval) }) },
      },
    },
    async (request) => {
      const { history, window } = await asked(deps, acting(request), request.params.assetId, request.query)
      return { intervals: joined(segmentsWithin({ history, ...window })).map(stateInterval) }
    },
  )
}
