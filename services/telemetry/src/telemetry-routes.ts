import { localDayBounds, localDateOf } from '@imaging/calendar'
import { notFound, type Server } from '@imaging/http'
import type { Pool } from '@imaging/postgres'
import { ChannelNow, ChannelSeries, ConditionNow, ExamActivity, Instant } from '@imaging/schemas'
import { channelLimits, type Catalogue } from '@imaging/telemetry/domain'
import { Type } from 'typebox'
import { conditions, type StoredCondition } from './condition-repository.ts'
import { examsSince, examSummaries } from './exam-repository.ts'
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

/** The class of a scanner, with what it may report. @throws {ProblemError} 404 for a scanner nobody knows. */
function classOf({ register, catalogue }: TelemetryRouteDeps, assetId: string) {
  const known = register.find(assetId)
  if (known === undefined) throw notFound(`scanner ${assetId}`)
  return { classId: known.asset.classId, ofClass: catalogue.get(known.asset.classId) }
}

function addConditions(server: Server, { pool }: TelemetryRouteDeps): void {
  server.get(
    '/api/v1/conditions',
    {
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
    async ({ query: { assetId, open, limit } }) => ({
      conditions: (await conditions(pool, { isStanding: open, limit, ...(assetId === undefined ? {} : { assetId }) })).map(conditionNow),
    }),
  )
}

function addChannels(server: Server, deps: TelemetryRouteDeps): void {
  const { pool, catalogue, now } = deps
  server.get(
    '/api/v1/assets/:assetId/channels',
    {
      schema: {
        summary: 'What a scanner reports, with the last value of each',
        params: AssetParams,
        response: { 200: Type.Object({ channels: Type.Array(ChannelNow) }) },
      },
    },
    async ({ params: { assetId } }) => {
      const { classId, ofClass } = classOf(deps, assetId)
      const last = await lastReadings(pool, assetId, new Date(now().getTime() - LAST_WITHIN_MS))
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
  const { pool, catalogue } = deps
  server.get(
    '/api/v1/assets/:assetId/channels/:channel',
    {
      schema: {
        summary: 'One channel over time',
        params: Type.Object({ ...AssetParams.properties, channel: Type.String({ maxLength: 60 }) }),
        querystring: Type.Object({ from: Instant, to: Instant }),
        response: { 200: ChannelSeries },
      },
    },
    async ({ params: { assetId, channel }, query: { from, to } }) => {
      const { classId, ofClass } = classOf(deps, assetId)
      const known = ofClass?.channels.get(channel)
      if (known === undefined) throw notFound(`channel ${channel} of ${assetId}`)
      const points = await channelSeries(pool, { assetId, channel, from: new Date(from), to: new Date(to) })
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
  const { pool, now } = deps
  server.get(
    '/api/v1/assets/:assetId/exams',
    {
      schema: {
        summary: 'How many exams were counted on a scanner, and when the last was',
        params: AssetParams,
        response: { 200: ExamActivity },
      },
    },
    async ({ params: { assetId } }) => {
      classOf(deps, assetId)
      const nowMs = now().getTime()
      const summary = (await examSummaries(pool)).get(assetId)
      return {
        assetId,
        ...(summary?.lastExamAtMs === undefined ? {} : { lastExamAt: new Date(summary.lastExamAtMs).toISOString() }),
        examsToday: await examsSince(pool, assetId, new Date(localDayBounds(localDateOf(nowMs)).fromMs)),
        exams7Days: await examsSince(pool, assetId, new Date(nowMs - WEEK_MS)),
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
