import { createServer, type Server } from '@imaging/http'
import { createLog, createMetrics } from '@imaging/observability'
import { randomUUID } from 'node:crypto'
import { addPages, type AppDeps } from '../src/app.ts'
import { buildAssets } from '../src/build-assets.ts'
import type { Ports } from '../src/pages/pages.ts'
import { openViews } from '../src/shell/views.ts'
import { fixtureNow } from './board-fixture.ts'
import { fixturePorts, type Scene } from './fixture-ports.ts'

const fixtureAssets = { style: '/assets/app.css', script: '/assets/enhance.js', icon: '/assets/icon.svg' }

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
    addPages({
      render,
      assets: fixtureAssets,
      exampleRun: true,
      organisation: undefined,
      publicOrigin: 'http://localhost:3000',
      secret: 'a secret of the preview, long enough',
      now: () => fixtureNow,
      newId: randomUUID,
      ports,
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
  const app = await previewApp(fixturePorts(scene), { assets: await buildAssets(), ...different })
  return { app, url: await app.listen({ port, host: '127.0.0.1' }) }
}
