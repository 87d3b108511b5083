import type { FastifyInstance } from 'fastify'
import { queryText } from '../../lists/filters.ts'
import { PageError } from '../../shell/page-error.ts'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { identityOf } from '../../shell/visitor.ts'
import type { RegisterReader } from '../scanners/register-reader.ts'
import { oneLabelView, siteLabelsView } from './label-view.ts'

export interface LabelPorts {
  readonly register: RegisterReader
}

const template = 'pages/label/labels.njk'

/** Labels to print: of one scanner, or of all at a site. */
export const labelPages = (app: FastifyInstance, deps: PageDeps, { register }: LabelPorts): void => {
  app.get<{ Params: { id: string } }>('/scanners/:id/label', async (request, reply) => {
    const sheet = oneLabelView(await register.asset(identityOf(request), request.params.id), deps.publicOrigin)
    return sendPage(deps, request, reply, { template, title: sheet.heading, view: { sheet } })
  })

  app.get<{ Querystring: Record<string, unknown> }>('/labels', async (request, reply) => {
    const siteCode = queryText(request.query['site'])
    if (siteCode === undefined) throw new PageError(404)
    const sheet = siteLabelsView(await register.assets(identityOf(request)), siteCode, deps.publicOrigin)
    return sendPage(deps, request, reply, { template, title: sheet.heading, view: { sheet } })
  })
}
