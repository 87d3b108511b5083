import { Type, type Static, type TSchema } from 'typebox'
import { EventId, Instant } from './identifiers.ts'

/** Every type of event begins with this; what follows is the noun, the past participle and the major version. */
export const TYPE_PREFIX = 'uk.nhs.imaging.'

/** Who speaks: the organisation by its ODS code, then the system. */
export const Source = Type.String({
  pattern: '^urn:nhs:ods:[A-Z0-9]{3,10}:[a-z0-9][a-z0-9.-]{0,63}$',
  description: 'urn:nhs:ods:<ODS code>:<system>',
})

/**
 * CloudEvents 1.0 in structured JSON mode; one per Kafka record, keyed by `subject`.
 *
 * `time` is when it was reported at its source, `recordedtime` when the platform accepted it; in `data`, `at` is when
 * it took effect. "As known at K" means `recordedtime` at or before K.
 *
 * @source https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 */
export const envelope = <const Name extends string, Payload extends TSchema>(name: Name, data: Payload) =>
  Type.Object(
    {
      specversion: Type.Literal('1.0'),
      id: EventId,
      type: Type.Literal(`${TYPE_PREFIX}${name}` as const),
      source: Source,
      subject: Type.String({ minLength: 1, maxLength: 60, description: 'What the event is about; also the Kafka record key' }),
      time: Instant,
      recordedtime: Type.Optional(Instant),
      datacontenttype: Type.Literal('application/json'),
      traceparent: Type.Optional(Type.String({ pattern: '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' })),
      example: Type.Optional(Type.Boolean({ description: 'True when the event was made up: example data, never a real scanner' })),
      data,
    },
    { $id: `${TYPE_PREFIX}${name}` },
  )

/** What every event has, whatever its type. */
export type Envelope = Static<ReturnType<typeof envelope<string, TSchema>>>
