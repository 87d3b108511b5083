import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import fastifyStatic from '@fastify/static'
import type { IdentitySigner } from '@imaging/identity'
import type { FastifyInstance } from 'fastify'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publicFolder } from './build-assets.ts'
import type { ServiceAddresses } from './config.ts'
import { gateway } from './gateway/gateway.ts'
import type { AccessTokens } from './gateway/who-calls.ts'
import { pages, type Ports } from './pages/pages.ts'
import { compressReplies } from './shell/compress-replies.ts'
import { showFailures } from './shell/failures.ts'
import { guardForms } from './shell/form-guard.ts'
import { PageError } from './shell/page-error.ts'
import type { PageDeps } from './shell/page.ts'
import { limitRequests, RATE_LIMITS, type RateLimits } from './shell/rate-limits.ts'
import { setSecurityHeaders } from './shell/security-headers.ts'
import { recogniseVisitors } from './shell/visitor.ts'

export interface AppDeps extends PageDeps {
  readonly ports: Ports
  /** The issuer's origin, the only one but ours that a form may lead to. */
  readonly issuerOrigin: string
  readonly tokens: AccessTokens
  readonly addresses: ServiceAddresses
  readonly sign: IdentitySigner
  readonly limits?: RateLimits
  readonly recheckMs?: number
}

/** The largest register file a trust sent was 1.5 MB. */
const UPLOAD_BYTES_MAX = 10 * 1_048_576

/** The longest text a form takes is 2,000 characters. */
const FORM_BYTES_MAX = 64 * 1_024

/** Files whose names carry their digest never change. */
const YEAR_MS = 365 * 86_400_000

const nhsImages = join(dirname(fileURLToPath(import.meta.resolve('nhsuk-frontend/package.json'))), 'dist/nhsuk/assets/images')

const serveStatic = async (app: FastifyInstance): Promise<void> => {
  await app.register(fastifyStatic, { root: publicFolder, prefix: '/assets/', preCompressed: true, immutable: true, maxAge: YEAR_MS })
  await app.register(fastifyStatic, { root: nhsImages, prefix: '/assets/nhs/images/', decorateReply: false, maxAge: 86_400_000 })
}

/** The pages for people: every failure is a page too, and every form is one of ours. */
const site =
  (deps: AppDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    showFailures(app, deps)
    await setSecurityHeaders(app, { isSecure: deps.publicOrigin.startsWith('https:'), issuerOrigin: deps.issuerOrigin })
    await app.register(formbody, { bodyLimit: FORM_BYTES_MAX })
    await app.register(multipart, { limits: { fileSize: UPLOAD_BYTES_MAX, files: 1, fields: 20, fieldSize: FORM_BYTES_MAX } })
    guardForms(app, deps)
    compressReplies(app)
    await serveStatic(app)
    await app.register(pages(deps, deps.ports))
    app.all('/*', () => {
      throw new PageError(404)
    })
  }

/** Everything behind one origin: the pages, and the API of every service; the server itself (limits, health, closing) is the caller's. */
export const addSite =
  (deps: AppDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    await limitRequests(app, deps.limits ?? RATE_LIMITS)
    recogniseVisitors(app, deps.ports.access)
    await app.register(gateway({ ...deps, access: deps.ports.access }))
    await app.register(site(deps))
  }
