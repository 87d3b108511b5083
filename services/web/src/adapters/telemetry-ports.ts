import type { ChannelNow, ChannelSeries, ConditionNow, ExamActivity } from '@imaging/schemas'
import type { ReadingsReader } from '../pages/scanners/register-reader.ts'
import { asActor, type Clients } from './clients.ts'

const pathOf = (assetId: string): string => `/api/v1/assets/${encodeURIComponent(assetId)}`

/** What the devices say of one scanner. */
export const readingsReader = ({ telemetry }: Clients): ReadingsReader => ({
  conditions: async (actor, assetId) =>
    (await telemetry.get<{ readonly conditions: readonly ConditionNow[] }>('/api/v1/conditions', { ...asActor(actor), query: { assetId } }))
      .conditions,
  exams: (actor, assetId) => telemetry.get<ExamActivity>(`${pathOf(assetId)}/exams`, asActor(actor)),
  channels: async (actor, assetId) =>
    (await telemetry.get<{ readonly channels: readonly ChannelNow[] }>(`${pathOf(assetId)}/channels`, asActor(actor))).channels,
  series: (actor, assetId, channel, { from, to }) =>
    telemetry.get<ChannelSeries>(`${pathOf(assetId)}/channels/${encodeURIComponent(channel)}`, { ...asActor(actor), query: { from, to } }),
})
