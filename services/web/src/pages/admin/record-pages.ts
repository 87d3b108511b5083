import { Act } from '@imaging/schemas'
import type { FastifyInstance } from 'fastify'
import { Value } from 'typebox/value'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { identityOf } from '../../shell/visitor.ts'
import type { AdminPorts } from './admin-pages.ts'
import { recordView } from './record-view.ts'

/** Cursors are made by us; anything longer is not one. */
const CURSOR_LENGTH_MAX = 512

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** The record of one's own organisation, the newest first. */
export const recordPages = (app: FastifyInstance, deps: PageDeps, { record }: AdminPorts): void => {
  app.get('/admin/record', async (request, reply) => {
    const query = request.query as Readonly<Record<string, unknown>>
    const asked = textOf(query['act'])
    const isAct = Value.Check(Act, asked)
    const act = isAct ? asked : undefined
    const cursor = textOf(query['cursor']).slice(0, CURSOR_LENGTH_MAX) || undefined
    const view = recordView(await record.entries(identityOf(request), { act, cursor }), act, cursor)
    const isWrong = asked !== '' && !isAct
    return sendPage(deps, request, reply, {
      template: 'pages/admin/record.njk',
      title: isWrong ? 'Error: The record' : 'The record',
      status: isWrong ? 400 : 200,
      view: {
        record: { ...view, act: asked },
        errors: isWrong ? [{ href: '#act', text: 'Enter an act as it is written here, like work-order.released' }] : [],
      },
    })
  })
}
