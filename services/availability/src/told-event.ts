import type { LedgerEvent } from '@imaging/schemas'
import type { LedgerEventV1 } from './ledger-fact.ts'

const SHOWN = ['at', 'state', 'cause', 'note', 'reportedBy', 'correctsEventId', 'void', 'reason'] as const

/** An event for a page: what was said, by whom, when, and when the platform accepted it. */
export function toldEvent(event: LedgerEventV1): LedgerEvent {
  const data: Readonly<Record<string, unknown>> = event.data
  return {
    eventId: event.id,
    type: event.type,
    assetId: event.data.assetId,
    recorded: event.recordedtime ?? event.time,
    source: event.source,
    ...Object.fromEntries(SHOWN.flatMap((field) => (data[field] === undefined ? [] : [[field, data[field]]]))),
  }
}
