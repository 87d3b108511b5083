import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { cookieName, cookieOf, setCookie } from './cookies.ts'
import { personaOf, type Persona } from './persona.ts'
import { openValue, signValue } from './signed-value.ts'

/** Who sends a request: always a visitor with an id of their own, a persona once one is chosen. */
export interface Visitor {
  readonly id: string
  /** Whether the id came back from an earlier reply of ours. */
  readonly isKnown: boolean
  readonly persona: Persona | undefined
}

declare module 'fastify' {
  interface FastifyRequest {
    visitor: Visitor
  }
}

export interface VisitorDeps {
  readonly secret: string
  readonly isSecure: boolean
  readonly exampleRun: boolean
  readonly newId: () => string
}

const opened = (deps: VisitorDeps, request: FastifyRequest, purpose: string): string | undefined => {
  const cookie = cookieOf(request.headers.cookie, cookieName(deps.isSecure, purpose))
  return cookie === undefined ? undefined : openValue(deps.secret, purpose, cookie)
}

/** Recognises the visitor of every request, and gives a new one an id that their forms are bound to. */
export const recogniseVisitors = (app: FastifyInstance, deps: VisitorDeps): void => {
  app.decorateRequest('visitor')
  app.addHook('onRequest', async (request, reply) => {
    const known = opened(deps, request, 'visitor')
    const id = known ?? deps.newId()
    const key = deps.exampleRun ? opened(deps, request, 'persona') : undefined
    request.visitor = { id, isKnown: known !== undefined, persona: key === undefined ? undefined : personaOf(key) }
    if (known === undefined) reply.header('set-cookie', setCookie(deps.isSecure, 'visitor', signValue(deps.secret, 'visitor', id)))
  })
}

/** Remembers the persona someone chose, or forgets it when the key is undefined. */
export const rememberPersona = (reply: FastifyReply, deps: VisitorDeps, key: string | undefined): void => {
  reply.header(
    'set-cookie',
    key === undefined
      ? setCookie(deps.isSecure, 'persona', '', 0)
      : setCookie(deps.isSecure, 'persona', signValue(deps.secret, 'persona', key)),
  )
}
