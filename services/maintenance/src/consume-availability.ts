import { NotYet, startConsumer, type EventConsumer, type EventLog, type Received, type Refusal, type Snapshots } from '@imaging/event-log'
import type { Log, Metrics } from '@imaging/observability'
import type { Pool, Transaction } from '@imaging/postgres'
import { eventReader, TYPE_PREFIX, type EventOn } from '@imaging/schemas'
import { onAvailabilityRestated } from './on-availability-restated.ts'
import { onDowntimeClosed } from './on-downtime-closed.ts'
import { onDowntimeOpened, type DowntimeDeps } from './on-downtime-opened.ts'
import { asksForSupplier } from './raise-work-order.ts'
import { assetOf } from './register-repository.ts'

type AvailabilityEvent = EventOn<'imaging.availability'>

export interface ConsumeDeps extends DowntimeDeps {
  readonly eventLog: EventLog
  readonly ingest: Pool
  readonly register: Pick<Snapshots, 'hasPassed'>
  readonly log: Log
  readonly metrics?: Metrics
  readonly fatal: (error: Error) => void
}

/** A failure is a few statements each; a batch must end well within a member's session. */
const BATCH_RECORDS_MAX = 500

/** Follows what becomes of downtimes. */
export async function consumeAvailability(deps: ConsumeDeps): Promise<EventConsumer> {
  const read = eventReader('imaging.availability')
  return startConsumer<AvailabilityEvent>({
    eventLog: deps.eventLog,
    pool: deps.ingest,
    group: 'maintenance.availability',
    topics: ['imaging.availability'],
    read: ({ body }) => (body === null ? { refused: 'The record is empty.' } : read(body, deps.now().getTime())),
    apply: (tx, events) => applyAvailability(tx, events, deps),
    batchRecordsMax: BATCH_RECORDS_MAX,
    log: deps.log,
    fatal: deps.fatal,
    ...(deps.metrics && { metrics: deps.metrics }),
  })
}

/** Applies events in order; turns away a failure of an asset the register will never know. */
async function applyAvailability(
  tx: Transaction,
  events: readonly Received<AvailabilityEvent>[],
  deps: ConsumeDeps,
): Promise<Refusal<AvailabilityEvent>[]> {
  const refusals: Refusal<AvailabilityEvent>[] = []
  for (const received of events) {
    const reason = await applyOne(tx, received, deps)
    if (reason !== undefined) refusals.push({ of: received, reason })
  }
  return refusals
}

async function applyOne(tx: Transaction, received: Received<AvailabilityEvent>, deps: ConsumeDeps): Promise<string | undefined> {
  const { event, record } = received
  switch (event.type) {
    case `${TYPE_PREFIX}availability.downtime-opened.v1`: {
      const { assetId, state } = event.data
      if (asksForSupplier(state) && (await assetOf(tx, assetId)) === undefined) {
        if (!deps.register.hasPassed(record.publishedAt)) throw new NotYet(`asset ${assetId} is not known yet`, received)
        return `The register knows no asset ${assetId}. Add it to the register, then replay this record.`
      }
      await onDowntimeOpened(tx, event, deps)
      return undefined
    }
    case `${TYPE_PREFIX}availability.downtime-closed.v1`:
      await onDowntimeClosed(tx, event, deps)
      return undefined
    case `${TYPE_PREFIX}availability.restated.v1`:
      await onAvailabilityRestated(tx, event, deps)
      return undefined
  }
}
