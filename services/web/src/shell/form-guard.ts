import type { FastifyInstance, FastifyRequest } from 'fastify'
import { formToken, isFormToken } from './form-token.ts'
import { PageError } from './page-error.ts'
import type { Visitor } from './visitor.ts'

export interface FormGuardDeps {
  readonly secret: string
  readonly publicOrigin: string
  readonly newId: () => string
}

/** The hidden fields of every form: whose it is, which press it is, and which version it was filled in against. */
export interface GuardedForm {
  readonly token: string
  readonly idempotencyKey: string
  readonly version: string
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A form that is sent before anybody is signed in: no session can vouch for it, the browser's own word must do. */
    readonly formOfNobody?: boolean
  }
}

/** Guards a new form; `version` is the entity tag of what the form changes, empty where it creates something. */
export const guardedForm = (deps: FormGuardDeps, visitor: Visitor, version = ''): GuardedForm => ({
  token: visitor.state === 'signed-in' ? formToken(deps.secret, visitor.session.sessionId) : '',
  idempotencyKey: deps.newId(),
  version,
})

const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Whether a request may change something, and so must come from our own pages. */
export const isUnsafe = ({ method }: FastifyRequest): boolean => !readingMethods.has(method)

/**
 * Whether a browser itself says that a request comes from our own pages. A request that says nothing does not: every browser
 * names the site of a request, or at least the origin of a form.
 */
export const comesFromUs = ({ headers }: FastifyRequest, publicOrigin: string): boolean => {
  const site = headers['sec-fetch-site']
  return site === undefined ? headers.origin === publicOrigin : site === 'same-origin' || site === 'none'
}

/** The fields of a posted form, with repeated fields as lists. */
export type FormFields = Readonly<Record<string, unknown>>

/** The text of a form field, trimmed; empty where it is absent or not text. */
export const fieldText = (fields: FormFields, name: string): string => {
  const value = fields[name]
  return typeof value === 'string' ? value.trim() : ''
}

const carriesFields = (request: FastifyRequest): boolean => !(request.headers['content-type'] ?? '').startsWith('multipart/')

/**
 * Refuses a form whose token was not made for its session.
 * @throws PageError 403 that keeps what was written, so that it can be sent again
 */
export const checkFormToken = (deps: FormGuardDeps, { visitor }: FastifyRequest, fields: FormFields): void => {
  if (visitor.state === 'signed-in' && isFormToken(deps.secret, visitor.session.sessionId, fieldText(fields, 'formToken'))) return
  throw new PageError(403, 'This page was open for too long', { keepsForm: true })
}

/**
 * Refuses forms posted from other sites, by the browser's own word (Sec-Fetch-Site, Origin) and by the token in
 * the form. Uploads carry their fields in parts, so their page checks the token when it has read them.
 */
export const guardForms = (app: FastifyInstance, deps: FormGuardDeps): void => {
  app.addHook('preHandler', async (request) => {
    if (!isUnsafe(request)) return
    if (!comesFromUs(request, deps.publicOrigin)) {
      request.log.warn({ site: request.headers['sec-fetch-site'], origin: request.headers.origin }, 'refused: sent from another website')
      throw new PageError(403, 'This form was sent from another website')
    }
    if (request.routeOptions.config.formOfNobody === true) return
    if (request.visitor.state === 'not-known') throw new PageError(503)
    if (request.visitor.state !== 'signed-in') throw new PageError(401)
    if (carriesFields(request)) checkFormToken(deps, request, (request.body ?? {}) as FormFields)
  })
}
