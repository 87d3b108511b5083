import { hoursDefinitions, hoursMeaning, type AssetHistory } from '@imaging/availability/domain'
import type { Server } from '@imaging/http'
import { acting, seeingOf } from '@imaging/identity'
import { seenBy } from '@imaging/postgres'
import { DowntimeReport, Evidence, LedgerEvent, PeriodQuery, type ActingIdentity } from '@imaging/schemas'
import { Type, type Static } from 'typebox'
import { downtimeReport } from './downtime-report.ts'
import type { FiguresDeps } from './figures-route.ts'
import { FleetQuery, fleetLabel, fleetOf } from './fleet.ts'
import { firstRecorded, ledgerEventsById } from './ledger-repository.ts'
import { windowAsked } from './period.ts'
import { eventIdsOf, reportHours, type AssetStretch } from './report-hours.ts'
import { toldEvent } from './told-event.ts'

const HOUR_MS = 3_600_000
/** A page of a list shows fifty; a file takes this many at a time, about 3 MB. */
const STRETCHES_MAX = 5_000

/** One stretch of time behind an hour of the report. */
const Stretch = Type.Object({
  ...Evidence.properties,
  cause: Type.String({ description: 'What it counts under' }),
  assetName: Type.String(),
  openHours: Type.Number({ minimum: 0, description: 'Hours of the stretch within the hours that count' }),
  stateRule: Type.String({ description: 'Why the scanner was in the state' }),
  eventIds: Type.Array(LedgerEvent.properties.eventId, { description: 'The event that made the state first' }),
})

const ReportHours = Type.Object({
  from: DowntimeReport.properties.from,
  to: DowntimeReport.properties.to,
  knownAt: DowntimeReport.properties.knownAt,
  about: Type.String({ description: 'The scanners, in words' }),
  meaning: Type.String(),
  hours: Type.Number({ minimum: 0 }),
  assets: Type.Integer({ description: 'Scanners that counted hours are of' }),
  total: Type.Integer({ description: 'Stretches on all pages' }),
  byCause: Type.Array(Type.Object({ cause: Type.String(), hours: Type.Number({ minimum: 0 }) })),
  stretches: Type.Array(Stretch),
  events: Type.Array(LedgerEvent, { description: 'The events of these stretches, as they were told' }),
})

const ReportQuery = Type.Object({ ...PeriodQuery.properties, ...FleetQuery.properties })

/** The downtime report, the time behind each of its hours, and since when anything is known. */
export function downtimeRoutes(server: Server, deps: FiguresDeps): void {
  addReport(server, deps)
  addHours(server, deps)
  addKnownSince(server, deps)
}

/** @throws {ProblemError} 422 for a window that cannot be. */
async function asked({ pool, fleets, ledgers, now }: FiguresDeps, identity: ActingIdentity, query: Static<typeof ReportQuery>) {
  const fleet = await fleets.seenBy(identity)
  const window = windowAsked(query, now().getTime())
  const assets = fleetOf(fleet.all(), query)
  const assetIds = assets.map(({ asset }) => asset.assetId)
  const knownAtMs = query.knownAt === undefined ? undefined : window.knownAtMs
  const histories = await ledgers.historiesOf(seenBy(pool, seeingOf(identity)), assetIds, knownAtMs)
  return { fleet, window, assets, histories, about: fleetLabel(assets, query) }
}

function addReport(server: Server, deps: FiguresDeps): void {
  server.get(
    '/api/v1/reports/downtime',
    {
      config: { access: 'downtime.read' },
      schema: {
        summary: 'Hours lost and availability of a fleet over a period: the sum of what the one who asks sees',
        querystring: Type.Object({
          ...ReportQuery.properties,
          groupBy: Type.Enum(['trust', 'site', 'class', 'asset'], { default: 'class' }),
        }),
        response: { 200: DowntimeReport },
      },
    },
    async (request) => downtimeReport({ ...(await asked(deps, acting(request), request.query)), groupBy: request.query.groupBy }),
  )
}

function addHours(server: Server, deps: FiguresDeps): void {
  server.get(
    '/api/v1/reports/downtime/hours',
    {
      config: { access: 'downtime.read' },
      schema: {
        summary: 'The time behind one number of the downtime report, with its events',
        querystring: Type.Object({
          ...ReportQuery.properties,
          definition: Type.Enum(hoursDefinitions),
          cause: Type.Optional(Type.String({ maxLength: 40 })),
          offset: Type.Integer({ minimum: 0, default: 0 }),
          limit: Type.Integer({ minimum: 1, maximum: STRETCHES_MAX, default: 50 }),
        }),
        response: { 200: ReportHours },
      },
    },
    async (request): Promise<Static<typeof ReportHours>> => {
      const identity = acting(request)
      const { definition, cause, offset, limit } = request.query
      const { fleet, window, assets, histories, about } = await asked(deps, identity, request.query)
      const { countedMs, byCause, stretches, assets: assetCount } = reportHours({ assets, histories, window, definition, cause })
      const shown = stretches.slice(offset, offset + limit).map((one) => stretch(one, histories.get(one.assetId) as AssetHistory))
      const eventIds = [...new Set(shown.flatMap((one) => one.eventIds))]
      const events = await ledgerEventsById(seenBy(deps.pool, seeingOf(identity)), eventIds)
      return {
        from: instant(window.fromMs),
        to: instant(window.toMs),
        knownAt: instant(window.knownAtMs),
        about,
        meaning: hoursMeaning[definition],
        hours: countedMs / HOUR_MS,
        assets: assetCount,
        total: stretches.length,
        byCause: byCause.map((one) => ({ cause: one.cause, hours: one.countedMs / HOUR_MS })),
        stretches: shown,
        events: events.map((event) => toldEvent(event, fleet)),
      }
    },
  )
}

function addKnownSince(server: Server, { pool, fleets }: FiguresDeps): void {
  server.get(
    '/api/v1/reports/downtime/known-since',
    {
      config: { access: 'downtime.read' },
      schema: {
        summary: 'When anything was first recorded about these scanners: nothing is known at an earlier instant',
        querystring: FleetQuery,
        response: { 200: Type.Object({ knownSince: Type.Optional(DowntimeReport.properties.knownAt) }) },
      },
    },
    async (request) => {
      const identity = acting(request)
      const assets = fleetOf((await fleets.seenBy(identity)).all(), request.query)
      const first = await firstRecorded(
        seenBy(pool, seeingOf(identity)),
        assets.map(({ asset }) => asset.assetId),
      )
      return first === undefined ? {} : { knownSince: first.toISOString() }
    },
  )
}

const stretch = (counted: AssetStretch, history: AssetHistory): Static<typeof Stretch> => ({
  assetId: counted.assetId,
  assetName: counted.assetName,
  from: instant(counted.fromMs),
  to: instant(counted.toMs),
  state: counted.state,
  hours: counted.countedMs / HOUR_MS,
  openHours: counted.openMs / HOUR_MS,
  cause: counted.cause,
  ...(counted.eventId === undefined ? {} : { eventId: counted.eventId }),
  rule: counted.rule,
  stateRule: counted.stateRule,
  eventIds: eventIdsOf(counted, history),
})

const instant = (ms: number): string => new Date(ms).toISOString()
