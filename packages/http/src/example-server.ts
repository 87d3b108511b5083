import { createLog, createMetrics } from '@imaging/observability'
import { createServer, type Server, type ServerOptions } from './create-server.ts'

/** A server as a test wants it: silent, ready, with what the test changes. */
export const exampleServer = (options: Partial<ServerOptions> = {}): Promise<Server> =>
  createServer({
    service: 'example',
    version: '1.2.3',
    log: createLog({ service: 'example', level: 'silent' }),
    metrics: createMetrics({ service: 'example' }),
    ready: [],
    openapi: { title: 'Example', description: 'A service made for tests.' },
    ...options,
  })
