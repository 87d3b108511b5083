import type { ActingIdentity } from '@imaging/schemas'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { queryText } from '../../lists/filters.ts'
import { fieldText, type FormFields } from '../../shell/form-guard.ts'
import { PageError } from '../../shell/page-error.ts'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { identityOf } from '../../shell/visitor.ts'
import type { RegisterReader } from '../scanners/register-reader.ts'
import type { BoardReader } from '../status/board-reader.ts'
import { keepPhotos } from './keep-photos.ts'
import type { FaultReporter, PhotoStore } from './report-ports.ts'
import { knownFault, reportAnswers, reportErrors, reportView, stateReport, type FieldError, type ReportedScanner } from './report-view.ts'
import { sentReport } from './sent-report.ts'
import { sentView } from './sent-view.ts'
import { awayWords, isAway } from './when-away.ts'

export interface ReportPorts {
  readonly board: BoardReader
  readonly register: RegisterReader
  readonly faults: FaultReporter
  readonly photos: PhotoStore
}

const EVENT_ID = /^[0-9a-f-]{36}$/

/** The scanners someone may report: those their own trust runs. While the board is away the register still knows them. */
const reportable = async ({ board, register }: ReportPorts, identity: ActingIdentity): Promise<readonly ReportedScanner[]> => {
  try {
    const { rows } = await board.board(identity)
    return rows.filter(({ trust }) => trust === identity.organisation)
  } catch (error) {
    if (!isAway(error)) throw error
    const assets = await register.assets(identity).catch(() => [])
    return assets.flatMap(({ asset, siteName }) =>
      asset.operator === identity.organisation && asset.status === 'IN_USE'
        ? [{ assetId: asset.assetId, name: asset.name, siteName, capabilities: asset.capabilities.map(({ code }) => code) }]
        : [],
    )
  }
}

const scannerOf = (scanners: readonly ReportedScanner[], assetId: string): ReportedScanner | undefined =>
  scanners.find((scanner) => scanner.assetId === assetId)

/** Report a fault: three taps, no typing; a fault already open is added to, not doubled. */
export const reportPage = (app: FastifyInstance, deps: PageDeps, ports: ReportPorts): void => {
  const sendForm = (
    request: FastifyRequest,
    reply: FastifyReply,
    fields: FormFields,
    { scanners, errors = [], away }: { scanners: readonly ReportedScanner[]; errors?: readonly FieldError[]; away?: readonly string[] },
  ): FastifyReply => {
    const isWrong = errors.length > 0
    return sendPage(deps, request, reply, {
      template: 'pages/report/report.njk',
      title: isWrong ? 'Error: Report a fault' : away === undefined ? 'Report a fault' : 'Not sent: Report a fault',
      status: isWrong ? 400 : away === undefined ? 200 : 503,
      view: {
        report: reportView(reportAnswers(fields), { scanners, errors, away, nowMs: deps.now().getTime() }),
        pressKey: fieldText(fields, 'idempotencyKey'),
      },
    })
  }

  app.get<{ Querystring: { scanner?: string } }>('/report', async (request, reply) => {
    const scanners = await reportable(ports, identityOf(request))
    return sendForm(request, reply, { scanner: queryText(request.query.scanner) }, { scanners })
  })

  app.post('/report', async (request, reply) => {
    const identity = identityOf(request)
    const { fields, photos, faults } = await sentReport(deps, request)
    const scanners = await reportable(ports, identity)
    const [answers, nowMs] = [reportAnswers(fields), deps.now().getTime()]
    const scanner = scannerOf(scanners, answers.scanner)
    const mistakes = [...reportErrors(answers, scanners, nowMs), ...faults]
    const asksToAdd = mistakes.length === 0 && !answers.adds && knownFault(scanner, nowMs) !== undefined
    const errors = asksToAdd ? [{ href: '#severity', text: 'This scanner already has an open fault. Check it, then add to it' }] : mistakes
    if (errors.length > 0 || scanner === undefined) return sendForm(request, reply, fields, { scanners, errors })
    const report = stateReport(answers, scanner, nowMs)
    try {
      const { eventId } = await ports.faults.report(identity, report, fieldText(fields, 'idempotencyKey'))
      const kept = await keepPhotos(
        (photo) => ports.photos.keep(identity, photo),
        { eventId, assetId: scanner.assetId },
        photos,
        request.log,
      )
      const query = new URLSearchParams({
        scanner: scanner.assetId,
        ...(report.at && { at: report.at }),
        ...(kept ? {} : { photos: 'lost' }),
      })
      return await reply.redirect(`/report/sent/${eventId}?${query}`, 303)
    } catch (error) {
      if (!isAway(error)) throw error
      request.log.error({ err: error }, 'a report could not be sent')
      return sendForm(request, reply, fields, { scanners, away: awayWords(scanner.siteName, photos.length > 0) })
    }
  })

  app.get<{ Params: { ref: string }; Querystring: Record<string, unknown> }>('/report/sent/:ref', async (request, reply) => {
    const scanner = scannerOf(await reportable(ports, identityOf(request)), queryText(request.query['scanner']) ?? '')
    if (scanner === undefined || !EVENT_ID.test(request.params.ref)) throw new PageError(404)
    const sent = { ...sentView(scanner, request.query), href: `/scanners/${scanner.assetId}` }
    return sendPage(deps, request, reply, { template: 'pages/report/sent.njk', title: 'Your report has been sent', view: { sent } })
  })
}
