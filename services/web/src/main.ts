import { createServer, listen } from '@imaging/http'
import { createLog, createMetrics, startTracing } from '@imaging/observability'
import { signerFrom } from '@imaging/service'
import { randomUUID } from 'node:crypto'
import { accessTokens } from './adapters/access-tokens.ts'
import { httpPorts } from './adapters/http-ports.ts'
import { discovered, oidcIssuer } from './adapters/oidc-issuer.ts'
import { addSite } from './app.ts'
import { buildAssets } from './build-assets.ts'
import { webConfig } from './config.ts'
import { openViews } from './shell/views.ts'

const SERVICE = 'web'

// The pages hold nothing of their own: no database, no event log, only the other services' APIs.
const config = webConfig(process.env)
startTracing({ service: SERVICE })
const log = createLog({ service: SERVICE, level: config.logLevel })
const metrics = createMetrics({ service: SERVICE })
const now = (): Date => new Date()
const [assets, render, sign] = [await buildAssets(), openViews(), await signerFrom(config.privateKeyFile)]
const discover = discovered(config.oidc)

const server = await createServer({
  service: SERVICE,
  version: '0.1.0',
  log,
  metrics,
  ready: [],
  openapi: { title: 'Pages', description: 'Pages for people, and the gateway to the services’ APIs: see /api/v1' },
})
await server.register(
  addSite({
    render,
    assets,
    ports: { ...httpPorts({ addresses: config.services, sign, log }), issuer: oidcIssuer(discover, config) },
    tokens: accessTokens({ discover, audience: config.oidc.audience, now }),
    addresses: config.services,
    sign,
    issuerOrigin: new URL(config.oidc.issuer).origin,
    exampleRun: config.exampleRun,
    organisation: config.organisation,
    publicOrigin: config.publicOrigin,
    secret: config.secret,
    now,
    newId: randomUUID,
  }),
)
await listen(server, { port: config.port, host: config.host })
