import { may, type NewGrant } from '@imaging/schemas'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { queryText } from '../../lists/filters.ts'
import { remoteFaults, required, shownForm, type FieldFault } from '../../shell/form-faults.ts'
import { fieldText, type FormFields } from '../../shell/form-guard.ts'
import { PageError } from '../../shell/page-error.ts'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { identityOf, requirePermission } from '../../shell/visitor.ts'
import { sharedShares, sharedWords } from '../../words/shared-words.ts'
import { dayFaults, WHY } from './account-forms.ts'
import type { AdminPorts } from './admin-pages.ts'
import { grantOffers, grantState, grantsView } from './grants-view.ts'

type ById = { Params: { readonly id: string }; Body: FormFields }

const FIELDS = ['to', 'share', 'endsOn', 'why']
const LABELS = { to: 'The organisation', share: 'What is shared', startsOn: 'The day it starts', endsOn: 'The day it ends', why: 'Why' }

const pressOf = (fields: FormFields) => ({ version: '', idempotencyKey: fieldText(fields, 'idempotencyKey') })

const doneWords: Readonly<Record<string, string>> = {
  given: 'It is shared now.',
  revoked: 'It is shared no longer. That holds from the next press of everybody there.',
}

/** What a form asks to share, or what is wrong with it. */
const readGrant = (fields: FormFields): { readonly asked: NewGrant } | { readonly faults: readonly FieldFault[] } => {
  const share = sharedShares.find((each) => each === fieldText(fields, 'share'))
  const faults = [
    ...required(fields, { to: 'Select who to share with' }),
    ...(share === undefined ? [{ field: 'share', text: 'Select what to share' }] : []),
    ...dayFaults(fields, 'endsOn', 'the day sharing ends'),
    ...required(fields, WHY),
  ]
  if (share === undefined || faults.length > 0) return { faults }
  const endsOn = fieldText(fields, 'endsOn')
  return { asked: { to: fieldText(fields, 'to'), share, why: fieldText(fields, 'why'), ...(endsOn !== '' && { endsOn }) } }
}

/** Sharing with others: the list, a new grant, and stopping one at once. */
export const grantsPages = (app: FastifyInstance, deps: PageDeps, { accessDesk }: AdminPorts): void => {
  const managing = { preHandler: requirePermission('grants.manage') }

  app.get('/admin/grants', async (request, reply) => {
    const identity = identityOf(request)
    const grants = await accessDesk.grants(identity)
    const done = queryText((request.query as Readonly<Record<string, unknown>>)['done'])
    return sendPage(deps, request, reply, {
      template: 'pages/admin/grants.njk',
      title: 'Sharing',
      view: { grants: grantsView(grants, identity, may(identity, 'grants.manage'), deps.now().getTime()), done: doneWords[done ?? ''] },
    })
  })

  const sendNew = async (request: FastifyRequest, reply: FastifyReply, fields: FormFields, faults: readonly FieldFault[]) => {
    const identity = identityOf(request)
    return sendPage(deps, request, reply, {
      template: 'pages/admin/new-grant.njk',
      title: `${faults.length > 0 ? 'Error: ' : ''}Share with another organisation`,
      status: faults.length > 0 ? 400 : 200,
      view: { ...grantOffers(identity, await accessDesk.organisations(identity)), shown: shownForm(fields, FIELDS, faults) },
    })
  }
  app.get('/admin/grants/new', managing, async (request, reply) => sendNew(request, reply, {}, []))

  app.post<{ Body: FormFields }>('/admin/grants', managing, async (request, reply) => {
    const read = readGrant(request.body)
    if ('faults' in read) return sendNew(request, reply, request.body, read.faults)
    try {
      await accessDesk.grant(identityOf(request), read.asked, pressOf(request.body))
      return await reply.redirect('/admin/grants?done=given', 303)
    } catch (error) {
      const faults = remoteFaults(error, LABELS)
      if (faults === undefined) throw error
      return sendNew(request, reply, request.body, faults)
    }
  })

  const sendRevoke = async (request: FastifyRequest, reply: FastifyReply, id: string, faults: readonly FieldFault[] = []) => {
    const identity = identityOf(request)
    const grant = (await accessDesk.grants(identity)).find(({ grantId }) => grantId === id)
    if (grant === undefined || grant.from.code !== identity.organisation) throw new PageError(404)
    return sendPage(deps, request, reply, {
      template: 'pages/admin/revoke-grant.njk',
      title: `${faults.length > 0 ? 'Error: ' : ''}Stop sharing`,
      status: faults.length > 0 ? 400 : 200,
      view: {
        grant: {
          id,
          what: sharedWords[grant.share].what,
          to: grant.to.name,
          isOver: !['holds', 'later'].includes(grantState(grant, deps.now().getTime())),
        },
        shown: shownForm((request.body ?? {}) as FormFields, FIELDS, faults),
      },
    })
  }
  app.get<ById>('/admin/grants/:id/revoke', managing, (request, reply) => sendRevoke(request, reply, request.params.id))

  app.post<ById>('/admin/grants/:id/revoke', managing, async (request, reply) => {
    const { id } = request.params
    const faults = required(request.body, WHY)
    if (faults.length > 0) return sendRevoke(request, reply, id, faults)
    await accessDesk.revoke(identityOf(request), id, fieldText(request.body, 'why'), pressOf(request.body))
    return reply.redirect('/admin/grants?done=revoked', 303)
  })
}
