import type { ActedBy } from './events/work-orders.ts'
import type { RecordActedV1 } from './events/record.ts'
import { newEvent } from './new-event.ts'

/** An act that must be proven later, as the service that carries it out tells it. */
export interface ActTold {
  readonly id: string
  /** Which service tells it; the last part of the event's source. */
  readonly system: string
  /** In whose record it stands. */
  readonly organisation: string
  /** Whose system it is, by its ODS code; the organisation's own unless told. A supplier has none. */
  readonly ods?: string
  readonly act: string
  /** When it was done; RFC 3339, UTC. */
  readonly at: string
  /** When the platform took it; RFC 3339, UTC. */
  readonly recordedAt: string
  readonly by: ActedBy
  readonly about: string
  readonly details: Readonly<Record<string, string>>
  readonly traceparent?: string
  readonly example?: boolean
}

/** The event of an act, for the topic `imaging.record`; its key is the organisation, so that each record stays in order. */
export const actedEvent = ({
  id,
  system,
  organisation,
  ods = organisation,
  at,
  recordedAt,
  traceparent,
  example,
  ...said
}: ActTold): RecordActedV1 =>
  newEvent({
    id,
    name: 'record.acted.v1',
    source: `urn:nhs:ods:${ods}:${system}`,
    subject: organisation,
    time: at,
    recordedtime: recordedAt,
    ...(traceparent !== undefined && { traceparent }),
    ...(example === true && { example }),
    data: { organisation, at, ...said, by: { ...said.by }, details: { ...said.details } },
  })
