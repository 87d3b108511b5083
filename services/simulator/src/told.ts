import { newEvent, type EventName, type EventNamed, type ImagingEvent } from '@imaging/schemas'
import type { FleetAsset } from '../domain/index.ts'
import { eventId } from './event-id.ts'

export const TELEMETRY = 'imaging.telemetry'
export const DOWNTIME = 'imaging.downtime'

/** Every record says what it is. */
export const HEADERS = { 'content-type': 'application/cloudevents+json' } as const

/** Which of an organisation's systems speaks. */
export type Speaker = 'imaging' | 'gateway' | 'ris'

/** An event still without its envelope. */
export interface ToldFact<Name extends EventName> {
  readonly seed: number
  readonly asset: FleetAsset
  readonly speaker: Speaker
  readonly name: Name
  /** When it was said. */
  readonly toldMs: number
  /** What tells it from the asset's other events of that type. */
  readonly about: readonly (string | number)[]
  readonly data: EventNamed<Name>['data']
}

/** Wraps an invented fact in its envelope, marked as example data. */
export const told = <Name extends EventName>({ seed, asset, speaker, name, toldMs, about, data }: ToldFact<Name>): EventNamed<Name> =>
  newEvent({
    id: eventId(toldMs, seed, name, asset.assetId, ...about),
    name,
    source: `urn:nhs:ods:${asset.operator}:${speaker}`,
    subject: asset.assetId,
    time: instant(toldMs),
    example: true,
    data,
  })

/** An instant as it is written at boundaries: RFC 3339, UTC. */
export const instant = (ms: number): string => new Date(ms).toISOString()

/** A calendar date of an instant, in UTC. */
export const dateOf = (ms: number): string => instant(ms).slice(0, 10)

/** An event as a record of the log. */
export const recordOf = (event: ImagingEvent): { readonly key: string; readonly body: string; readonly headers: typeof HEADERS } => ({
  key: event.subject,
  body: JSON.stringify(event),
  headers: HEADERS,
})
