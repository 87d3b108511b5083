import { SessionToken, type ActingIdentity, type Permission, type Session, may } from '@imaging/schemas'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Value } from 'typebox/value'
import { address } from '../lists/address.ts'
import { clearCookie, cookieOf } from './cookies.ts'
import { PageError } from './page-error.ts'
import type { Sessions } from './sessions.ts'

/** Who sends a request: somebody with a session, nobody, somebody whose session has ended, or nobody can say now. */
export type Visitor =
  | { readonly state: 'signed-in'; readonly session: Session; readonly token: string }
  | { readonly state: 'nobody' | 'ended' | 'not-known' }

declare module 'fastify' {
  interface FastifyRequest {
    visitor: Visitor
    /** Who asks, once that is known: by session, or at the gateway by a token. */
    caller: ActingIdentity | undefined
  }
}

const NOBODY: Visitor = { state: 'nobody' }

/** Looks up whose session a request carries, at every request: an ended one must not be good for one more. */
export const visitorOf = async (sessions: Sessions, request: FastifyRequest): Promise<Visitor> => {
  const token = cookieOf(request.headers.cookie, '__Host-imaging-session')
  if (token === undefined || token === '') return NOBODY
  if (!Value.Check(SessionToken, token)) return { state: 'ended' }
  try {
    const session = await sessions.look(token)
    return session === undefined ? { state: 'ended' } : { state: 'signed-in', session, token }
  } catch (error) {
    request.log.error({ err: error }, 'sessions cannot be looked up')
    return { state: 'not-known' }
  }
}

/** Recognises the visitor of every request, and takes the cookie of an ended session away. */
export const recogniseVisitors = (app: FastifyInstance, sessions: Sessions): void => {
  app.decorateRequest('visitor')
  app.decorateRequest('caller')
  app.addHook('onRequest', async (request, reply) => {
    request.visitor = request.url.startsWith('/assets/') ? NOBODY : await visitorOf(sessions, request)
    if (request.visitor.state === 'signed-in') request.caller = request.visitor.session.identity
    if (request.visitor.state === 'ended') reply.header('set-cookie', clearCookie('__Host-imaging-session'))
  })
}

/** Whose session a request carries now, however long ago it came; for what goes on while it is read. */
export const readerOf = async (sessions: Sessions, request: FastifyRequest): Promise<ActingIdentity | undefined> => {
  const visitor = await visitorOf(sessions, request)
  return visitor.state === 'signed-in' ? visitor.session.identity : undefined
}

/** The session of a request that has passed `requireSession`. */
export const sessionOf = ({ visitor }: FastifyRequest): Session => {
  if (visitor.state !== 'signed-in') throw new PageError(401)
  return visitor.session
}

/** Who asks, of a request that has passed `requireSession`. */
export const identityOf = (request: FastifyRequest): ActingIdentity => sessionOf(request).identity

/** Sends whoever is not signed in to sign in, and back here afterwards. */
export const requireSession = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
  const { state } = request.visitor
  if (state === 'signed-in') return undefined
  if (state === 'not-known') throw new PageError(503)
  if (request.method !== 'GET') throw new PageError(401)
  return reply.redirect(address('/sign-in', { next: request.url, why: state === 'ended' ? 'ended' : undefined }), 303)
}

/** Lets only those pass who have one of some permissions. */
export const requirePermission =
  (...anyOf: readonly Permission[]) =>
  async (request: FastifyRequest): Promise<void> => {
    const identity = identityOf(request)
    if (anyOf.some((permission) => may(identity, permission))) return
    request.log.warn({ anyOf, role: identity.role, organisation: identity.organisation }, 'refused: not allowed')
    throw new PageError(403)
  }
