import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Role } from '@imaging/schemas'
import { PageError } from './page-error.ts'
import type { Persona } from './persona.ts'

/** The persona of a request that has passed `requirePersona`. */
export const personaOfRequest = (request: FastifyRequest): Persona => {
  const { persona } = request.visitor
  if (persona === undefined) throw new PageError(403, 'Sign in to see this page')
  return persona
}

/** Sends whoever has no persona to choose one, and back here afterwards; only the local example run has the picker. */
export const requirePersona =
  (exampleRun: boolean) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (request.visitor.persona !== undefined) return undefined
    if (!exampleRun || request.method !== 'GET') throw new PageError(403, 'Sign in to see this page')
    return reply.redirect(`/persona?next=${encodeURIComponent(request.url)}`, 303)
  }

/** Lets only some roles pass. */
export const requireRole =
  (...roles: readonly Role[]) =>
  async (request: FastifyRequest): Promise<void> => {
    if (!roles.includes(personaOfRequest(request).role)) throw new PageError(403)
  }
