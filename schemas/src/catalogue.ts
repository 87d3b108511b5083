import type { Static, TSchema } from 'typebox'
import { AvailabilityDowntimeClosedV1, AvailabilityDowntimeOpenedV1, AvailabilityRestatedV1 } from './events/availability.ts'
import { ConditionClearedV1, ConditionRaisedV1, TelemetryDataHealthChangedV1 } from './events/conditions.ts'
import { DowntimeSessionLostV1, DowntimeStateChangedV1, DowntimeStateCorrectedV1 } from './events/downtime.ts'
import { RecordActedV1 } from './events/record.ts'
import { AssetChangedV1, BuildingChangedV1, ClassChangedV1, ContractChangedV1, RoomChangedV1, SiteChangedV1 } from './events/register.ts'
import { TelemetryExamsCountedV1, TelemetryReadingV1 } from './events/telemetry.ts'
import { workOrderFacts } from './events/work-orders.ts'

/** Which events each topic carries. A type stands on one topic only. */
export const eventsByTopic = {
  'imaging.telemetry': [TelemetryReadingV1, TelemetryExamsCountedV1],
  'imaging.downtime': [DowntimeStateChangedV1, DowntimeStateCorrectedV1, DowntimeSessionLostV1],
  'imaging.conditions': [ConditionRaisedV1, ConditionClearedV1, TelemetryDataHealthChangedV1],
  'imaging.availability': [AvailabilityDowntimeOpenedV1, AvailabilityDowntimeClosedV1, AvailabilityRestatedV1],
  'imaging.work-orders': workOrderFacts,
  'imaging.record': [RecordActedV1],
  'imaging.assets': [AssetChangedV1],
  'imaging.sites': [SiteChangedV1],
  'imaging.buildings': [BuildingChangedV1],
  'imaging.rooms': [RoomChangedV1],
  'imaging.contracts': [ContractChangedV1],
  'imaging.classes': [ClassChangedV1],
} as const

export type TopicName = keyof typeof eventsByTopic

/** Any event that may stand on a topic. */
export type EventOn<Name extends TopicName> = Static<(typeof eventsByTopic)[Name][number]>

export type ImagingEvent = EventOn<TopicName>

/** The schema of an event type with the topic it belongs on. */
export interface EventSchema {
  readonly type: string
  readonly topic: TopicName
  readonly schema: TSchema
}

export const eventSchemas: readonly EventSchema[] = Object.entries(eventsByTopic).flatMap(([topic, schemas]) =>
  schemas.map((schema: TSchema) => ({ type: (schema as TSchema & { $id: string }).$id, topic: topic as TopicName, schema })),
)
