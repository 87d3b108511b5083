import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { problem, type Server } from '@imaging/http'
import { buildAssets, publicFolder } from '@imaging/web/build-assets'
import nunjucks from 'nunjucks'
import type { Provider } from 'oidc-provider'
import { choiceView } from './choice-view.ts'
import { exampleAccount } from '@imaging/access/example-accounts'
import { CHOICE_PATH } from './issuer-provider.ts'

/** A chosen account fits in a line. */
const FORM_BYTES_MAX = 1_024

const nhsFolder = join(dirname(fileURLToPath(import.meta.resolve('nhsuk-frontend/package.json'))), 'dist')

export interface IssuerPages {
  readonly provider: Provider
  /** Where the browser is sent on to after a choice. */
  readonly webOrigin: string
}

/** The one page of the issuer, in the platform's own style, and its answer. */
export async function addIssuerPages(server: Server, { provider, webOrigin }: IssuerPages): Promise<void> {
  const { style } = await buildAssets()
  const css = readFileSync(join(publicFolder, basename(style)), 'utf8')
  const views = new nunjucks.Environment(new nunjucks.FileSystemLoader([import.meta.dirname, nhsFolder]), { autoescape: true })
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_BYTES_MAX },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  const known = async (
    request: { readonly raw: Parameters<Provider['interactionDetails']>[0] },
    reply: { readonly raw: Parameters<Provider['interactionDetails']>[1] },
  ) => {
    try {
      return await provider.interactionDetails(request.raw, reply.raw)
    } catch {
      throw problem(404, 'This sign-in is over', { detail: `Begin again at ${webOrigin}.` })
    }
  }

  server.get(style, (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=31536000, immutable').send(css),
  )

  server.get<{ Querystring: { organisation?: string } }>(`${CHOICE_PATH}/:uid`, async (request, reply) => {
    const { uid } = await known(request, reply)
    const { organisation } = request.query
    const cspNonce = randomBytes(16).toString('base64')
    const page = views.render('choose.njk', {
      style,
      cspNonce,
      action: `${CHOICE_PATH}/${uid}`,
      choice: choiceView(typeof organisation === 'string' ? organisation : undefined),
    })
    return reply
      .header(
        'content-security-policy',
        `default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src 'self'; img-src data:; script-src 'nonce-${cspNonce}'; form-action 'self' ${webOrigin}`,
      )
      .type('text/html; charset=utf-8')
      .send(page)
  })

  server.post<{ Body: { readonly account?: string } }>(`${CHOICE_PATH}/:uid`, async (request, reply) => {
    await known(request, reply)
    const account = exampleAccount(request.body.account ?? '')
    if (account === undefined) throw problem(422, 'Nobody has this account', { detail: 'Go back and choose somebody from the list.' })
    const next = await provider.interactionResult(request.raw, reply.raw, { login: { accountId: account.subject } })
    return reply.redirect(next, 303)
  })
}
