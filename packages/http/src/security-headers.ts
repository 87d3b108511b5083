import type { Server } from './create-server.ts'

/** For an API: nothing of it is a page, nothing of it may be framed, sniffed or kept by a cache. A route may set its own. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'cache-control': 'no-store',
}

export function addSecurityHeaders(server: Server): void {
  server.addHook('onRequest', async (_request, reply) => void reply.headers(HEADERS))
}
