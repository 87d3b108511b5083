import { GRANTED } from '@imaging/schemas'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Organisation } from '../config.ts'
import type { BuiltAssets } from '../build-assets.ts'
import { html } from '../html/safe-html.ts'
import { roleWords } from '../words/role-words.ts'
import { guardedForm, type FormGuardDeps } from './form-guard.ts'
import { navigation } from './navigation.ts'
import type { RenderView } from './views.ts'
import type { Visitor } from './visitor.ts'

/** What every page needs to be sent. */
export interface PageDeps extends FormGuardDeps {
  readonly render: RenderView
  readonly assets: BuiltAssets
  readonly exampleRun: boolean
  readonly organisation: Organisation | undefined
  readonly now: () => Date
}

/** One page: its template, its unique title and its view model. */
export interface PageContent {
  readonly template: string
  readonly title: string
  readonly view: object
  readonly status?: number
  /** The entity tag of what the page's forms change. */
  readonly version?: string
}

/** Who is signed in, as the head of every page says it. */
const personView = (visitor: Visitor) =>
  visitor.state === 'signed-in'
    ? {
        name: visitor.session.identity.name,
        roleWords: roleWords(visitor.session.identity.role),
        organisationName: visitor.session.membership.organisation.name,
      }
    : undefined

/** Leaves by a press, not by a link: a link could be followed by what only looks at pages. */
const signOut = html`<form class="nhsuk-header__account-form" method="post" action="/sign-out">
  <button class="nhsuk-header__account-button">Sign out</button>
</form>`

/** Markup of a page within the shell. */
export const renderPage = (deps: PageDeps, request: FastifyRequest, cspNonce: string, page: PageContent): string => {
  const { visitor } = request
  const identity = visitor.state === 'signed-in' ? visitor.session.identity : undefined
  return deps.render(page.template, {
    ...page.view,
    pageTitle: page.title,
    shell: {
      assets: deps.assets,
      exampleRun: deps.exampleRun,
      organisation: deps.organisation,
      person: personView(visitor),
      signOut,
      may: identity === undefined ? {} : Object.fromEntries(GRANTED[identity.role].map((permission) => [permission, true])),
      navigation: navigation(identity, request.url),
      address: request.url,
    },
    form: guardedForm(deps, visitor, page.version),
    cspNonce,
  })
}

/** Sends a page; pages hold what is true now, so browsers may not keep them. */
export const sendPage = (deps: PageDeps, request: FastifyRequest, reply: FastifyReply, page: PageContent): FastifyReply =>
  reply
    .status(page.status ?? 200)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(renderPage(deps, request, reply.cspNonce.script, page))
