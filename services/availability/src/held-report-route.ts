import { conflict, invalid, keepAnswer, notFound, problem, type Server } from '@imaging/http'
import { acting, actorOf, seeingOf } from '@imaging/identity'
import { inTransaction, type Pool, type Seeing, type Transaction } from '@imaging/postgres'
import {
  Dismissal,
  EventId,
  Held,
  LabelledScanner,
  LabelReport,
  newEvent,
  Reported,
  SEES_NOTHING,
  type ActingIdentity,
  type AssetSnapshot,
  type HeldReport,
} from '@imaging/schemas'
import { Type } from 'typebox'
import { tellRecord } from './acts-to-prove.ts'
import { decideReport, holdReport, lockedReport, newlyLate, waitingReports, type KnownHeldReport } from './held-report-repository.ts'
import { appendBoardChanges, assetsNow, lockAssets } from './ledger-repository.ts'
import type { RegisteredAsset } from './register.ts'
import { ownScanner, publishReport, reportedBy, type ReportDeps } from './report-route.ts'
import type { Fleets } from './seen-fleet.ts'

/** Radiology looks at a report from a label within this time, else it stands at the top of the board. */
const LOOKED_AT_WITHIN_MS = 15 * 60_000

/** A fault older than this is no news from a label; it is entered by correction. */
const BEGAN_WITHIN_MS = 7 * 86_400_000

/** Several people may find the same fault; a scanner with more that nobody looked at gains nothing from another. */
const WAITING_OF_SCANNER_MAX = 5

/** Said of a confirmed report for good; the note is cut to leave room for it. */
const FROM_LABEL = ' (reported from the label)'
const NOTE_LENGTH_MAX = 2_000

const Params = Type.Object({ heldReportId: EventId })

/** What anybody may report from a scanner's label, and what radiology makes of it: no contract clock starts before. */
export function heldReportRoutes(server: Server, deps: ReportDeps): void {
  addLabel(server, deps)
  addHolding(server, deps)
  addConfirmation(server, deps)
  addDismissal(server, deps)
}

/**
 * Whoever scans a label is not known. The gateway asks for them, and they see of the platform what the trust of that scanner would, and
 * of that only what these routes tell.
 */
const OF_A_LABEL = { access: { services: ['web'] } } as const
const seeingLabel = ({ asset: { operator } }: RegisteredAsset): Seeing => ({
  organisation: operator,
  sees: { ...SEES_NOTHING, own: [operator], status: [operator] },
})

/** Tells the board of reports that nobody has looked at in time, whoever's they are: each once. */
export async function tellLateReports({ ingest, now }: { readonly ingest: Pool; readonly now: () => Date }): Promise<void> {
  await inTransaction(ingest, async (tx) => {
    const late = await newlyLate(tx, new Date(now().getTime() - LOOKED_AT_WITHIN_MS))
    for (const assetId of late) await tellBoard(tx, assetId)
  })
}

function addLabel(server: Server, { pool, fleets }: ReportDeps): void {
  server.get(
    '/api/v1/labels/:assetId',
    {
      config: OF_A_LABEL,
      schema: {
        summary: 'What a scanner’s label tells anybody',
        params: Type.Object({ assetId: Type.String({ maxLength: 30 }) }),
        response: { 200: LabelledScanner },
      },
    },
    async ({ params: { assetId } }) => {
      const registered = await scannerInUse(fleets, assetId)
      const { asset, site } = registered
      const read = async (tx: Transaction): Promise<LabelledScanner> => {
        const standing = (await assetsNow(tx)).get(assetId)
        const [waiting] = await waitingReports(tx, assetId)
        return {
          assetId,
          name: asset.name,
          siteCode: asset.siteCode,
          siteName: site?.name ?? asset.siteCode,
          trust: asset.operator,
          state: (standing?.state ?? 'UNKNOWN') as LabelledScanner['state'],
          capabilities: asset.capabilities.map(({ code }) => code),
          ...(standing?.sinceMs === undefined ? {} : { since: new Date(standing.sinceMs).toISOString() }),
          ...(waiting === undefined ? {} : { heldSince: waiting.reportedAt }),
        }
      }
      return inTransaction(pool, read, { seeing: seeingLabel(registered) })
    },
  )
}

function addHolding(server: Server, { pool, fleets, now, newId }: ReportDeps): void {
  server.post(
    '/api/v1/held-reports',
    {
      config: OF_A_LABEL,
      schema: {
        summary: 'Report a fault from a label, without sign-in; radiology confirms it',
        body: LabelReport,
        response: { 202: Held },
      },
    },
    async ({ body }, reply) => {
      const registered = await scannerInUse(fleets, body.assetId)
      const nowMs = now().getTime()
      const held: HeldReport = { ...body, heldReportId: newId(), reportedAt: new Date(nowMs).toISOString(), at: began(body.at, nowMs) }
      const hold = async (tx: Transaction): Promise<Held> => {
        await lockAssets(tx, [body.assetId])
        if ((await waitingReports(tx, body.assetId)).length >= WAITING_OF_SCANNER_MAX)
          throw problem(429, 'This scanner has been reported several times', {
            detail: 'Nobody has looked at the reports yet. Ring the radiology department.',
          })
        await holdReport(tx, held)
        await tellBoard(tx, body.assetId)
        const answer = { heldReportId: held.heldReportId }
        reply.code(202)
        await keepAnswer(tx, reply, answer)
        return answer
      }
      return inTransaction(pool, hold, { seeing: seeingLabel(registered) })
    },
  )
}

