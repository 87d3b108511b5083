import type { FastifyInstance, FastifyRequest } from 'fastify'
import { formToken, isFormToken } from './signed-value.ts'
import { PageError } from './page-error.ts'

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

/** Guards a new form; `version` is the entity tag of what the form changes, empty where it creates something. */
export const guardedForm = (deps: FormGuardDeps, visitorId: string, version = ''): GuardedForm => ({
  token: formToken(deps.secret, visitorId),
  idempotencyKey: deps.newId(),
  version,
})

const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The browser's own word counts most; browsers that say nothing about the site still name the origin of a post. */
const comesFromOutside = (request: FastifyRequest, publicOrigin: string): boolean => {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const origin = request.headers.origin
  return origin !== undefined && origin !== publicOrigin
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
 * Refuses a form whose token was not made for its visitor.
 * @throws PageError 403 that keeps what was written, so that it can be sent again
 */
export const checkFormToken = (deps: FormGuardDeps, request: FastifyRequest, fields: FormFields): void => {
  if (isFormToken(deps.secret, request.visitor.id, fieldText(fields, 'formToken'))) return
  throw new PageError(403, 'This page was open for too long', { keepsForm: true })
}

/**
 * Refuses forms posted from other sites, by the browser's own word (Sec-Fetch-Site, Origin) and by the token in
 * the form. Uploads carry their fields in parts, so their page checks the token when it has read them.
 */
export const guardForms = (app: FastifyInstance, deps: FormGuardDeps): void => {
  app.addHook('preHandler', async (request) => {
    if (readingMethods.has(request.method)) return
    if (comesFromOutside(request, deps.publicOrigin)) throw new PageError(403, 'This form was sent from another website')
    if (carriesFields(request)) checkFormToken(deps, request, (request.body ?? {}) as FormFields)
  })
}
