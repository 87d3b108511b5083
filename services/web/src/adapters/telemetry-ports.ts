import type { ChannelNow, ChannelSeries, ConditionNow, ExamActivity } from '@imaging/schemas'
import type { ReadingsReader } from '../pages/scanners/register-reader.ts'
import type { Clients } from './clients.ts'

const pathOf = (assetId: string): string => `/api/v1/assets/${encodeURIComponent(assetId)}`

/** What the devices say of one scanner. */
export const readingsReader = ({ telemetry }: Clients): ReadingsReader => ({
  conditions: async (identity, assetId) =>
    (
      await telemetry.get<{ readonly conditions: readonly ConditionNow[] }>('/api/v1/conditions', {
        ...telemetry.as(identity),
        query: { assetId },
      })
    ).conditions,
  exams: (identity, assetId) => telemetry.get<ExamActivity>(`${pathOf(assetId)}/exams`, telemetry.as(identity)),
  channels: async (identity, assetId) =>
    (await telemetry.get<{ readonly channels: readonly ChannelNow[] }>(`${pathOf(assetId)}/channels`, telemetry.as(identity))).channels,
  series: (identity, assetId, channel, { from, to }) =>
    telemetry.get<ChannelSeries>(`${pathOf(assetId)}/channels/${encodeURIComponent(channel)}`, {
      ...telemetry.as(identity),
      query: { from, to },
    }),
})
