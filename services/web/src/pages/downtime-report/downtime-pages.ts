import type { ActingIdentity } from '@imaging/schemas'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { queryText } from '../../lists/filters.ts'
import { PAGE_ROWS, pageNumber } from '../../lists/pagination.ts'
import { PageError } from '../../shell/page-error.ts'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { identityOf } from '../../shell/visitor.ts'
import type { DowntimeReader, Opened, OpenedHours, ReportQuestion } from './downtime-reader.ts'
import { downtimeCsv, downtimeView } from './downtime-view.ts'
import { CSV_STRETCHES_MAX, hoursCsv, hoursView } from './hours-view.ts'
import { askedOpened, askedQuestion } from './report-question.ts'

export interface DowntimePorts {
  readonly downtime: DowntimeReader
}

type Query = Readonly<Record<string, unknown>>

/** Who asks, and what. */
interface Known {
  readonly identity: ActingIdentity
  readonly question: ReportQuestion
}

/** Stretches that one call brings for a file. */
const CSV_PART = 5_000

/** Since when anything is known; asked only where an earlier instant is, since the figures say it otherwise. */
const knownSince = async (downtime: DowntimeReader, { identity, question }: Known): Promise<string | undefined> =>
  question.knownAt === undefined ? undefined : downtime.knownSince(identity, question)

/** One page of the time behind a number; a page beyond the last is the last. */
const pageOfHours = async (downtime: DowntimeReader, { identity, question }: Known, opened: Opened, page: number): Promise<OpenedHours> => {
  const read = (wanted: number) => downtime.hours(identity, question, opened, { offset: (wanted - 1) * PAGE_ROWS, limit: PAGE_ROWS })
  const found = await read(page)
  return found.stretches.length === 0 && found.total > 0 ? read(Math.ceil(found.total / PAGE_ROWS)) : found
}

/** All the time behind a number, part by part. @throws {PageError} 422 where it is too much for one file. */
const allHours = async (downtime: DowntimeReader, { identity, question }: Known, opened: Opened): Promise<OpenedHours> => {
  const first = await downtime.hours(identity, question, opened, { offset: 0, limit: CSV_PART })
  if (first.total > CSV_STRETCHES_MAX) throw new PageError(422, 'This is too much for one file. Choose a shorter period or one scanner')
  const parts = [first]
  for (let offset = CSV_PART; offset < first.total; offset += CSV_PART)
    parts.push(await downtime.hours(identity, question, opened, { offset, limit: CSV_PART }))
  return { ...first, stretches: parts.flatMap(({ stretches }) => stretches), events: parts.flatMap(({ events }) => events) }
}

const sendCsv = (reply: FastifyReply, name: string, text: string) =>
  reply
    .type('text/csv; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(text)

/** Hours by definition and cause, the time and the events behind each number, and all of it as CSV. */
export const downtimePages = (app: FastifyInstance, deps: PageDeps, { downtime }: DowntimePorts): void => {
  const asked = (request: FastifyRequest) => {
    const query = request.query as Query
    const nowMs = deps.now().getTime()
    const asking = askedQuestion(query, nowMs)
    return {
      identity: identityOf(request),
      query,
      nowMs,
      asking,
      question: asking.question,
      page: pageNumber(queryText(query['page'])),
    }
  }

  app.get('/reports', async (_request, reply) => reply.redirect('/reports/downtime', 303))

  app.get('/reports/downtime', async (request, reply) => {
    const { nowMs, asking, page, ...known } = asked(request)
    const [report, since] = await Promise.all([downtime.report(known.identity, known.question), knownSince(downtime, known)])
    const isWrong = asking.errors.length > 0
    return sendPage(deps, request, reply, {
      template: 'pages/downtime-report/downtime.njk',
      title: `${isWrong ? 'Error: ' : ''}Time lost to downtime`,
      status: isWrong ? 400 : 200,
      view: { report: downtimeView(report, asking, since, page, nowMs) },
    })
  })

  app.get('/reports/downtime/hours', async (request, reply) => {
    const { query, page, ...known } = asked(request)
    const opened = askedOpened(query)
    const [found, since] = await Promise.all([pageOfHours(downtime, known, opened, page), knownSince(downtime, known)])
    const view = hoursView(found, known.question, opened, since, page)
    return sendPage(deps, request, reply, {
      template: 'pages/downtime-report/hours.njk',
      title: `${view.heading}, ${view.about}: the hours`,
      view: { hours: view },
    })
  })

  app.get('/reports/downtime/hours.csv', async (request, reply) => {
    const { query, ...known } = asked(request)
    const opened = askedOpened(query)
    const { from, to } = known.question
    return sendCsv(reply, `downtime-${opened.definition}-${from}-to-${to}`, hoursCsv(await allHours(downtime, known, opened)))
  })

  app.get('/reports/downtime.csv', async (request, reply) => {
    const { identity, question } = asked(request)
    return sendCsv(reply, `downtime-${question.from}-to-${question.to}`, downtimeCsv(await downtime.report(identity, question)))
  })
}
