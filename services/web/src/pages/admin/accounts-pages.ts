import { may, type MembershipChosen } from '@imaging/schemas'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { queryText } from '../../lists/filters.ts'
import { pageNumber } from '../../lists/pagination.ts'
import { emptyForm, remoteFaults, required, shownForm, type FieldFault } from '../../shell/form-faults.ts'
import { fieldText, type FormFields } from '../../shell/form-guard.ts'
import { PageError } from '../../shell/page-error.ts'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { identityOf, requirePermission } from '../../shell/visitor.ts'
import type { AccountAct, KnownAccount } from './access-desk.ts'
import { readGiven, readNewAccount, readTaken, WHY, type ReadForm } from './account-forms.ts'
import { accountsFilter, accountsView, accountView, roleOffers } from './accounts-view.ts'
import type { AdminPorts } from './admin-pages.ts'

type Fields = { Body: FormFields }
type ById = { Params: { readonly id: string }; Body: FormFields }

const FIELDS = ['name', 'issuer', 'subject', 'role', 'organisation', 'endsOn', 'membership', 'why']
const LABELS = { role: 'The role', organisation: 'The organisation', endsOn: 'The day it ends', startsOn: 'The day it starts', why: 'Why' }

const pressOf = (fields: FormFields) => ({ version: fieldText(fields, 'version'), idempotencyKey: fieldText(fields, 'idempotencyKey') })

/** What was done, said once on the page that follows. */
const doneWords: Readonly<Record<string, string>> = {
  created: 'They can sign in now.',
  give: 'The role has been given. It holds from their next press.',
  take: 'The role has been taken away. Sessions in it have ended.',
  disable: 'The account is switched off. All its sessions have ended.',
  enable: 'The account is switched on again.',
  'end-sessions': 'They have been signed out everywhere they act for you.',
}

const listPages = (app: FastifyInstance, deps: PageDeps, { accessDesk }: AdminPorts): void => {
  app.get('/admin/accounts', async (request, reply) => {
    const identity = identityOf(request)
    const query = request.query as Readonly<Record<string, unknown>>
    const mayManage = may(identity, 'accounts.manage')
    const [accounts, requests] = await Promise.all([
      accessDesk.accounts(identity),
      mayManage ? accessDesk.requests(identity).catch(() => undefined) : undefined,
    ])
    const view = accountsView(accounts, requests, accountsFilter(query), pageNumber(queryText(query['page'])), deps.now().getTime())
    return sendPage(deps, request, reply, {
      template: 'pages/admin/accounts.njk',
      title: 'Accounts',
      view: { accounts: view, areRequestsMissing: mayManage && requests === undefined },
    })
  })
}

const newPages = (app: FastifyInstance, deps: PageDeps, { accessDesk }: AdminPorts): void => {
  const managing = { preHandler: requirePermission('accounts.manage') }

  const sendNew = async (request: FastifyRequest, reply: FastifyReply, fields: FormFields, faults: readonly FieldFault[]) => {
    const identity = identityOf(request)
    return sendPage(deps, request, reply, {
      template: 'pages/admin/new-account.njk',
      title: faults.length > 0 ? 'Error: Let somebody in' : 'Let somebody in',
      status: faults.length > 0 ? 400 : 200,
      view: { ...roleOffers(identity, await accessDesk.organisations(identity)), shown: shownForm(fields, FIELDS, faults) },
    })
  }
  app.get('/admin/accounts/new', managing, async (request, reply) => sendNew(request, reply, request.query as FormFields, []))

  app.post<Fields>('/admin/accounts', managing, async (request, reply) => {
    const read = readNewAccount(request.body)
    if ('faults' in read) return sendNew(request, reply, request.body, read.faults)
    try {
      const { accountId } = await accessDesk.letIn(identityOf(request), read.asked, pressOf(request.body))
      return await reply.redirect(`/admin/accounts/${accountId}?done=created`, 303)
    } catch (error) {
      const faults = remoteFaults(error, LABELS)
      if (faults === undefined) throw error
      return sendNew(request, reply, request.body, faults)
    }
  })
}

