import { createServer, type Server } from '@imaging/http'
import type { Log, Metrics } from '@imaging/observability'
import { addIssuerPages } from './issuer-pages.ts'
import { issuerProvider, type IssuerOptions } from './issuer-provider.ts'

/** The example issuer, not yet listening: the page to choose somebody, and the provider for everything else. */
export async function issuerServer(options: IssuerOptions & { readonly log: Log; readonly metrics: Metrics }): Promise<Server> {
  const { log, metrics, webOrigin } = options
  const provider = issuerProvider(options)
  provider.on('server_error', (_ctx, error) => log.error({ err: error }, 'the provider failed'))
  const server = await createServer({
    service: 'issuer',
    version: '0.1.0',
    log,
    metrics,
    ready: [],
    openapi: { title: 'Example issuer', description: 'OpenID Connect for the local run' },
  })
  await server.register(async (pages) => addIssuerPages(pages, { provider, webOrigin }))
  const answer = provider.callback()
  await server.register(async (rest) => {
    // Bodies are the provider's to read.
    rest.removeAllContentTypeParsers()
    rest.addContentTypeParser('*', (_request, _payload, done) => done(null))
    rest.all('/*', (request, reply) => {
      reply.hijack()
      void answer(request.raw, reply.raw)
    })
  })
  return server
}
