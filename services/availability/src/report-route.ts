import { keepAnswer, notFound, problem, type Reply, type Server } from '@imaging/http'
import { enqueue, inTransaction, type Pool, type Transaction } from '@imaging/postgres'
import {
  ACTOR_HEADER,
  LedgerEvent,
  newEvent,
  readActor,
  Reported,
  StateCorrection,
  StateReport,
  type Actor,
  type AssetSnapshot,
  type DowntimeStateChangedV1,
  type DowntimeStateCorrectedV1,
} from '@imaging/schemas'
import { Type } from 'typebox'
import { factFault } from './ledger-fact.ts'
import { ledgerEvent, ledgerEvents } from './ledger-repository.ts'
import type { Register } from './register.ts'
import { toldEvent } from './told-event.ts'

export interface ReportDeps {
  readonly pool: Pool
  readonly register: Register
  readonly now: () => Date
  readonly newId: () => string
}

/** Roles that may say in what state a scanner is. A supplier's work speaks through its work order. */
const MAY_REPORT: ReadonlySet<Actor['role']> = new Set(['radiology-manager', 'radiology-lead', 'medical-physicist', 'administrator'])
const EVENTS_MAX = 500

/** What people report and correct, and the events of the ledger as they were told. */
export function reportRoutes(server: Server, deps: ReportDeps): void {
  addReports(server, deps)
  addEvents(server, deps)
}

function addReports(server: Server, deps: ReportDeps): void {
  const { pool, now } = deps

  server.post(
    '/api/v1/state-reports',
    { schema: { summary: 'Say in what state a scanner is', body: StateReport, response: { 202: Reported } } },
    async (request, reply) => {
      const actor = reporter(request)
      const { at, ...said } = request.body
      const time = now().toISOString()
      const data = { ...said, at: at ?? time, reportedBy: { kind: 'person' as const, role: actor.role, name: actor.name } }
      return tell(deps, reply, actor, data.assetId, (rest) => newEvent({ ...rest, name: 'downtime.state-changed.v1', data }))
    },
  )

  server.post(
    '/api/v1/state-corrections',
    { schema: { summary: 'Correct a report for good, or void it', body: StateCorrection, response: { 202: Reported } } },
    async (request, reply) => {
      const actor = reporter(request)
      const target = await ledgerEvent(pool, request.body.correctsEventId)
      if (target === undefined) throw notFound(`event ${request.body.correctsEventId}`)
      const data = {
        ...request.body,
        assetId: target.data.assetId,
        reportedBy: { kind: 'person' as const, role: actor.role, name: actor.name },
      }
      return tell(deps, reply, actor, data.assetId, (rest) => newEvent({ ...rest, name: 'downtime.state-corrected.v1', data }))
    },
  )
}

function addEvents(server: Server, { pool, register }: ReportDeps): void {
  server.get(
    '/api/v1/assets/:assetId/events',
    {
      schema: {
        summary: 'What was told about a scanner, newest first',
        params: Type.Object({ assetId: Type.String({ maxLength: 30 }) }),
        querystring: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: EVENTS_MAX, default: 100 }) }),
        response: { 200: Type.Object({ events: Type.Array(LedgerEvent) }) },
      },
    },
    async ({ params: { assetId }, query: { limit } }) => {
      await register.refresh()
      if (register.find(assetId) === undefined) throw notFound(`scanner ${assetId}`)
      return { events: (await ledgerEvents(pool, { assetId, limit })).map(toldEvent) }
    },
  )

  server.get(
    '/api/v1/events/:eventId',
    {
      schema: {
        summary: 'One event as it was told',
        params: Type.Object({ eventId: LedgerEvent.properties.eventId }),
        response: { 200: LedgerEvent },
      },
    },
    async ({ params: { eventId } }) => {
      const event = await ledgerEvent(pool, eventId)
      if (event === undefined) throw notFound(`event ${eventId}`)
      return toldEvent(event)
    },
  )
}

/** Who reports. @throws {ProblemError} 401 when it is not known who asks, 403 when they may not report. */
export function reporter({ headers }: { readonly headers: Readonly<Record<string, string | string[] | undefined>> }): Actor {
  const actor = readActor(headers[ACTOR_HEADER])
  if (actor === undefined)
    throw problem(401, 'Who asks is not known', { detail: `Send ${ACTOR_HEADER}: name, role and organisation as JSON in base64url.` })
  if (!MAY_REPORT.has(actor.role))
    throw problem(403, 'You cannot report the state of a scanner', { detail: 'Ask the radiology team of the scanner to report it.' })
  return actor
}

/** The parts of an event that follow from the asset and the moment. */
type Rest = Omit<Parameters<typeof newEvent>[0], 'name' | 'data'>

/** A scanner of the actor's own trust. @throws {ProblemError} 404 where there is none, 403 where it is another trust's. */
export async function ownScanner(register: Register, actor: Actor, assetId: string): Promise<AssetSnapshot> {
  await register.refresh()
  const asset = register.find(assetId)?.asset
  if (asset === undefined) throw notFound(`scanner ${assetId}`)
  if (actor.organisation !== asset.operator)
    throw problem(403, 'This scanner is another trust’s', {
      detail: `${assetId} is run by ${asset.operator}; only its staff can report its state.`,
    })
  return asset
}

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

async function tell(
  { pool, register, now, newId }: ReportDeps,
  reply: Reply,
  actor: Actor,
  assetId: string,
  eventWith: (rest: Rest) => DowntimeStateChangedV1 | DowntimeStateCorrectedV1,
): Promise<Reported> {
  const asset = await ownScanner(register, actor, assetId)
  const event = eventWith({
    id: newId(),
    source: `urn:nhs:ods:${asset.operator}:imaging`,
    subject: assetId,
    time: now().toISOString(),
    ...(asset.example ? { example: true } : {}),
  })
  const fault = factFault(event)
  if (fault !== undefined) throw problem(422, 'The report cannot be accepted', { detail: fault })
  return inTransaction(pool, async (tx) => {
    await publishReport(tx, event)
    const answer = { eventId: event.id }
    reply.code(202)
    await keepAnswer(tx, reply, answer)
    return answer
  })
}
