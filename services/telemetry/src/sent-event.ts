import type { Reading } from '@imaging/event-log'
import { eventReader, type TelemetryExamsCountedV1, type TelemetryReadingV1 } from '@imaging/schemas'
import type { Layout, Layouts } from '@imaging/telemetry/domain'

/** What one message of a device brought, as small as can be: thousands are held at a time. */
export interface SentReadings {
  readonly kind: 'readings'
  readonly assetId: string
  readonly source: string
  /** As it was sent, RFC 3339. */
  readonly observedAt: string
  readonly observedAtMs: number
  readonly layout: Layout
  /** As they were sent, in the order of the layout. */
  readonly values: readonly number[]
}

/** Exams counted by a RIS or PACS. */
export interface SentExams {
  readonly kind: 'exams'
  readonly assetId: string
  readonly source: string
  readonly counted: TelemetryExamsCountedV1['data']
}

export type SentEvent = SentReadings | SentExams

/** A reader for `imaging.telemetry`: checks each record against its schema and keeps of it what is needed. */
export function sentEventReader(layouts: Layouts): (body: Buffer, nowMs: number) => Reading<SentEvent> {
  const read = eventReader('imaging.telemetry')
  return (body, nowMs) => {
    const outcome = read(body, nowMs)
    if ('refused' in outcome) return outcome
    const { event } = outcome
    if (event.type === 'uk.nhs.imaging.telemetry.reading.v1') return sentReadings(layouts, event)
    return { event: { kind: 'exams', assetId: event.data.assetId, source: event.source, counted: event.data } }
  }
}

function sentReadings(layouts: Layouts, { source, data }: TelemetryReadingV1): Reading<SentReadings> {
  const { assetId, observedAt, readings } = data
  const observedAtMs = Date.parse(observedAt)
  if (!isOnCalendar(observedAt, observedAtMs)) return { refused: `data.observedAt: ${observedAt} is on a day the calendar does not have.` }
  const layout = layouts.of(assetId, readings)
  return { event: { kind: 'readings', assetId, source, observedAt, observedAtMs, layout, values: readings.map(({ value }) => value) } }
}

/** The last day that every month has. */
const DAYS_MIN = 28

/** The schema lets a 30 February pass, and JavaScript takes it for 2 March. */
function isOnCalendar(instant: string, ms: number): boolean {
  const day = Number(instant.slice(8, 10))
  return day <= DAYS_MIN || new Date(ms).getUTCDate() === day
}
