import type { ActingIdentity } from '@imaging/schemas'
import { problem } from '@imaging/http'
import type { FastifyRequest } from 'fastify'
import { comesFromUs, isUnsafe } from '../shell/form-guard.ts'
import type { Sessions } from '../shell/sessions.ts'
import { readerOf } from '../shell/visitor.ts'

/** A client of the issuer, as an access token names it. */
export interface TokenClient {
  readonly issuer: string
  readonly clientId: string
}

/** Checks access tokens of the issuer. */
export interface AccessTokens {
  /** @throws RefusedAccessToken unless the issuer signed it for our API and it is still good */
  clientOf(token: string): Promise<TokenClient>
}

/** A token that is not believed. Why is for the log alone: every refusal looks the same from outside. */
export class RefusedAccessToken extends Error {
  override readonly name = 'RefusedAccessToken'
}

/** Systems that may call, looked up at every call. */
export interface Machines {
  machine(issuer: string, clientId: string): Promise<ActingIdentity | undefined>
}

export interface WhoCallsDeps {
  readonly access: Sessions & Machines
  readonly tokens: AccessTokens
  readonly publicOrigin: string
}

const notKnown = () =>
  problem(401, 'Who asks is not known', { detail: 'Sign in and try again.', headers: { 'www-authenticate': 'Bearer' } })

/** The token in an authorization header; nothing for any other scheme. */
const bearerIn = (header: string): string => /^bearer ([\w\-.~+/]+=*)$/i.exec(header)?.[1] ?? ''

const machineOf = async (header: string, { access, tokens }: WhoCallsDeps, { log }: FastifyRequest): Promise<ActingIdentity> => {
  try {
    const { issuer, clientId } = await tokens.clientOf(bearerIn(header))
    const machine = await access.machine(issuer, clientId)
    if (machine !== undefined) return machine
    throw new RefusedAccessToken(`no system is known as ${clientId} of ${issuer}`)
  } catch (error) {
    if (!(error instanceof RefusedAccessToken)) throw error
    log.warn({ reason: error.message }, 'refused: an access token')
    throw notKnown()
  }
}

/** The person whose session a request carries, where it comes from our own pages or changes nothing. */
const personOf = ({ publicOrigin }: WhoCallsDeps, request: FastifyRequest): ActingIdentity => {
  const { visitor } = request
  if (visitor.state === 'not-known') throw problem(503, 'Who asks cannot be looked up', { detail: 'Try again shortly.' })
  if (visitor.state !== 'signed-in') throw notKnown()
  if (isUnsafe(request) && !comesFromUs(request, publicOrigin)) {
    request.log.warn({ site: request.headers['sec-fetch-site'] }, 'refused: sent from another website')
    throw problem(403, 'This was sent from another website', { detail: 'Send it from a page of this service, or with an access token.' })
  }
  return visitor.session.identity
}

/**
 * Who calls the API: a system by its access token, else a person by their session. A token that is not believed is never made
 * up for by a cookie beside it.
 *
 * @throws {ProblemError} 401 for nobody, 403 for a change sent by another website, 503 when it cannot be looked up.
 */
export const whoCalls = async (deps: WhoCallsDeps, request: FastifyRequest): Promise<ActingIdentity> => {
  const { authorization } = request.headers
  return authorization === undefined ? personOf(deps, request) : machineOf(authorization, deps, request)
}

/** Who reads what goes on and on, now. Nothing, or a failure, when they may no longer. */
export const whoReads = async (deps: WhoCallsDeps, request: FastifyRequest): Promise<ActingIdentity | undefined> => {
  const { authorization } = request.headers
  return authorization === undefined ? readerOf(deps.access, request) : machineOf(authorization, deps, request)
}