const requestPages = (app: FastifyInstance, deps: PageDeps, { accessDesk }: AdminPorts): void => {
  const managing = { preHandler: requirePermission('accounts.manage') }

  const sendDismissal = async (request: FastifyRequest, reply: FastifyReply, id: string, faults: readonly FieldFault[] = []) => {
    const found = (await accessDesk.requests(identityOf(request))).find(({ requestId }) => requestId === id)
    if (found === undefined) throw new PageError(404)
    return sendPage(deps, request, reply, {
      template: 'pages/admin/dismiss-request.njk',
      title: `${faults.length > 0 ? 'Error: ' : ''}Dismiss a request`,
      status: faults.length > 0 ? 400 : 200,
      view: { asked: found, shown: shownForm((request.body ?? {}) as FormFields, FIELDS, faults) },
    })
  }
  app.get<ById>('/admin/requests/:id/dismiss', managing, (request, reply) => sendDismissal(request, reply, request.params.id))

  app.post<ById>('/admin/requests/:id/dismiss', managing, async (request, reply) => {
    const { id } = request.params
    const faults = required(request.body, WHY)
    if (faults.length > 0) return sendDismissal(request, reply, id, faults)
    await accessDesk.dismiss(identityOf(request), id, fieldText(request.body, 'why'), pressOf(request.body))
    return reply.redirect('/admin/accounts', 303)
  })
}

const acts: readonly AccountAct[] = ['disable', 'enable', 'end-sessions']

/** One account: its roles, and what its administrators do to it. Every form names why, which goes into the record. */
const accountPage = (app: FastifyInstance, deps: PageDeps, { accessDesk }: AdminPorts): void => {
  const managing = { preHandler: requirePermission('accounts.manage') }

  const send = async (
    request: FastifyRequest,
    reply: FastifyReply,
    known: KnownAccount,
    tried?: { act: string; faults: readonly FieldFault[] },
  ) => {
    const identity = identityOf(request)
    const done = queryText((request.query as Readonly<Record<string, unknown>>)['done'])
    return sendPage(deps, request, reply, {
      template: 'pages/admin/account.njk',
      title: `${tried === undefined ? '' : 'Error: '}${known.account.name}: account`,
      status: tried === undefined ? 200 : 400,
      version: known.version,
      view: {
        account: accountView(known.account, identity, await accessDesk.organisations(identity)),
        tried: tried?.act,
        shown: tried === undefined ? emptyForm : shownForm((request.body ?? {}) as FormFields, FIELDS, tried.faults),
        done: doneWords[done ?? ''],
      },
    })
  }

  app.get<ById>('/admin/accounts/:id', async (request, reply) =>
    send(request, reply, await accessDesk.account(identityOf(request), request.params.id)),
  )

  type Reader = (fields: FormFields, held: KnownAccount['account']['memberships']) => ReadForm<readonly MembershipChosen[]>
  const changeRoles = (act: 'give' | 'take', read: Reader): void => {
    app.post<ById>(`/admin/accounts/:id/${act}`, managing, async (request, reply) => {
      const identity = identityOf(request)
      const { id } = request.params
      const known = await accessDesk.account(identity, id)
      const asked = read(request.body, known.account.memberships)
      if ('faults' in asked) return send(request, reply, known, { act, faults: asked.faults })
      try {
        await accessDesk.setRoles(identity, id, asked.asked, fieldText(request.body, 'why'), pressOf(request.body))
        return await reply.redirect(`/admin/accounts/${id}?done=${act}`, 303)
      } catch (error) {
        const faults = remoteFaults(error, LABELS)
        if (faults === undefined) throw error
        return send(request, reply, known, { act, faults })
      }
    })
  }
  changeRoles('give', readGiven)
  changeRoles('take', readTaken)

  for (const act of acts) {
    app.post<ById>(`/admin/accounts/:id/${act}`, managing, async (request, reply) => {
      const identity = identityOf(request)
      const { id } = request.params
      const faults = required(request.body, WHY)
      if (faults.length > 0) return send(request, reply, await accessDesk.account(identity, id), { act, faults })
      await accessDesk.act(identity, id, act, fieldText(request.body, 'why'), pressOf(request.body))
      return reply.redirect(`/admin/accounts/${id}?done=${act}`, 303)
    })
  }
}

/** Accounts: who has which role, who waits to be let in, and what administrators do about it. */
export const accountsPages = (app: FastifyInstance, deps: PageDeps, ports: AdminPorts): void => {
  listPages(app, deps, ports)
  newPages(app, deps, ports)
  requestPages(app, deps, ports)
  accountPage(app, deps, ports)
}
