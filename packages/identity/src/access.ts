import { problem, type Server } from '@imaging/http'
import type { Seeing } from '@imaging/postgres'
import { may, type ActingIdentity, type Actor, type Identity, type Permission } from '@imaging/schemas'
import type { FastifyRequest } from 'fastify'
import { RefusedToken, type IdentityVerifier } from './identity-verifier.ts'

/**
 * What a route asks of its caller: a permission, one of several, being one of some services, or nothing at all.
 *
 * `anyone` is for what says nothing of anybody: health, the document of the API.
 */
export type Access = Permission | { readonly anyOf: readonly Permission[] } | { readonly services: readonly string[] } | 'anyone'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call it. A route that does not say is not added. */
    readonly access?: Access
  }
  interface FastifyRequest {
    /** Who asks, as the caller signed it; `null` only where anyone may ask. */
    identity: Identity | null
  }
}

/** The same for every token that is not believed, whatever is wrong with it. */
const NOT_KNOWN = { detail: 'Sign in and try again.', headers: { 'www-authenticate': 'Bearer' } }

/**
 * Lets in only who may call a route: checks the signed identity of every request before anything else of it is looked at.
 *
 * To be called before the routes are added.
 * @throws {RangeError} From the adding of a route that does not say who may call it.
 */
export function addAccess(server: Server, verify: IdentityVerifier): void {
  server.decorateRequest('identity', null)
  server.addHook('onRoute', ({ url, method, config }) => {
    if (config?.access === undefined) throw new RangeError(`${String(method)} ${url} does not say who may call it: give it config.access`)
  })
  server.addHook('onRequest', async (request) => {
    const { access } = request.routeOptions.config
    // Without a route there is nothing to protect: it is answered that there is none.
    if (access === 'anyone' || request.is404) return
    request.identity = await identityOf(request, verify)
    if (access !== undefined && isAllowed(request.identity, access)) return
    request.log.warn({ access, who: nameOf(request.identity) }, 'refused: not allowed')
    throw problem(403, 'This is not yours to do', { detail: 'Your role does not include it. Ask your administrator.' })
  })
}

async function identityOf(request: FastifyRequest, verify: IdentityVerifier): Promise<Identity> {
  const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ')
  try {
    if (scheme.toLowerCase() !== 'bearer' || token === '') throw new RefusedToken('none was sent')
    return await verify(token)
  } catch (error) {
    if (!(error instanceof RefusedToken)) throw error
    request.log.warn({ reason: error.message }, 'refused: who asks is not known')
    throw problem(401, 'Who asks is not known', NOT_KNOWN)
  }
}

function isAllowed(identity: Identity, access: Exclude<Access, 'anyone'>): boolean {
  if (typeof access === 'string') return may(identity, access)
  if ('anyOf' in access) return access.anyOf.some((permission) => may(identity, permission))
  return identity.kind === 'service' && access.services.includes(identity.name)
}

const nameOf = (identity: Identity): string =>
  identity.kind === 'service' ? identity.name : `${identity.id}, ${identity.role}@${identity.organisation}`

/**
 * The person or machine who asks, on a route that asks for a permission.
 *
 * @throws {ProblemError} 401 when it is one of our own services.
 */
export function acting({ identity }: Pick<FastifyRequest, 'identity'>): ActingIdentity {
  if (identity !== null && identity.kind !== 'service') return identity
  throw problem(401, 'Who asks is not known', NOT_KNOWN)
}

/** Who acted, as facts name them. */
export const actorOf = ({ name, role, organisation }: ActingIdentity): Actor => ({ name, role, organisation })

/** Whose command it is: the same `Idempotency-Key` of another caller, or of the same for another organisation, is another key. */
export const callerOf = ({ identity }: Pick<FastifyRequest, 'identity'>): string => (identity === null ? 'anyone' : nameOf(identity))

/** For whom the database is asked. */
export const seeingOf = ({ organisation, sees }: ActingIdentity): Seeing => ({ organisation, sees })
