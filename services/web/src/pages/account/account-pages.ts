import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fieldText, type FormFields } from '../../shell/form-guard.ts'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { PageError } from '../../shell/page-error.ts'
import type { Sessions } from '../../shell/sessions.ts'
import { sessionOf } from '../../shell/visitor.ts'
import { giveSession } from '../sign-in/sign-in-pages.ts'
import { accountView, roleChoices } from './account-view.ts'

export interface AccountPorts {
  readonly access: Sessions
}

/** Who I am here, and in which of my roles. */
export const accountPages = (app: FastifyInstance, deps: PageDeps, { access }: AccountPorts): void => {
  app.get('/account', async (request, reply) =>
    sendPage(deps, request, reply, {
      template: 'pages/account/account.njk',
      title: 'Your account',
      view: { account: accountView(sessionOf(request), deps.now().getTime()) },
    }),
  )

  const sendRoles = (request: FastifyRequest, reply: FastifyReply, error?: string): FastifyReply =>
    sendPage(deps, request, reply, {
      template: 'pages/account/role.njk',
      title: error === undefined ? 'Choose your role' : 'Error: Choose your role',
      status: error === undefined ? 200 : 400,
      view: { roles: roleChoices(sessionOf(request)), errors: error === undefined ? [] : [{ href: '#role-1', text: error }] },
    })

  app.get('/account/role', async (request, reply) => sendRoles(request, reply))

  // A role is chosen with a session of its own: the token of the role before is worth nothing from then on.
  app.post<{ Body: FormFields }>('/account/role', async (request, reply) => {
    const { visitor } = request
    if (visitor.state !== 'signed-in') throw new PageError(401)
    const membershipId = fieldText(request.body, 'role')
    if (!visitor.session.memberships.some((each) => each.membershipId === membershipId))
      return sendRoles(request, reply, 'Select the role you want to act in')
    const opened = await access.chooseRole(visitor.token, membershipId)
    if (opened === undefined) return sendRoles(request, reply, 'You do not have this role any more. Select another')
    return giveSession(reply, opened.token).redirect('/', 303)
  })
}
