import type { Downtime } from '@imaging/availability/domain'
import type { OutgoingMessage } from '@imaging/postgres'
import { newEvent, type EventName, type EventNamed } from '@imaging/schemas'
import type { LedgerChange, LedgerDeps } from './on-ledger-event.ts'

const TOPIC = 'imaging.availability'

/** The events that tell others what the growth of one ledger changed; none where only figures of the past moved within a downtime. */
export function downtimeEvents(deps: Pick<LedgerDeps, 'newId' | 'now' | 'register'>, change: LedgerChange): readonly OutgoingMessage[] {
  const { opened, closed, reopened, changed, renamed, voided } = change.restated
  const escalated = changed.filter(
    ({ openingState, unplannedFromMs }) => unplannedFromMs !== undefined && openingState !== 'DOWN_UNPLANNED',
  )
  const isRestated = reopened.length + escalated.length + renamed.length + voided.length > 0
  return [
    ...opened.map((downtime) => message(deps, change, 'availability.downtime-opened.v1', openedOf(change, downtime))),
    ...closed.map((downtime) => message(deps, change, 'availability.downtime-closed.v1', closedOf(change, downtime))),
    ...(isRestated ? [message(deps, change, 'availability.restated.v1', restatedOf(change, escalated))] : []),
  ]
}

function openedOf(
  { is }: LedgerChange,
  { id, fromMs, openingState, opening }: Downtime,
): EventNamed<'availability.downtime-opened.v1'>['data'] {
  const { agreedEndMs, cause, fault, canStill, reportedBy, note } = opening
  return {
    downtimeId: id,
    assetId: is.assetId,
    state: openingState,
    from: instant(fromMs),
    reportedBy,
    ...(agreedEndMs === undefined ? {} : { agreedEnd: instant(agreedEndMs) }),
    ...(cause === undefined ? {} : { cause: cause as NonNullable<EventNamed<'availability.downtime-opened.v1'>['data']['cause']> }),
    ...(fault === undefined ? {} : { fault }),
    ...(canStill === undefined ? {} : { canStill: [...canStill] }),
    ...(note === undefined ? {} : { note }),
  }
}

const closedOf = (
  { is }: LedgerChange,
  { id, fromMs, toMs = fromMs }: Downtime,
): EventNamed<'availability.downtime-closed.v1'>['data'] => ({
  downtimeId: id,
  assetId: is.assetId,
  from: instant(fromMs),
  to: instant(toMs),
})

function restatedOf(change: LedgerChange, escalated: readonly Downtime[]): EventNamed<'availability.restated.v1'>['data'] {
  const { renamed, voided, reopened } = change.restated
  const touched = [...reopened, ...escalated, ...change.after.filter(({ id }) => renamed.some(({ toId }) => toId === id))]
  return {
    assetId: change.is.assetId,
    from: instant(Math.min(...touched.map(({ fromMs }) => fromMs), change.is.sinceMs ?? 0)),
    renamed: renamed.map(({ fromId, toId }) => ({ was: fromId, is: toId })),
    voided: [...voided],
    reopened: reopened.map(({ id }) => id),
    escalated: escalated.map(({ id, unplannedFromMs, fromMs }) => ({ downtimeId: id, at: instant(unplannedFromMs ?? fromMs) })),
    becauseOfEventIds: [...change.becauseOfEventIds],
  }
}

function message<Name extends EventName>(
  { newId, now, register }: Pick<LedgerDeps, 'newId' | 'now' | 'register'>,
  { is }: LedgerChange,
  name: Name,
  data: EventNamed<Name>['data'],
): OutgoingMessage {
  const asset = register.find(is.assetId)?.asset
  const event = newEvent({
    id: newId(),
    name,
    source: `urn:nhs:ods:${asset?.operator ?? 'QRV'}:imaging.availability`,
    subject: is.assetId,
    time: now().toISOString(),
    ...(asset?.example === true ? { example: true } : {}),
    data,
  })
  return {
    destination: 'kafka',
    topic: TOPIC,
    key: is.assetId,
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
  }
}

const instant = (ms: number): string => new Date(ms).toISOString()