function addConfirmation(server: Server, deps: ReportDeps): void {
  server.post(
    '/api/v1/held-reports/:heldReportId/confirmation',
    {
      config: { access: 'downtime.report' },
      schema: { summary: 'Confirm a report from a label: it becomes yours', params: Params, response: { 202: Reported } },
    },
    async (request, reply) => {
      const identity = acting(request)
      const confirm = async (tx: Transaction): Promise<Reported> => {
        const { held, asset } = await waitingReport(deps, tx, identity, request.params.heldReportId)
        const { heldReportId } = held
        const by = actorOf(identity)
        await decideReport(tx, heldReportId, { outcome: 'confirmed', at: deps.now(), by })
        await publishReport(tx, confirmed(held, asset, identity, deps))
        await tellRecord(tx, deps, {
          act: 'held-report.confirmed',
          by,
          asset,
          details: { heldReportId, state: held.state, began: held.at },
        })
        await tellBoard(tx, held.assetId)
        const answer = { eventId: heldReportId }
        reply.code(202)
        await keepAnswer(tx, reply, answer)
        return answer
      }
      return inTransaction(deps.pool, confirm, { seeing: seeingOf(identity) })
    },
  )
}

function addDismissal(server: Server, deps: ReportDeps): void {
  server.post(
    '/api/v1/held-reports/:heldReportId/dismissal',
    {
      config: { access: 'downtime.report' },
      schema: { summary: 'Dismiss a report from a label, with a reason', params: Params, body: Dismissal, response: { 200: Held } },
    },
    async (request, reply) => {
      const identity = acting(request)
      const { reason } = request.body
      const dismiss = async (tx: Transaction): Promise<Held> => {
        const { held, asset } = await waitingReport(deps, tx, identity, request.params.heldReportId)
        const { heldReportId } = held
        const by = actorOf(identity)
        await decideReport(tx, heldReportId, { outcome: 'dismissed', at: deps.now(), by, reason })
        await tellRecord(tx, deps, { act: 'held-report.dismissed', by, asset, details: { heldReportId, state: held.state, reason } })
        await tellBoard(tx, held.assetId)
        const answer = { heldReportId }
        await keepAnswer(tx, reply, answer)
        return answer
      }
      return inTransaction(deps.pool, dismiss, { seeing: seeingOf(identity) })
    },
  )
}

/** @throws {ProblemError} 404 where there is no such scanner or it is not in use: nothing can be reported of it. */
async function scannerInUse(fleets: Fleets, assetId: string): Promise<RegisteredAsset> {
  const registered = await fleets.labelled(assetId)
  if (registered === undefined || registered.asset.status !== 'IN_USE') throw notFound(`scanner ${assetId} in use`)
  return registered
}

/** When the fault began, as told: now when it is not said. @throws {ProblemError} 422 for the future and for long ago. */
function began(at: string | undefined, nowMs: number): string {
  const atMs = at === undefined ? nowMs : Date.parse(at)
  const wrong = (message: string) => invalid([{ pointer: '/body/at', message }])
  if (!(atMs <= nowMs)) throw wrong('must not be in the future')
  if (atMs < nowMs - BEGAN_WITHIN_MS) throw wrong('must be at most seven days ago')
  return new Date(atMs).toISOString()
}

interface WaitingReport {
  readonly held: KnownHeldReport
  readonly asset: AssetSnapshot
}

/** A report about a scanner of their own trust's. @throws {ProblemError} 404 for any other, 409 where somebody has decided on it. */
async function waitingReport(
  { fleets }: ReportDeps,
  tx: Transaction,
  identity: ActingIdentity,
  heldReportId: string,
): Promise<WaitingReport> {
  const held = await lockedReport(tx, heldReportId)
  if (held === undefined) throw notFound('report of that id')
  const asset = ownScanner(identity, held.assetId, (await fleets.seenBy(identity)).find(held.assetId)?.asset)
  if (held.outcome !== undefined) throw conflict('This report has been decided on', `Somebody has ${held.outcome} it before you.`)
  return { held, asset }
}

/** The report as the one who confirms it tells it: from when it began, and said to come from the label. */
function confirmed(
  { heldReportId, reportedAt: _reported, outcome: _outcome, ...said }: KnownHeldReport,
  { operator, example }: AssetSnapshot,
  identity: ActingIdentity,
  { now }: ReportDeps,
) {
  return newEvent({
    id: heldReportId,
    name: 'downtime.state-changed.v1',
    source: `urn:nhs:ods:${operator}:imaging`,
    subject: said.assetId,
    time: now().toISOString(),
    ...(example ? { example: true } : {}),
    data: {
      ...said,
      note: (said.note ?? 'Fault').slice(0, NOTE_LENGTH_MAX - FROM_LABEL.length) + FROM_LABEL,
      reportedBy: reportedBy(identity),
    },
  })
}

/** Tells the live feed that a scanner's line changed, though its state did not. */
async function tellBoard(tx: Transaction, assetId: string): Promise<void> {
  const standing = (await lockAssets(tx, [assetId])).get(assetId)
  if (standing !== undefined) await appendBoardChanges(tx, [{ ...standing, publishedAtMs: undefined }])
}
