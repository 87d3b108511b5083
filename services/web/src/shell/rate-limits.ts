import rateLimit from '@fastify/rate-limit'
import { problem } from '@imaging/http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** How often one may ask in a minute. */
export interface RateLimits {
  /** A person who clicks as fast as they can stays below; a script that floods does not. */
  readonly person: number
  /** Everybody of one organisation together, systems included: one of them gone wild must leave room for the other trusts. */
  readonly organisation: number
  /** Those who are not signed in, by address: enough for a hospital behind one address to sign in at seven in the morning. */
  readonly stranger: number
  /** Everything from one address, before anything is looked up. */
  readonly address: number
}

export const RATE_LIMITS: RateLimits = { person: 600, organisation: 12_000, stranger: 600, address: 12_000 }

const WINDOW_MS = 60_000
/** Counters kept at once; beyond it the least used is forgotten. */
const COUNTERS_MAX = 20_000

type Limiter = ReturnType<FastifyInstance['createRateLimit']>

const enforce = async (limiter: Limiter, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
  const found = await limiter(request)
  if (found.isAllowed || !found.isExceeded) return
  request.log.warn({ key: found.key }, 'refused: too many requests')
  reply.header('retry-after', found.ttlInSeconds)
  throw problem(429, 'Too many requests', { detail: 'Wait as long as the retry-after header says, then try again.' })
}

/**
 * Counts every request by address as it comes, and by person and organisation once it is known who asks. To be added before what
 * looks people up: a flood of guesses must not reach that.
 */
export const limitRequests = async (app: FastifyInstance, limits: RateLimits): Promise<void> => {
  await app.register(rateLimit, { global: false, timeWindow: WINDOW_MS, cache: COUNTERS_MAX })
  const limiter = (max: number, keyGenerator: (request: FastifyRequest) => string): Limiter =>
    app.createRateLimit({ max, timeWindow: WINDOW_MS, keyGenerator })
  const byAddress = limiter(limits.address, ({ ip }) => `all ${ip}`)
  const byStranger = limiter(limits.stranger, ({ ip }) => `stranger ${ip}`)
  const byPerson = limiter(limits.person, ({ caller }) => `person ${caller?.id}`)
  const byOrganisation = limiter(limits.organisation, ({ caller }) => `organisation ${caller?.organisation}`)
  const isCounted = ({ url }: FastifyRequest): boolean => !url.startsWith('/assets/')
  app.addHook('onRequest', async (request, reply) => {
    if (isCounted(request)) await enforce(byAddress, request, reply)
  })
  app.addHook('preParsing', async (request, reply) => {
    if (!isCounted(request)) return
    if (request.caller === undefined) return enforce(byStranger, request, reply)
    await enforce(byPerson, request, reply)
    await enforce(byOrganisation, request, reply)
  })
}
