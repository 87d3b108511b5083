import type { FastifyInstance } from 'fastify'
import { queryText } from '../../lists/filters.ts'
import { pageNumber } from '../../lists/pagination.ts'
import { PageError } from '../../shell/page-error.ts'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { identityOf } from '../../shell/visitor.ts'
import type { DowntimeReader, ReportQuestion } from './downtime-reader.ts'
import { downtimeCsv, downtimeView, evidenceView } from './downtime-view.ts'
import { askedDefinition, askedQuestion } from './report-question.ts'

export interface DowntimePorts {
  readonly downtime: DowntimeReader
}

type Query = Readonly<Record<string, unknown>>

/** A link to a figure carries the instant it was known at; the form carries a date and a time. */
const asked = (query: Query, nowMs: number) => {
  const read = askedQuestion(query, nowMs)
  const knownAt = queryText(query['knownAt'])
  const question: ReportQuestion = {
    ...read.question,
    knownAt: read.question.knownAt ?? (knownAt !== undefined && !Number.isNaN(Date.parse(knownAt)) ? knownAt : undefined),
  }
  return { ...read, question }
}

/** Time lost by definition and cause, the hours behind each figure, and all of it as CSV. */
export const downtimePages = (app: FastifyInstance, deps: PageDeps, { downtime }: DowntimePorts): void => {
  app.get('/reports', async (_request, reply) => reply.redirect('/reports/downtime', 303))

  app.get('/reports/downtime', async (request, reply) => {
    const query = request.query as Query
    const nowMs = deps.now().getTime()
    const question = asked(query, nowMs)
    const report = await downtime.report(identityOf(request), question.question)
    const view = downtimeView(report, question, pageNumber(queryText(query['page'])), nowMs)
    const isWrong = question.errors.length > 0
    return sendPage(deps, request, reply, {
      template: 'pages/downtime-report/downtime.njk',
      title: `${isWrong ? 'Error: ' : ''}Time lost to downtime`,
      status: isWrong ? 400 : 200,
      view: { report: view },
    })
  })

  app.get('/reports/downtime/hours', async (request, reply) => {
    const query = request.query as Query
    const { question } = asked(query, deps.now().getTime())
    const definition = askedDefinition(queryText(query['definition']))
    const assetId = queryText(query['scanner'])
    if (assetId === undefined) throw new PageError(404)
    const evidence = await downtime.evidence(identityOf(request), assetId, question, definition)
    const view = evidenceView(evidence, assetId, question, definition, pageNumber(queryText(query['page'])))
    return sendPage(deps, request, reply, {
      template: 'pages/downtime-report/hours.njk',
      title: `${assetId}, ${view.heading}: the hours`,
      view: { hours: view },
    })
  })

  app.get('/reports/downtime.csv', async (request, reply) => {
    const { question } = asked(request.query as Query, deps.now().getTime())
    const report = await downtime.report(identityOf(request), question)
    return reply
      .type('text/csv; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="downtime-${question.from}-to-${question.to}.csv"`)
      .send(downtimeCsv(report))
  })
}
