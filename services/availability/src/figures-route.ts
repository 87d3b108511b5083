import { segmentsWithin } from '@imaging/availability/domain'
import { notFound, type Server } from '@imaging/http'
import type { Pool } from '@imaging/postgres'
import { DowntimeReport, Evidence, Figures, PeriodQuery, StateInterval } from '@imaging/schemas'
import { Type } from 'typebox'
import { assetFigures, evidence } from './asset-figures.ts'
import { joined, stateInterval } from './board.ts'
import { downtimeReport } from './downtime-report.ts'
import type { LedgerStore } from './ledger-store.ts'
import { knownAtAsked, windowAsked } from './period.ts'
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
  addEvidence(server, deps)
  addDowntimeReport(server, deps)
}

/** One scanner's history and the window asked about. @throws {ProblemError} 404 for a scanner nobody knows, 422 for a window that cannot be. */
async function asked({ pool, register, ledgers, now }: FiguresDeps, assetId: string, query: PeriodQuery) {
  await register.refresh()
  const nowMs = now().getTime()
  const registered = register.find(assetId)
  const knownAtMs = knownAtAsked(query.knownAt)
  const history = (await ledgers.historiesOf(pool, [assetId], knownAtMs)).get(assetId)
  if (registered === undefined || history === undefined) throw notFound(`scanner ${assetId}`)
  return { registered, history, window: windowAsked(query, nowMs), knownAt: new Date(knownAtMs ?? nowMs) }
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
      const { registered, history, window, knownAt } = await asked(deps, params.assetId, query)
      return assetFigures(registered, history, window, knownAt)
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

function addEvidence(server: Server, deps: FiguresDeps): void {
  server.get(
    '/api/v1/assets/:assetId/evidence',
    {
      schema: {
        summary: 'The stretches behind the hours lost by one definition',
        params: AssetParams,
        querystring: Type.Object({
          ...PeriodQuery.properties,
          definition: Type.Enum(['elapsed', 'operating', 'technical', 'contractual', 'clinical']),
        }),
        response: { 200: Type.Object({ evidence: Type.Array(Evidence) }) },
      },
    },
    async ({ params, query }) => {
      const { registered, history, window } = await asked(deps, params.assetId, query)
      return { evidence: [...evidence(registered, history, window, query.definition)] }
    },
  )
}

function addDowntimeReport(server: Server, { pool, register, ledgers, now }: FiguresDeps): void {
  server.get(
    '/api/v1/reports/downtime',
    {
      schema: {
        summary: 'Hours lost and availability of a fleet over a period',
        querystring: Type.Object({
          ...PeriodQuery.properties,
          groupBy: Type.Enum(['trust', 'site', 'class', 'asset'], { default: 'class' }),
          trust: Type.Optional(Type.String({ maxLength: 10 })),
          site: Type.Optional(Type.String({ maxLength: 10 })),
          class: Type.Optional(Type.String({ maxLength: 200, description: 'One class, or several with commas' })),
        }),
        response: { 200: DowntimeReport },
      },
    },
    async ({ query }) => {
      await register.refresh()
      const nowMs = now().getTime()
      const window = windowAsked(query, nowMs)
      const knownAtMs = knownAtAsked(query.knownAt)
      const classes = query.class?.split(',')
      const assets = register
        .all()
        .filter(
          ({ asset }) =>
            (query.trust === undefined || asset.operator === query.trust) &&
            (query.site === undefined || asset.siteCode === query.site) &&
            (classes === undefined || classes.includes(asset.classId)),
        )
      const histories = await ledgers.historiesOf(
        pool,
        assets.map(({ asset }) => asset.assetId),
        knownAtMs,
      )
      return downtimeReport({ assets, histories, window, knownAt: new Date(knownAtMs ?? nowMs), groupBy: query.groupBy })
    },
  )
}
