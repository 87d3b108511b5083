import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Organisation } from '../config.ts'
import type { BuiltAssets } from '../build-assets.ts'
import { guardedForm, type FormGuardDeps } from './form-guard.ts'
import { navigation } from './navigation.ts'
import type { RenderView } from './views.ts'

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

/** Markup of a page within the shell. */
export const renderPage = (deps: PageDeps, request: FastifyRequest, cspNonce: string, page: PageContent): string =>
  deps.render(page.template, {
    ...page.view,
    pageTitle: page.title,
    shell: {
      assets: deps.assets,
      exampleRun: deps.exampleRun,
      organisation: deps.organisation,
      persona: request.visitor.persona,
      navigation: navigation(request.visitor.persona, request.url),
      address: request.url,
    },
    form: guardedForm(deps, request.visitor.id, page.version),
    cspNonce,
  })

/** Sends a page; pages hold what is true now, so browsers may not keep them. */
export const sendPage = (deps: PageDeps, request: FastifyRequest, reply: FastifyReply, page: PageContent): FastifyReply =>
  reply
    .status(page.status ?? 200)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(renderPage(deps, request, reply.cspNonce.script, page))
