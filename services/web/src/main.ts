import { createServer, listen } from '@imaging/http'
import { createLog, createMetrics, startTracing } from '@imaging/observability'
import { randomUUID } from 'node:crypto'
import { httpPorts } from './adapters/http-ports.ts'
import { addPages } from './app.ts'
import { buildAssets } from './build-assets.ts'
import { webConfig } from './config.ts'
import { openViews } from './shell/views.ts'

const SERVICE = 'web'

// The pages hold nothing of their own: no database, no event log, only the other services' APIs.
const config = webConfig(process.env)
startTracing({ service: SERVICE })
const log = createLog({ service: SERVICE, level: config.logLevel })
const metrics = createMetrics({ service: SERVICE })
const [assets, render] = [await buildAssets(), openViews()]

const server = await createServer({
  service: SERVICE,
  version: '0.1.0',
  log,
  metrics,
  ready: [],
  openapi: { title: 'Pages', description: 'Pages for people; the APIs are the services’ own' },
})
await server.register(
  addPages({
    render,
    assets,
    ports: httpPorts(config.services, log),
    exampleRun: config.exampleRun,
    organisation: config.organisation,
    publicOrigin: config.publicOrigin,
    secret: config.secret,
    now: () => new Date(),
    newId: randomUUID,
  }),
)
await listen(server, { port: config.port, host: config.host })
