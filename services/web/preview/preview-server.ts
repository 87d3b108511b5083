import { createServer, type Server } from '@imaging/http'
import { RefusedAccessToken } from '../src/gateway/who-calls.ts'
import { createLog, createMetrics } from '@imaging/observability'
import { randomUUID } from 'node:crypto'
import { addSite, type AppDeps } from '../src/app.ts'
import type { ServiceAddresses } from '../src/config.ts'
import { buildAssets } from '../src/build-assets.ts'
import type { Ports } from '../src/pages/pages.ts'
import { openViews } from '../src/shell/views.ts'
import { freePorts } from '../../../infra/local/ready.ts'
import { fixtureNow } from './board-fixture.ts'
import { fixturePorts, type Scene } from './fixture-ports.ts'

const fixtureAssets = { style: '/assets/app.css', script: '/assets/enhance.js', icon: '/assets/icon.svg' }

/** The preview has no services behind it. */
const NOWHERE = Object.fromEntries(
  ['assets', 'telemetry', 'availability', 'maintenance', 'access', 'record'].map((name) => [name, 'http://127.0.0.1:1']),
) as unknown as ServiceAddresses

/** Compiled once: templates are the same for every app of a test file. */
const render = openViews()

/** The pages over ports of one's choice, not listening; with whatever else a test wants different. */
export const previewApp = async (ports: Ports, different: Partial<AppDeps> = {}): Promise<Server> => {
  const app = await createServer({
    service: 'web',
    version: '0.1.0',
    log: createLog({ service: 'web', level: 'silent' }),
    metrics: createMetrics({ service: 'web' }),
    ready: [],
    openapi: { title: 'Pages', description: 'Pages over fixtures' },
  })
  await app.register(
    addSite({
      render,
      assets: fixtureAssets,
      exampleRun: true,
      organisation: undefined,
      publicOrigin: 'http://localhost:3000',
      secret: 'a secret of the preview, long enough',
      now: () => fixtureNow,
      newId: randomUUID,
      ports,
      issuerOrigin: 'http://localhost:3001',
      tokens: { clientOf: async () => Promise.reject(new RefusedAccessToken('fixtures give none')) },
      addresses: NOWHERE,
      sign: async () => 'a token of the preview',
      ...different,
    }),
  )
  return app
}

/** The pages over fixtures, served on a port of this machine: any free one unless one is named. */
export const startPreview = async (
  scene: Scene,
  port = 0,
  different: Partial<AppDeps> = {},
): Promise<{ readonly app: Server; readonly url: string }> => {
  const free = port === 0 ? ((await freePorts(1))[0] ?? 0) : port
  const url = `http://localhost:${free}`
  const app = await previewApp(fixturePorts(scene), { assets: await buildAssets(), publicOrigin: url, ...different })
  await app.listen({ port: free, host: '127.0.0.1' })
  return { app, url }
}
