import { OutageError, ProblemError } from '@imaging/http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errorView } from './error-view.ts'
import type { FormFields } from './form-guard.ts'
import { PageError, type PageErrorStatus } from './page-error.ts'
import { sendPage, type PageDeps } from './page.ts'

const shown: ReadonlySet<number> = new Set([400, 403, 404, 413, 429, 503])

/** What another service's refusal means to the person on the page. */
const remoteStatus: Readonly<Record<number, PageErrorStatus>> = {
  400: 400,
  401: 401,
  403: 403,
  404: 404,
  409: 409,
  412: 412,
  422: 422,
  429: 503,
  502: 503,
  503: 503,
  504: 503,
}

const statusOf = (error: unknown): PageErrorStatus => {
  if (error instanceof PageError) return error.status
  if (error instanceof OutageError) return 503
  if (error instanceof ProblemError && error.isRemote) return remoteStatus[error.status] ?? 500
  const status = error instanceof ProblemError ? error.status : (error as { readonly statusCode?: unknown }).statusCode
  return typeof status === 'number' && shown.has(status) ? (status as PageErrorStatus) : 500
}

/** Refusals of the services' rules are sentences for people. */
const spoken: ReadonlySet<number> = new Set([403, 409, 422])

/** Our own refusals and those of the services' rules speak to people; other messages do not. */
const messageOf = (error: unknown): string | undefined => {
  if (error instanceof PageError) return error.message === '' ? undefined : error.message
  if (error instanceof ProblemError && spoken.has(error.status)) return error.errors[0]?.message ?? error.detail ?? error.title
  return undefined
}

const keepsForm = (error: unknown): boolean => error instanceof PageError && error.keepsForm

const sendFailure = (deps: PageDeps, request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply => {
  const status = statusOf(error)
  if (status >= 500) request.log.error({ err: error }, 'page failed')
  const view = errorView({
    status,
    message: messageOf(error),
    keepsForm: keepsForm(error),
    method: request.method,
    url: request.url,
    fields: (request.body ?? {}) as FormFields,
  })
  return sendPage(deps, request, reply, { template: 'shell/error.njk', title: view.heading, status, view: { error: view } })
}

/** Shows every failure as a page of the service, keeping what a form said where that is safe. */
export const showFailures = (app: FastifyInstance, deps: PageDeps): void => {
  app.setErrorHandler((error, request, reply) => sendFailure(deps, request, reply, error))
}
