import { currentTraceparent } from '@imaging/observability'
import type { OutgoingMessage } from '@imaging/postgres'
import { actedEvent, newEvent, type ActTold, type DowntimeStateChangedV1, type EventName, type ImagingEvent } from '@imaging/schemas'
import {
  correctiveMaintenanceId,
  type CorrectiveMaintenance,
  type WorkOrderStep,
} from '@imaging/workflows/corrective-maintenance/messages.ts'
import { isSupplier, PLATFORM, scannerEffect, type Fact, type WorkOrder } from '../domain/index.ts'
import { actToProve } from './acts-to-prove.ts'
import { factDetails, isPublished } from './fact-details.ts'
import { instantOf } from './instant.ts'
import type { RecordedFact } from './work-order-repository.ts'

/** A fact with the work order before and after it. */
export interface Change extends RecordedFact {
  readonly before: WorkOrder | undefined
  readonly after: WorkOrder
}

/** What the process is started with and told, as it waits in the outbox. */
export interface ProcessTold {
  readonly input: CorrectiveMaintenance
  /** Whose scanner it is, for those who look for processes by it. */
  readonly trust: string
  readonly step: WorkOrderStep & { readonly supplierId: string }
}

/** The event of a fact on `imaging.work-orders`; none for steps that stay here. */
export function factMessages({ eventId, fact, after }: Change, recordedAtMs: number): OutgoingMessage[] {
  if (!isPublished(fact)) return []
  const { workOrderId, assetId, downtimeId } = after.opening
  const data = {
    workOrderId,
    assetId,
    at: instantOf(fact.atMs),
    by: fact.by,
    ...(downtimeId !== undefined && { downtimeId }),
    ...factDetails(fact, after),
  }
  const name = `work-order.${fact.step}.v1` as EventName
  return [
    kafkaMessage('imaging.work-orders', after, newEvent({ ...envelopeOf(after, eventId, fact.atMs, recordedAtMs), name, data: data })),
  ]
}

/**
 * What a fact says of the state of the scanner, on `imaging.downtime`; none when it says nothing.
 *
 * The hand-back is the supplier's word, all else a person's: availability lets the first take a scanner to its checks and
 * never into use.
 */
export function scannerMessages({ fact, before, after }: Change, recordedAtMs: number, newId: () => string): OutgoingMessage[] {
  const effect = before && scannerEffect(before, fact)
  if (effect === undefined) return []
  const data: DowntimeStateChangedV1['data'] = {
    assetId: after.opening.assetId,
    state: effect.state,
    at: instantOf(fact.atMs),
    reportedBy: {
      kind: isSupplier(fact.by) ? 'supplier' : 'person',
      role: fact.by.role,
      ...(fact.by.name !== undefined && { name: fact.by.name }),
    },
    ...(effect.state === 'DOWN_UNPLANNED' && causeOf(after)),
    ...(effect.releaseId !== undefined && { release: effect.releaseId }),
    ...(effect.canStill !== undefined && { canStill: [...effect.canStill] }),
    ...(effect.note !== undefined && { note: effect.note }),
  }
  return [
    kafkaMessage(
      'imaging.downtime',
      after,
      newEvent({ ...envelopeOf(after, newId(), fact.atMs, recordedAtMs), name: 'downtime.state-changed.v1', data }),
    ),
  ]
}

/** What of a fact must be proven later, for the record of the trust. */
export function actedMessages({ fact, after }: Change, recordedAtMs: number, newId: () => string): OutgoingMessage[] {
  const proven = actToProve(fact)
  if (proven === undefined) return []
  const { workOrderId, assetId, trust, example } = after.opening
  return [
    recordMessage({
      id: newId(),
      organisation: trust,
      act: proven.act,
      at: instantOf(fact.atMs),
      recordedAt: instantOf(recordedAtMs),
      by: fact.by,
      about: workOrderId,
      details: { assetId, supplierId: after.assignment.supplierId, ...proven.details },
      example,
    }),
  ]
}

/** An act as it leaves for the record. */
export const recordMessage = (told: Omit<ActTold, 'system' | 'traceparent'>): OutgoingMessage => {
  const event = actedEvent({ system: 'maintenance', ...told, ...tracing() })
  return { destination: 'kafka', topic: 'imaging.record', key: event.data.organisation, headers: CLOUD_EVENT, body: JSON.stringify(event) }
}

/** The failure goes on with the cause it was called in with, so that its hours stay together. */
const causeOf = ({ opening: { cause, fault } }: WorkOrder): Pick<DowntimeStateChangedV1['data'], 'cause' | 'fault'> => ({
  ...(cause !== undefined && { cause: cause as NonNullable<DowntimeStateChangedV1['data']['cause']> }),
  ...(fault !== undefined && { fault }),
})

/** What the process is told of a fact; nothing of its own doing, nothing for work orders without a downtime. */
export function processMessages({ fact, after, sequence }: Change): OutgoingMessage[] {
  const { workOrderId, assetId, downtimeId, follows, trust } = after.opening
  if (downtimeId === undefined || isProcessOwn(fact)) return []
  const { supplierId } = after.assignment
  const input = { workOrderId, assetId, downtimeId, ...(follows !== undefined && { follows }) }
  const told: ProcessTold = { input, trust, step: { sequence, step: fact.step, at: instantOf(fact.atMs), supplierId } }
  return [
    {
      destination: 'temporal',
      topic: 'corrective-maintenance',
      key: correctiveMaintenanceId(input),
      headers: tracing(),
      body: JSON.stringify(told),
    },
  ]
}

const isProcessOwn = ({ step, by }: Fact): boolean => by.role === PLATFORM.role && (step === 'reminded' || step === 'escalated')

const tracing = (): Record<string, string> => {
  const traceparent = currentTraceparent()
  return traceparent === undefined ? {} : { traceparent }
}

const envelopeOf = ({ opening }: WorkOrder, id: string, atMs: number, recordedAtMs: number) => ({
  id,
  source: `urn:nhs:ods:${opening.trust}:maintenance`,
  subject: opening.assetId,
  time: instantOf(atMs),
  recordedtime: instantOf(recordedAtMs),
  ...tracing(),
  ...(opening.example && { example: true }),
})

const CLOUD_EVENT = { 'content-type': 'application/cloudevents+json' }

const kafkaMessage = (topic: string, { opening }: WorkOrder, event: ImagingEvent): OutgoingMessage => ({
  destination: 'kafka',
  topic,
  key: opening.assetId,
  headers: CLOUD_EVENT,
  body: JSON.stringify(event),
})
