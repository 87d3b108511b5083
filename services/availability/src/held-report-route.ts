import { conflict, invalid, keepAnswer, notFound, problem, type Server } from '@imaging/http'
import { inTransaction, type Transaction } from '@imaging/postgres'
import {
  Dismissal,
  EventId,
  Held,
  LabelledScanner,
  LabelReport,
  newEvent,
  Reported,
  type Actor,
  type HeldReport,
} from '@imaging/schemas'
import { Type } from 'typebox'
import { decideReport, holdReport, lockedReport, newlyLate, waitingReports, type KnownHeldReport } from './held-report-repository.ts'
import { appendBoardChanges, assetsNow, lockAssets } from './ledger-repository.ts'
import type { Register, RegisteredAsset } from './register.ts'
import { ownScanner, publishReport, reporter, type ReportDeps } from './report-route.ts'

/** Radiology looks at a report from a label within this time, else it stands at the top of the board. */
const LOOKED_AT_WITHIN_MS = 15 * 60_000

/** A fault older than this is no news from a label; it is entered by correction. */
const BEGAN_WITHIN_MS = 7 * 86_400_000

/** Several people may find the same fault; a scanner with more that nobody looked at gains nothing from another. */
const WAITING_OF_SCANNER_MAX = 5

const ONCE_CONFIRMED = 'From the label, reported without sign-in'
const NOTE_LENGTH_MAX = 2_000

const Params = Type.Object({ heldReportId: EventId })

/** What anybody may report from a scanner's label, and what radiology makes of it: no contract clock starts before. */
export function heldReportRoutes(server: Server, deps: ReportDeps): void {
  addLabel(server, deps)
  addHolding(server, deps)
  addConfirmation(server, deps)
  addDismissal(server, deps)
}

/** Tells the board of reports that nobody has looked at in time: each once. */
export async function tellLateReports({ pool, now }: ReportDeps): Promise<void> {
  await inTransaction(pool, async (tx) => {
    const late = await newlyLate(tx, new Date(now().getTime() - LOOKED_AT_WITHIN_MS))
    for (const assetId of late) await tellBoard(tx, assetId)
  })
}

function addLabel(server: Server, { pool, register }: ReportDeps): void {
  server.get(
    '/api/v1/labels/:assetId',
    {
      schema: {
        summary: 'What a scanner’s label tells anybody',
        params: Type.Object({ assetId: Type.String({ maxLength: 30 }) }),
        response: { 200: LabelledScanner },
      },
    },
    async ({ params: { assetId } }) => {
      const { asset, site } = await scannerInUse(register, assetId)
      const [standing, [waiting]] = [(await assetsNow(pool)).get(assetId), await waitingReports(pool, assetId)]
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
    },
  )
}

function addHolding(server: Server, { pool, register, now, newId }: ReportDeps): void {
  server.post(
    '/api/v1/held-reports',
    { schema: { summary: 'Report a fault from a label, without sign-in; radiology confirms it', body: LabelReport, response: { 202: Held } } },
    async ({ body }, reply) => {
      await scannerInUse(register, body.assetId)
      const reportedAt = now().toISOString()
      const held: HeldReport = { ...body, heldReportId: newId(), reportedAt, at: began(body.at, now().getTime()) }
      return inTransaction(pool, async (tx) => {
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
      })
    },
  )
}

function addConfirmation(server: Server, deps: ReportDeps): void {
  server.post(
    '/api/v1/held-reports/:heldReportId/confirmation',
    { schema: { summary: 'Confirm a report from a label: it becomes yours', params: Params, response: { 202: Reported } } },
    async (request, reply) => {
      const actor = reporter(request)
      return inTransaction(deps.pool, async (tx) => {
        const held = await waitingReport(deps, tx, actor, request.params.heldReportId)
        await decideReport(tx, held.heldReportId, { outcome: 'confirmed', at: deps.now(), by: actor })
        await publishReport(tx, confirmed(held, actor, deps))
        await tellBoard(tx, held.assetId)
        const answer = { eventId: held.heldReportId }
        reply.code(202)
        await keepAnswer(tx, reply, answer)
        return answer
      })
    },
  )
}

function addDismissal(server: Server, deps: ReportDeps): void {
  server.post(
    '/api/v1/held-reports/:heldReportId/dismissal',
    { schema: { summary: 'Dismiss a report from a label, with a reason', params: Params, body: Dismissal, response: { 200: Held } } },
    async (request, reply) => {
      const actor = reporter(request)
      return inTransaction(deps.pool, async (tx) => {
        const { heldReportId, assetId } = await waitingReport(deps, tx, actor, request.params.heldReportId)
        await decideReport(tx, heldReportId, { outcome: 'dismissed', at: deps.now(), by: actor, reason: request.body.reason })
        await tellBoard(tx, assetId)
        const answer = { heldReportId }
        await keepAnswer(tx, reply, answer)
        return answer
      })
    },
  )
}

/** @throws {ProblemError} 404 where there is no such scanner or it is not in use: nothing can be reported of it. */
async function scannerInUse(register: Register, assetId: string): Promise<RegisteredAsset> {
  await register.refresh()
  const registered = register.find(assetId)
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

/** @throws {ProblemError} 404, 403 where the scanner is another trust's, 409 where somebody has decided on it. */
async function waitingReport(deps: ReportDeps, tx: Transaction, actor: Actor, heldReportId: string): Promise<KnownHeldReport> {
  const held = await lockedReport(tx, heldReportId)
  if (held === undefined) throw notFound('report of that id')
  await ownScanner(deps.register, actor, held.assetId)
  if (held.outcome !== undefined) throw conflict('This report has been decided on', `Somebody has ${held.outcome} it before you.`)
  return held
}

/** The report as the one who confirms it tells it: from when it began, and said to come from the label. */
function confirmed({ heldReportId, reportedAt: _reported, outcome: _outcome, ...said }: KnownHeldReport, actor: Actor, deps: ReportDeps) {
  const asset = deps.register.find(said.assetId)?.asset
  return newEvent({
    id: heldReportId,
    name: 'downtime.state-changed.v1',
    source: `urn:nhs:ods:${asset?.operator ?? actor.organisation}:imaging`,
    subject: said.assetId,
    time: deps.now().toISOString(),
    ...(asset?.example === true ? { example: true } : {}),
    data: {
      ...said,
      note: `${said.note ?? 'Fault'} (${ONCE_CONFIRMED})`.slice(0, NOTE_LENGTH_MAX),
      reportedBy: { kind: 'person', role: actor.role, name: actor.name },
    },
  })
}

/** Tells the live feed that a scanner's line changed, though its state did not. */
async function tellBoard(tx: Transaction, assetId: string): Promise<void> {
  const standing = (await lockAssets(tx, [assetId])).get(assetId)
  if (standing !== undefined) await appendBoardChanges(tx, [{ ...standing, publishedAtMs: undefined }])
}
