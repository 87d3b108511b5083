import { localDayBounds, localDateOf } from '@imaging/calendar'
import { notFound, type Server } from '@imaging/http'
import { acting, seeingOf } from '@imaging/identity'
import { seenBy, type Pool, type Sql } from '@imaging/postgres'
import { ChannelNow, ChannelSeries, ConditionNow, ExamActivity, Instant, type ActingIdentity } from '@imaging/schemas'
import { channelLimits, type Catalogue, type ClassCatalogue } from '@imaging/telemetry/domain'
import { Type } from 'typebox'
import { conditions, type StoredCondition } from './condition-repository.ts'
import { examsCounted } from './exam-repository.ts'
import { channelSeries, lastReadings } from './reading-repository.ts'
import type { Register } from './register.ts'

export interface TelemetryRouteDeps {
  readonly pool: Pool
  readonly register: Register
  readonly catalogue: Catalogue
  readonly now: () => Date
}

const AssetParams = Type.Object({ assetId: Type.String({ maxLength: 30 }) })
const CONDITIONS_MAX = 200
/** A channel that has said nothing for so long has no last value worth showing. */
const LAST_WITHIN_MS = 7 * 86_400_000
const WEEK_MS = 7 * 86_400_000

/** What sensors said, what conditions stand, and how many exams were counted. */
export function telemetryRoutes(server: Server, deps: TelemetryRouteDeps): void {
  addConditions(server, deps)
  addChannels(server, deps)
  addChannelSeries(server, deps)
  addExams(server, deps)
}

/** A scanner asked about: its class with what it may report, and its rows. */
interface Asked {
  readonly classId: string
  readonly ofClass: ClassCatalogue | undefined
  readonly rows: Sql
}

/**
 * The register lies in memory, where no database protects it: whose scanner may be asked about is decided here.
 *
 * @throws {ProblemError} 404 for a scanner of another organisation, as for one that nobody knows.
 */
async function asked({ pool, register, catalogue }: TelemetryRouteDeps, identity: ActingIdentity, assetId: string): Promise<Asked> {
  await register.refresh()
  const asset = register.find(assetId)?.asset
  if (asset === undefined || !identity.sees.own.includes(asset.operator)) throw notFound(`scanner ${assetId}`)
  return { classId: asset.classId, ofClass: catalogue.get(asset.classId), rows: seenBy(pool, seeingOf(identity)) }
}

function addConditions(server: Server, { pool }: TelemetryRouteDeps): void {
  server.get(
    '/api/v1/conditions',
    {
      config: { access: 'readings.read' },
      schema: {
        summary: 'Conditions, newest first',
        querystring: Type.Object({
          assetId: Type.Optional(Type.String({ maxLength: 30 })),
          open: Type.Boolean({ default: true, description: 'Only those that stand' }),
          limit: Type.Integer({ minimum: 1, maximum: CONDITIONS_MAX, default: 50 }),
        }),
        response: { 200: Type.Object({ conditions: Type.Array(ConditionNow) }) },
      },
    },
    async (request) => {
      const { assetId, open, limit } = request.query
      const rows = seenBy(pool, seeingOf(acting(request)))
      const found = await conditions(rows, { isStanding: open, limit, ...(assetId === undefined ? {} : { assetId }) })
      return { conditions: found.map(conditionNow) }
    },
  )
}

function addChannels(server: Server, deps: TelemetryRouteDeps): void {
  const { catalogue, now } = deps
  server.get(
    '/api/v1/assets/:assetId/channels',
    {
      config: { access: 'readings.read' },
      schema: {
        summary: 'What a scanner reports, with the last value of each',
        params: AssetParams,
        response: { 200: Type.Object({ channels: Type.Array(ChannelNow) }) },
      },
    },
    async (request) => {
      const { assetId } = request.params
      const { classId, ofClass, rows } = await asked(deps, acting(request), assetId)
      const last = await lastReadings(rows, assetId, new Date(now().getTime() - LAST_WITHIN_MS))
      return {
        channels: [...(ofClass?.channels.values() ?? [])].map(({ channel, label, unitLabel }) => ({
          channel,
          label,
          unit: unitLabel,
          ...channelLimits(catalogue, classId, channel),
          ...(last.has(channel) ? { last: last.get(channel) as { at: string; value: number } } : {}),
        })),
      }
    },
  )
}

function addChannelSeries(server: Server, deps: TelemetryRouteDeps): void {
  const { catalogue } = deps
  server.get(
    '/api/v1/assets/:assetId/channels/:channel',
    {
      config: { access: 'readings.read' },
      schema: {
        summary: 'One channel over time',
        params: Type.Object({ ...AssetParams.properties, channel: Type.String({ maxLength: 60 }) }),
        querystring: Type.Object({ from: Instant, to: Instant }),
        response: { 200: ChannelSeries },
      },
    },
    async (request) => {
      const { assetId, channel } = request.params
      const { from, to } = request.query
      const { classId, ofClass, rows } = await asked(deps, acting(request), assetId)
      const known = ofClass?.channels.get(channel)
      if (known === undefined) throw notFound(`channel ${channel} of ${assetId}`)
      const points = await channelSeries(rows, { assetId, channel, from: new Date(from), to: new Date(to) })
      return {
        assetId,
        channel,
        label: known.label,
        unit: known.unitLabel,
        ...channelLimits(catalogue, classId, channel),
        points: [...points],
      }
    },
  )
}

function addExams(server: Server, deps: TelemetryRouteDeps): void {
  const { now } = deps
  server.get(
    '/api/v1/assets/:assetId/exams',
    {
      config: { access: 'readings.read' },
      schema: {
        summary: 'How many exams were counted on a scanner, and when the last was',
        params: AssetParams,
        response: { 200: ExamActivity },
      },
    },
    async (request) => {
      const { assetId } = request.params
      const { rows } = await asked(deps, acting(request), assetId)
      const nowMs = now().getTime()
      const today = new Date(localDayBounds(localDateOf(nowMs)).fromMs)
      const counted = await examsCounted(rows, assetId, today, new Date(nowMs - WEEK_MS))
      return {
        assetId,
        ...(counted.lastExamAt !== null && { lastExamAt: counted.lastExamAt.toISOString() }),
        examsToday: counted.today,
        exams7Days: counted.week,
      }
    },
  )
}

const conditionNow = ({
  conditionId,
  assetId,
  kind,
  severity,
  raisedAtMs,
  clearedAtMs,
  message,
  action,
}: StoredCondition): ConditionNow => ({
  conditionId,
  assetId,
  kind,
  severity,
  raisedAt: new Date(raisedAtMs).toISOString(),
  ...(clearedAtMs === undefined ? {} : { clearedAt: new Date(clearedAtMs).toISOString() }),
  message,
  action,
})
