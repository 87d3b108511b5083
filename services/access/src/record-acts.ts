import { currentTraceparent } from '@imaging/observability'
import { enqueue, type Transaction } from '@imaging/postgres'
import { newEvent, type RecordActedV1 } from '@imaging/schemas'

/** The body in which the trusts decide together: its record holds what concerns more than one of them. */
export const JOINT_BODY = 'QRV'

const RECORD_TOPIC = 'imaging.record'

export interface Recording {
  readonly now: () => Date
  readonly newId: () => string
  /** Whether everything here is an example. */
  readonly isExample: boolean
}

/** Who did it: a person in a role, or the platform by its settings. */
export interface DoneBy {
  readonly name: string
  readonly role: string
  readonly organisation: string
}

/** Something an administrator did, to be told to the record. */
export interface Deed {
  readonly act: string
  readonly about: string
  /** In whose record it stands, each once. */
  readonly records: readonly string[]
  readonly details: Readonly<Record<string, string | undefined>>
}

/** Tells the record what was done, in the transaction of the deed: both happen or neither does. */
export async function recordActs(tx: Transaction, by: DoneBy, deeds: readonly Deed[], recording: Recording): Promise<void> {
  const events = deeds.flatMap((deed) => [...new Set(deed.records)].map((organisation) => recordEvent(organisation, deed, by, recording)))
  await enqueue(
    tx,
    events.map((event) => ({
      destination: 'kafka',
      topic: RECORD_TOPIC,
      key: event.subject,
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(event),
    })),
  )
}

function recordEvent(organisation: string, { act, about, details }: Deed, by: DoneBy, { now, newId, isExample }: Recording): RecordActedV1 {
  const time = now().toISOString()
  const traceparent = currentTraceparent()
  const told = Object.fromEntries(Object.entries(details).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
  return newEvent({
    id: newId(),
    name: 'record.acted.v1',
    source: `urn:nhs:ods:${sourceOf(by.organisation)}:access`,
    subject: organisation,
    time,
    recordedtime: time,
    ...(traceparent !== undefined && { traceparent }),
    ...(isExample && { example: true }),
    data: { organisation, act, at: time, by: { name: by.name, role: by.role, organisation: by.organisation }, about, details: told },
  })
}

/** Suppliers have no ODS code; what one of them did would be told by the joint body. */
const sourceOf = (organisation: string): string => (/^[A-Z0-9]{3,10}$/.test(organisation) ? organisation : JOINT_BODY)
