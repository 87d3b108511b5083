import { holdsPatientNumber } from '@imaging/schemas'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { queryText } from '../../lists/filters.ts'
import { fieldText, type FormFields } from '../../shell/form-guard.ts'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { identityOf, requirePermission } from '../../shell/visitor.ts'
import type { BoardReader } from '../status/board-reader.ts'
import { heldView, type TriedDismissal } from './held-view.ts'
import type { HeldReportDesk, PhotoStore } from './report-ports.ts'

export interface HeldReportPorts {
  readonly board: BoardReader
  readonly held: HeldReportDesk
  readonly photos: PhotoStore
}

const REASON_LENGTH_MAX = 2_000

const doneWords: Readonly<Record<string, string>> = {
  confirm: 'You have confirmed the report. The live board shows the fault, and its supplier is told.',
  dismiss: 'You have dismissed the report. It counts for nothing, and its photos have been removed.',
}

const reasonFault = (reason: string): string | undefined => {
  if (reason === '') return 'Say why you dismiss it'
  if (reason.length > REASON_LENGTH_MAX) return 'Use 2,000 characters or fewer'
  return holdsPatientNumber(reason) ? 'The reason must not hold a patient’s number' : undefined
}

type DecisionRequest = FastifyRequest<{ Params: { readonly id: string }; Body: FormFields }>

/** Reports from labels, not signed in: seen by the staff of the trust, confirmed or dismissed by those who work with the scanner. */
export const heldReportPages = (app: FastifyInstance, deps: PageDeps, { board, held, photos }: HeldReportPorts): void => {
  const deciders = { preHandler: requirePermission('downtime.report') }

  const sendList = async (request: FastifyRequest, reply: FastifyReply, tried?: TriedDismissal): Promise<FastifyReply> => {
    const identity = identityOf(request)
    const { rows } = await board.board(identity)
    const ids = rows.flatMap(({ heldReports = [] }) => heldReports.map(({ heldReportId }) => heldReportId))
    const pictures = ids.length === 0 ? [] : await photos.ofReports(identity, ids).catch(() => undefined)
    return sendPage(deps, request, reply, {
      template: 'pages/report/held.njk',
      title: tried === undefined ? 'Reports from labels' : 'Error: Reports from labels',
      status: tried === undefined ? 200 : 400,
      view: {
        held: heldView(rows, pictures ?? [], { identity, tried, nowMs: deps.now().getTime() }),
        arePhotosKnown: pictures !== undefined,
        done: doneWords[queryText((request.query as Record<string, unknown>)['done']) ?? ''],
        errors: tried === undefined ? [] : [{ href: `#reason-${tried.id}`, text: tried.error }],
      },
    })
  }

  app.get('/held-reports', (request, reply) => sendList(request, reply))

  app.post('/held-reports/:id/confirm', deciders, async (request: DecisionRequest, reply) => {
    await held.confirm(identityOf(request), request.params.id, fieldText(request.body, 'idempotencyKey'))
    return reply.redirect('/held-reports?done=confirm', 303)
  })

  app.post('/held-reports/:id/dismiss', deciders, async (request: DecisionRequest, reply) => {
    const [identity, { id }, reason] = [identityOf(request), request.params, fieldText(request.body, 'reason')]
    const fault = reasonFault(reason)
    if (fault !== undefined) return sendList(request, reply, { id, reason, error: fault })
    await held.dismiss(identity, id, reason, fieldText(request.body, 'idempotencyKey'))
    // Dismissed it is already; photos that cannot be removed now are seen by nobody but staff who know their address.
    await photos.remove(identity, id).catch((error: unknown) => request.log.error({ err: error }, 'photos of a dismissed report stay'))
    return reply.redirect('/held-reports?done=dismiss', 303)
  })
}
