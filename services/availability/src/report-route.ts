import { keepAnswer, notFound, problem, type Reply, type Server } from '@imaging/http'
import { acting, actorOf, seeingOf } from '@imaging/identity'
import { enqueue, inTransaction, seenBy, type Pool, type Transaction } from '@imaging/postgres'
import {
  LedgerEvent,
  newEvent,
  Reported,
  StateCorrection,
  StateReport,
  type ActingIdentity,
  type AssetSnapshot,
  type DowntimeStateChangedV1,
  type DowntimeStateCorrectedV1,
  type ReportedBy,
} from '@imaging/schemas'
import { Type } from 'typebox'
import { tellRecord } from './acts-to-prove.ts'
import { factFault } from './ledger-fact.ts'
import { ledgerEvent, ledgerEvents } from './ledger-repository.ts'
import type { Fleets } from './seen-fleet.ts'
import { toldEvent } from './told-event.ts'

export interface ReportDeps {
  readonly pool: Pool
  readonly fleets: Fleets
  readonly now: () => Date
  readonly newId: () => string
}

const EVENTS_MAX = 500

/** What people report and correct, and the events of the ledger as they were told. */
export function reportRoutes(server: Server, deps: ReportDeps): void {
  addReports(server, deps)
  addEvents(server, deps)
}

function addReports(server: Server, deps: ReportDeps): void {
  server.post(
    '/api/v1/state-reports',
    {
      config: { access: 'downtime.report' },
      schema: { summary: 'Say in what state a scanner of your own is', body: StateReport, response: { 202: Reported } },
    },
    async (request, reply) => {
      const identity = acting(request)
      const asset = ownScanner(identity, request.body.assetId, (await deps.fleets.seenBy(identity)).find(request.body.assetId)?.asset)
      const { at, ...said } = request.body
      const event = newEvent({
        ...envelopeOf(asset, deps),
        name: 'downtime.state-changed.v1',
        data: { ...said, at: at ?? deps.now().toISOString(), reportedBy: reportedBy(identity) },
      })
      return inTransaction(deps.pool, (tx) => tell(tx, reply, event), { seeing: seeingOf(identity) })
    },
  )

  server.post(
    '/api/v1/state-corrections',
    {
      config: { access: 'downtime.correct' },
      schema: { summary: 'Correct a report for good, or void it', body: StateCorrection, response: { 202: Reported } },
    },
    async (request, reply) => {
      const identity = acting(request)
      const fleet = await deps.fleets.seenBy(identity)
      const correct = async (tx: Transaction): Promise<Reported> => {
        const target = await ledgerEvent(tx, request.body.correctsEventId)
        if (target === undefined) throw notFound(`event ${request.body.correctsEventId}`)
        const { assetId } = target.data
        const asset = ownScanner(identity, assetId, fleet.find(assetId)?.asset)
        const data = { ...request.body, assetId, reportedBy: reportedBy(identity) }
        const event = newEvent({ ...envelopeOf(asset, deps), name: 'downtime.state-corrected.v1', data })
        await tellRecord(tx, deps, { act: 'downtime.corrected', by: actorOf(identity), asset, details: correctionDetails(event) })
        return tell(tx, reply, event)
      }
      return inTransaction(deps.pool, correct, { seeing: seeingOf(identity) })
    },
  )
}

function addEvents(server: Server, { pool, fleets }: ReportDeps): void {
  server.get(
    '/api/v1/assets/:assetId/events',
    {
      config: { access: 'downtime.read' },
      schema: {
        summary: 'What was told about a scanner, newest first',
        params: Type.Object({ assetId: Type.String({ maxLength: 30 }) }),
        querystring: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: EVENTS_MAX, default: 100 }) }),
        response: { 200: Type.Object({ events: Type.Array(LedgerEvent) }) },
      },
    },
    async (request) => {
      const { assetId } = request.params
      const identity = acting(request)
      const fleet = await fleets.seenBy(identity)
      if (fleet.find(assetId) === undefined) throw notFound(`scanner ${assetId}`)
      const events = await ledgerEvents(seenBy(pool, seeingOf(identity)), { assetId, limit: request.query.limit })
      return { events: events.map((event) => toldEvent(event, fleet)) }
    },
  )

  server.get(
    '/api/v1/events/:eventId',
    {
      config: { access: 'downtime.read' },
      schema: {
        summary: 'One event as it was told',
        params: Type.Object({ eventId: LedgerEvent.properties.eventId }),
        response: { 200: LedgerEvent },
      },
    },
    async (request) => {
      const { eventId } = request.params
      const identity = acting(request)
      const fleet = await fleets.seenBy(identity)
      const event = await ledgerEvent(seenBy(pool, seeingOf(identity)), eventId)
      if (event === undefined || fleet.find(event.data.assetId) === undefined) throw notFound(`event ${eventId}`)
      return toldEvent(event, fleet)
    },
  )
}

/**
 * The scanner, where it is run by the organisation of the one who asks: only its own staff say in what state it is.
 *
 * @param seen What they see of it.
 * @throws {ProblemError} 404 where they see nothing of it, 403 where it is another trust's.
 */
export function ownScanner({ sees }: ActingIdentity, assetId: string, seen: AssetSnapshot | undefined): AssetSnapshot {
  if (seen === undefined) throw notFound(`scanner ${assetId}`)
  if (sees.own.includes(seen.operator)) return seen
  throw problem(403, 'This scanner is another trust’s', {
    detail: `${assetId} is run by ${seen.operator}; only its staff can report its state.`,
  })
}

/** Who says it, as an event names them. */
export const reportedBy = ({ role, name }: ActingIdentity): ReportedBy => ({ kind: 'person', role, name })

/** The parts of an event that follow from the scanner and the moment. */
const envelopeOf = ({ assetId, operator, example }: AssetSnapshot, { now, newId }: Pick<ReportDeps, 'now' | 'newId'>) => ({
  id: newId(),
  source: `urn:nhs:ods:${operator}:imaging`,
  subject: assetId,
  time: now().toISOString(),
  ...(example ? { example: true } : {}),
})

const correctionDetails = ({ id, data }: DowntimeStateCorrectedV1): Record<string, string> => ({
  eventId: id,
  correctsEventId: data.correctsEventId,
  ...(data.state === undefined ? {} : { state: data.state }),
  ...(data.at === undefined ? {} : { at: data.at }),
  ...(data.void === undefined ? {} : { void: String(data.void) }),
  reason: data.reason,
})

/** Publishes what a person said through the outbox; the ledger takes it as it takes everyone's. */
export async function publishReport(tx: Transaction, event: DowntimeStateChangedV1 | DowntimeStateCorrectedV1): Promise<void> {
  await enqueue(tx, [
    {
      destination: 'kafka',
      topic: 'imaging.downtime',
      key: event.data.assetId,
      headers: { 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify(event),
    },
  ])
}

/** @throws {ProblemError} 422 for what cannot be. */
async function tell(tx: Transaction, reply: Reply, event: DowntimeStateChangedV1 | DowntimeStateCorrectedV1): Promise<Reported> {
  const fault = factFault(event)
  if (fault !== undefined) throw problem(422, 'The report cannot be accepted', { detail: fault })
  await publishReport(tx, event)
  const answer = { eventId: event.id }
  reply.code(202)
  await keepAnswer(tx, reply, answer)
  return answer
}
