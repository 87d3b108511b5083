import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publicFolder } from './build-assets.ts'
import { pages, type Ports } from './pages/pages.ts'
import { personaPage } from './pages/persona/persona-page.ts'
import { compressReplies } from './shell/compress-replies.ts'
import { showFailures } from './shell/failures.ts'
import { guardForms } from './shell/form-guard.ts'
import { PageError } from './shell/page-error.ts'
import type { PageDeps } from './shell/page.ts'
import { setSecurityHeaders } from './shell/security-headers.ts'
import { recogniseVisitors, type VisitorDeps } from './shell/visitor.ts'

export type AppDeps = PageDeps & Omit<VisitorDeps, 'isSecure'> & { readonly ports: Ports }

/** A person who clicks as fast as they can stays below; a script that floods does not. Per visitor and minute. */
const REQUESTS_PER_MINUTE_MAX = 600

/** The largest register file a trust sent was 1.5 MB. */
const UPLOAD_BYTES_MAX = 10 * 1_048_576

/** The longest text a form takes is 2,000 characters. */
const FORM_BYTES_MAX = 64 * 1_024

/** Files whose names carry their digest never change. */
const YEAR_MS = 365 * 86_400_000

const nhsImages = join(dirname(fileURLToPath(import.meta.resolve('nhsuk-frontend/package.json'))), 'dist/nhsuk/assets/images')

/** Counts by visitor, so that a hospital behind one address is not one visitor; unknown visitors count by address. */
const limitRequests = async (app: FastifyInstance): Promise<void> => {
  await app.register(rateLimit, {
    max: REQUESTS_PER_MINUTE_MAX,
    timeWindow: '1 minute',
    allowList: (request) => request.url.startsWith('/assets/'),
    keyGenerator: ({ visitor, ip }) => (visitor.isKnown ? visitor.id : ip),
  })
}

const serveStatic = async (app: FastifyInstance): Promise<void> => {
  await app.register(fastifyStatic, { root: publicFolder, prefix: '/assets/', preCompressed: true, immutable: true, maxAge: YEAR_MS })
  await app.register(fastifyStatic, { root: nhsImages, prefix: '/assets/nhs/images/', decorateReply: false, maxAge: 86_400_000 })
}

/** Registers every page with everything that protects it; the server itself (limits, health, closing) is the caller's. */
export const addPages =
  (deps: AppDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    const isSecure = deps.publicOrigin.startsWith('https:')
    showFailures(app, deps)
    recogniseVisitors(app, { ...deps, isSecure })
    await setSecurityHeaders(app, isSecure)
    await limitRequests(app)
    await app.register(formbody, { bodyLimit: FORM_BYTES_MAX })
    await app.register(multipart, { limits: { fileSize: UPLOAD_BYTES_MAX, files: 1, fields: 20, fieldSize: FORM_BYTES_MAX } })
    guardForms(app, deps)
    compressReplies(app)
    await serveStatic(app)
    personaPage(app, { ...deps, isSecure })
    await app.register(pages(deps, deps.ports))
    app.all('/*', () => {
      throw new PageError(404)
    })
  }
