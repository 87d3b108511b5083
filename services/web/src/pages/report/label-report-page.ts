import { ProblemError } from '@imaging/http'
import { may, type LabelledScanner } from '@imaging/schemas'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fieldText, type FormFields } from '../../shell/form-guard.ts'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { momentWords } from '../../words/time-words.ts'
import { keepPhotos } from './keep-photos.ts'
import type { LabelDesk, PhotoStore } from './report-ports.ts'
import { reportAnswers, reportErrors, reportView, stateReport, type FieldError } from './report-view.ts'
import { sentReport } from './sent-report.ts'
import { sentView } from './sent-view.ts'
import { awayWords, isAway, ringWords } from './when-away.ts'

export interface LabelReportPorts {
  readonly labels: LabelDesk
  readonly photos: PhotoStore
}

/** Reports without sign-in from one address: five for a scanner, and not many more in all, as a hospital often has one address. */
const WINDOW = '10 minutes'
const OF_SCANNER_MAX = 5
const OF_ADDRESS_MAX = 20

type LabelRequest = FastifyRequest<{ Params: { readonly code: string } }>

/** Someone who may report this scanner in their own name does so. */
const mayReport = ({ visitor }: FastifyRequest, { trust }: LabelledScanner): boolean => {
  if (visitor.state !== 'signed-in') return false
  const { identity } = visitor.session
  return identity.organisation === trust && may(identity, 'downtime.report')
}

/** A scanner whose label cannot be looked up now: its code is all that is known. */
const unknownScanner = (assetId: string): LabelledScanner => ({
  assetId,
  name: assetId,
  siteName: '',
  siteCode: '',
  trust: '',
  state: 'UNKNOWN',
  capabilities: [],
})

const heldWords = ({ heldSince }: LabelledScanner, nowMs: number): string | undefined =>
  heldSince === undefined
    ? undefined
    : `Somebody reported this scanner at ${momentWords(Date.parse(heldSince), nowMs)}. Radiology has not confirmed it yet.`

/** Counts the reports of an address; true when there were too many. */
const countReports = (app: FastifyInstance): ((request: LabelRequest) => Promise<boolean>) => {
  const ofScanner = ({ ip, params }: FastifyRequest): string => `${ip} ${(params as LabelRequest['params']).code}`
  const limits = [
    app.createRateLimit({ max: OF_SCANNER_MAX, timeWindow: WINDOW, keyGenerator: ofScanner }),
    app.createRateLimit({ max: OF_ADDRESS_MAX, timeWindow: WINDOW, keyGenerator: ({ ip }) => ip }),
  ]
  return async (request) => {
    const counted = await Promise.all(limits.map((limit) => limit(request)))
    return counted.some((count) => !count.isAllowed && count.isExceeded)
  }
}

const sendTooMany = (deps: PageDeps, request: FastifyRequest, reply: FastifyReply, siteName: string): FastifyReply =>
  sendPage(deps, request, reply, {
    template: 'pages/report/too-many.njk',
    title: 'Too many reports',
    status: 429,
    view: { ring: ringWords(siteName) },
  })

/** What the form shows beside the scanner: what was typed, and what is wrong. */
interface FormState {
  readonly fields?: FormFields
  readonly errors?: readonly FieldError[]
  readonly away?: readonly string[]
}

const sendForm = (
  deps: PageDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  scanner: LabelledScanner,
  { fields = {}, errors = [], away }: FormState = {},
): FastifyReply => {
  const nowMs = deps.now().getTime()
  const answers = { ...reportAnswers(fields), scanner: scanner.assetId }
  const isWrong = errors.length > 0
  return sendPage(deps, request, reply, {
    template: 'pages/report/label-report.njk',
    title: `${isWrong ? 'Error: ' : away === undefined ? '' : 'Not sent: '}Report a fault, ${scanner.name}`,
    status: isWrong ? 400 : away === undefined ? 200 : 503,
    view: {
      report: reportView(answers, { scanners: [scanner], errors, away, nowMs }),
      action: `/s/${scanner.assetId}`,
      held: heldWords(scanner, nowMs),
      pressKey: fieldText(fields, 'idempotencyKey'),
    },
  })
}

/** The form a scanner's label leads to, for anybody. What is sent is held until radiology confirms it. */
export const labelReportPage = (app: FastifyInstance, deps: PageDeps, { labels, photos: store }: LabelReportPorts): void => {
  const isTooMany = countReports(app)

  app.get('/s/:code', async (request: LabelRequest, reply) => {
    const { code } = request.params
    try {
      const scanner = await labels.scanner(code)
      if (mayReport(request, scanner)) return await reply.redirect(`/report?scanner=${encodeURIComponent(code)}`, 303)
      return sendForm(deps, request, reply, scanner)
    } catch (error) {
      if (!isAway(error)) throw error
      return sendForm(deps, request, reply, unknownScanner(code), { away: [ringWords('')] })
    }
  })

  app.post('/s/:code', { config: { formOfNobody: true } }, async (request: LabelRequest, reply) => {
    const { fields, photos, faults } = await sentReport(deps, request)
    let scanner = unknownScanner(request.params.code)
    try {
      scanner = await labels.scanner(request.params.code)
      const [answers, nowMs] = [{ ...reportAnswers(fields), scanner: scanner.assetId }, deps.now().getTime()]
      const errors = [...reportErrors(answers, [scanner], nowMs), ...faults]
      if (errors.length > 0) return sendForm(deps, request, reply, scanner, { fields, errors })
      if (await isTooMany(request)) return sendTooMany(deps, request, reply, scanner.siteName)
      const report = stateReport(answers, scanner, nowMs)
      const eventId = await labels.report(report, fieldText(fields, 'idempotencyKey'))
      const kept = await keepPhotos(store.keepHeld, { eventId, assetId: scanner.assetId }, photos, request.log)
      const query = new URLSearchParams({ ...(report.at && { at: report.at }), ...(kept ? {} : { photos: 'lost' }) })
      return await reply.redirect(`/s/${scanner.assetId}/sent?${query}`, 303)
    } catch (error) {
      if (error instanceof ProblemError && error.status === 429) return sendTooMany(deps, request, reply, scanner.siteName)
      if (!isAway(error)) throw error
      request.log.error({ err: error }, 'a report from a label could not be sent')
      return sendForm(deps, request, reply, scanner, { fields, away: awayWords(scanner.siteName, photos.length > 0) })
    }
  })

  app.get<{ Params: { code: string }; Querystring: Record<string, unknown> }>('/s/:code/sent', async (request, reply) => {
    const scanner = await labels.scanner(request.params.code)
    const view = { sent: sentView(scanner, request.query), ring: ringWords(scanner.siteName) }
    return sendPage(deps, request, reply, { template: 'pages/report/label-sent.njk', title: 'Your report has been sent', view })
  })
}
