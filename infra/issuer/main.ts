import { listen, readConfig } from '@imaging/http'
import { createLog, createMetrics, startTracing } from '@imaging/observability'
import { Type } from 'typebox'
import { issuerKey } from './issuer-keys.ts'
import { issuerServer } from './issuer-server.ts'

const SERVICE = 'issuer'

// Signs in whoever says they are somebody: it starts where people and data are invented, and nowhere else.
const config = readConfig(
  Type.Object({
    HOST: Type.String({ default: '127.0.0.1' }),
    PORT: Type.Integer({ minimum: 0, maximum: 65_535 }),
    OIDC_ISSUER: Type.String({ pattern: '^http://localhost:[0-9]+$', description: 'where browsers and services reach it' }),
    WEB_ORIGIN: Type.String({ pattern: '^http://localhost:[0-9]+$', description: 'where browsers reach the pages' }),
    ISSUER_SECRET: Type.String({ minLength: 32 }),
    ISSUER_DIR: Type.String({ minLength: 1, description: 'keeps its key' }),
    LOG_LEVEL: Type.Enum(['debug', 'info', 'warn', 'error'], { default: 'info' }),
    EXAMPLE_RUN: Type.Literal('1', { description: 'an issuer without passwords starts in the example run alone' }),
  }),
  process.env,
)
startTracing({ service: SERVICE })
const server = await issuerServer({
  origin: config.OIDC_ISSUER,
  webOrigin: config.WEB_ORIGIN,
  secret: config.ISSUER_SECRET,
  key: await issuerKey(config.ISSUER_DIR),
  log: createLog({ service: SERVICE, level: config.LOG_LEVEL }),
  metrics: createMetrics({ service: SERVICE }),
})
await listen(server, { port: config.PORT, host: config.HOST })
