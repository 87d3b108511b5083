import type { LedgerEvent, ReportedBy } from '@imaging/schemas'
import type { LedgerEventV1 } from './ledger-fact.ts'
import type { SeenFleet } from './seen-fleet.ts'

const SHOWN = ['at', 'state', 'cause', 'note', 'correctsEventId', 'void', 'reason'] as const

/** An event for a page: what was said, by whom, when, and when the platform accepted it. */
export function toldEvent(event: LedgerEventV1, fleet: Pick<SeenFleet, 'isOwn'>): LedgerEvent {
  const data: Readonly<Record<string, unknown>> = event.data
  return {
    eventId: event.id,
    type: event.type,
    assetId: event.data.assetId,
    recorded: event.recordedtime ?? event.time,
    source: event.source,
    ...Object.fromEntries(SHOWN.flatMap((field) => (data[field] === undefined ? [] : [[field, data[field]]]))),
    ...('reportedBy' in event.data && { reportedBy: reporterShown(event.data.reportedBy, fleet.isOwn(event.data.assetId)) }),
  }
}

/** Who reported, for somebody: the name is for the scanner's own people, others are told the role. */
export const reporterShown = ({ name, ...kindAndRole }: ReportedBy, isOwn: boolean): ReportedBy =>
  isOwn && name !== undefined ? { ...kindAndRole, name } : kindAndRole
