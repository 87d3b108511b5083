import type { ActingIdentity, BoardRow, Reported, StateReport } from '@imaging/schemas'
import type { FastifyInstance } from 'fastify'
import { queryText } from '../../lists/filters.ts'
import { fieldText, type FormFields } from '../../shell/form-guard.ts'
import { PageError } from '../../shell/page-error.ts'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { identityOf } from '../../shell/visitor.ts'
import type { BoardReader } from '../status/board-reader.ts'
import { knownFault, reportAnswers, reportErrors, reportView, stateReport, type FieldError } from './report-view.ts'

/** Takes what a person says of a scanner's state. The same key twice is one report. */
export interface FaultReporter {
  report(identity: ActingIdentity, report: StateReport, idempotencyKey: string): Promise<Reported>
}

export interface ReportPorts {
  readonly board: BoardReader
  readonly faults: FaultReporter
}

const EVENT_ID = /^[0-9a-f-]{36}$/

/** The scanners someone may report: those their own trust runs. */
const reportable = async (board: BoardReader, identity: ActingIdentity): Promise<readonly BoardRow[]> => {
  const { rows } = await board.board(identity)
  return rows.filter(({ trust }) => trust === identity.organisation)
}

const rowOf = (rows: readonly BoardRow[], assetId: string): BoardRow | undefined => rows.find((row) => row.assetId === assetId)

/** Report a fault: three taps from a scanner's label, no typing; a fault already open is added to, not doubled. */
export const reportPage = (app: FastifyInstance, deps: PageDeps, { board, faults }: ReportPorts): void => {
  const template = 'pages/report/report.njk'
  const form = (fields: FormFields, rows: readonly BoardRow[], errors: readonly FieldError[]) => ({
    template,
    title: errors.length > 0 ? 'Error: Report a fault' : 'Report a fault',
    status: errors.length > 0 ? 400 : 200,
    view: { report: reportView(reportAnswers(fields), rows, errors, deps.now().getTime()) },
  })

  app.get<{ Querystring: { scanner?: string } }>('/report', async (request, reply) => {
    const rows = await reportable(board, identityOf(request))
    return sendPage(deps, request, reply, form({ scanner: queryText(request.query.scanner) }, rows, []))
  })

  // The short address on a scanner's label.
  app.get<{ Params: { code: string } }>('/s/:code', async (request, reply) =>
    reply.redirect(`/report?scanner=${encodeURIComponent(request.params.code)}`, 303),
  )

  app.post<{ Body: FormFields }>('/report', async (request, reply) => {
    const identity = identityOf(request)
    const rows = await reportable(board, identity)
    const answers = reportAnswers(request.body)
    const row = rowOf(rows, answers.scanner)
    const mistakes = reportErrors(answers, rows)
    const asksToAdd = mistakes.length === 0 && !answers.adds && knownFault(row, deps.now().getTime()) !== undefined
    const errors = asksToAdd ? [{ href: '#severity', text: 'This scanner already has an open fault. Check it, then add to it' }] : mistakes
    if (errors.length > 0 || row === undefined) return sendPage(deps, request, reply, form(request.body, rows, errors))
    const { eventId } = await faults.report(identity, stateReport(answers, row), fieldText(request.body, 'idempotencyKey'))
    return reply.redirect(`/report/sent/${eventId}?scanner=${row.assetId}`, 303)
  })

  app.get<{ Params: { ref: string }; Querystring: { scanner?: string } }>('/report/sent/:ref', async (request, reply) => {
    const rows = await reportable(board, identityOf(request))
    const row = rowOf(rows, queryText(request.query.scanner) ?? '')
    if (row === undefined || !EVENT_ID.test(request.params.ref)) throw new PageError(404)
    const sent = { name: `${row.name}, ${row.siteName}`, href: `/scanners/${row.assetId}` }
    return sendPage(deps, request, reply, { template: 'pages/report/sent.njk', title: 'Your report has been sent', view: { sent } })
  })
}
