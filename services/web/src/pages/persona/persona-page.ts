import type { FastifyInstance } from 'fastify'
import { fieldText, type FormFields } from '../../shell/form-guard.ts'
import { personaOf } from '../../shell/persona.ts'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { rememberPersona, type VisitorDeps } from '../../shell/visitor.ts'
import { personaView, safeNext } from './persona-view.ts'

/** Takes the place of signing in, in the local example run only; elsewhere the page does not exist. */
export const personaPage = (app: FastifyInstance, deps: PageDeps & VisitorDeps): void => {
  if (!deps.exampleRun) return
  app.get<{ Querystring: { next?: string } }>('/persona', async (request, reply) =>
    sendPage(deps, request, reply, {
      template: 'pages/persona/persona.njk',
      title: 'Who are you for now?',
      view: { persona: personaView(request.visitor.persona, request.query.next) },
    }),
  )
  app.post<{ Body: FormFields }>('/persona', async (request, reply) => {
    const key = fieldText(request.body, 'persona')
    const next = safeNext(fieldText(request.body, 'next'))
    if (personaOf(key) === undefined) {
      return sendPage(deps, request, reply, {
        template: 'pages/persona/persona.njk',
        title: 'Error: Who are you for now?',
        status: 400,
        view: { persona: personaView(undefined, next), error: 'Select who you are' },
      })
    }
    rememberPersona(reply, deps, key)
    return reply.redirect(next, 303)
  })
}
