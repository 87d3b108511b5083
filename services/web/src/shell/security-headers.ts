import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/**
 * Nothing is fetched or framed beyond our own origin, only scripts with this reply's nonce run, and forms lead nowhere else but
 * to the issuer: browsers hold a form's redirects to the same rule.
 */
const directives = (issuerOrigin: string) => ({
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  connectSrc: ["'self'"],
  fontSrc: ["'self'"],
  formAction: ["'self'", issuerOrigin],
  frameAncestors: ["'none'"],
  imgSrc: ["'self'", 'data:'],
  manifestSrc: ["'self'"],
  scriptSrc: ["'strict-dynamic'"],
  scriptSrcAttr: ["'none'"],
  styleSrc: ["'self'"],
})

/** What a service's server sets for its API; on pages it would stand in the way of what follows. */
const apiHeaders = ['content-security-policy', 'referrer-policy', 'strict-transport-security', 'x-frame-options', 'cache-control'] as const

/** Strict content security policy with nonces, and the other headers that close what browsers leave open. */
export const setSecurityHeaders = async (
  app: FastifyInstance,
  { isSecure, issuerOrigin }: { readonly isSecure: boolean; readonly issuerOrigin: string },
): Promise<void> => {
  app.addHook('onRequest', async (_request, reply) => {
    for (const name of apiHeaders) reply.removeHeader(name)
  })
  await app.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: { useDefaults: false, directives: directives(issuerOrigin) },
    crossOriginEmbedderPolicy: true,
    hsts: isSecure && { maxAge: 31_536_000, includeSubDomains: true },
    referrerPolicy: { policy: 'same-origin' },
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()')
  })
}
