import type { ImagingEvent } from './catalogue.ts'
import { TYPE_PREFIX } from './envelope.ts'

/** An event's type without the prefix, for example `downtime.state-changed.v1`. */
export type EventName = ImagingEvent['type'] extends `uk.nhs.imaging.${infer Name}` ? Name : never

/** The event of that name. */
export type EventNamed<Name extends EventName> = Extract<ImagingEvent, { type: `uk.nhs.imaging.${Name}` }>

/** What a producer gives; the rest of the envelope follows from it. Only what it is about differs from type to type. */
export interface NewEvent<Name extends EventName> {
  readonly id: string
  readonly name: Name
  readonly source: string
  readonly subject: string
  readonly time: string
  readonly recordedtime?: string
  readonly traceparent?: string
  readonly example?: boolean
  readonly data: EventNamed<Name>['data']
}

/** Wraps data in its CloudEvents envelope, ready to be published. */
export function newEvent<Name extends EventName>({ name, ...rest }: NewEvent<Name>): EventNamed<Name> {
  return { specversion: '1.0', type: `${TYPE_PREFIX}${name}`, datacontenttype: 'application/json', ...rest } as unknown as EventNamed<Name>
}
