import { OutageError } from '@imaging/http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { queryText } from '../../lists/filters.ts'
import { clearCookie, cookieOf, setCookie } from '../../shell/cookies.ts'
import { fieldText, type FormFields } from '../../shell/form-guard.ts'
import { PageError } from '../../shell/page-error.ts'
import { sendPage, type PageDeps } from '../../shell/page.ts'
import { returnAddress } from '../../shell/return-address.ts'
import { openValue, sealValue, type Seal } from '../../shell/sealed-value.ts'
import type { Sessions } from '../../shell/sessions.ts'
import { RefusedSignIn, type Issuer, type SignInChecks } from './issuer.ts'

export interface SignInPorts {
  readonly access: Sessions
  readonly issuer: Issuer
}

/** Time to sign in at the issuer, with a second factor to be found. Seconds. */
const SIGN_IN_S = 900
/** As long as any session lasts. Seconds. */
const SIGN_OUT_HINT_S = 24 * 3_600

/** Why somebody is asked to sign in who did not ask for it. */
const reasons: Readonly<Record<string, string>> = {
  ended: 'Your session has ended. It was not used for a while, or an administrator ended it.',
}

const checksIn = (opened: Readonly<Record<string, unknown>> | undefined): (SignInChecks & { readonly next: string }) | undefined => {
  const { state, nonce, codeVerifier, next } = opened ?? {}
  return typeof state === 'string' && typeof nonce === 'string' && typeof codeVerifier === 'string' && typeof next === 'string'
    ? { state, nonce, codeVerifier, next }
    : undefined
}

/** Gives a browser its session: a new token each time, so that none that was known before is worth anything. */
export const giveSession = (reply: FastifyReply, token: string): FastifyReply =>
  reply.header('set-cookie', setCookie('__Host-imaging-session', token))

const begin = (app: FastifyInstance, deps: PageDeps, { issuer }: SignInPorts, seal: Seal): void => {
  app.get('/sign-in', async (request, reply) => {
    const query = request.query as Readonly<Record<string, unknown>>
    const next = returnAddress(query['next'], deps.publicOrigin)
    if (request.visitor.state === 'signed-in') return reply.redirect(next, 303)
    // Cookies belong to one origin: a browser at another address of ours would come back without them.
    if (request.host !== new URL(deps.publicOrigin).host) return reply.redirect(deps.publicOrigin + request.url, 303)
    const view = { next, why: reasons[queryText(query['why']) ?? ''] }
    return sendPage(deps, request, reply, { template: 'pages/sign-in/sign-in.njk', title: 'Sign in', view: { signIn: view } })
  })

  // By a press of a button of ours alone: no other site can sign somebody in, least of all as somebody else.
  app.post<{ Body: FormFields }>('/sign-in', { config: { formOfNobody: true } }, async (request, reply) => {
    const next = returnAddress(fieldText(request.body, 'next'), deps.publicOrigin)
    const { href, checks } = await issuer.begin()
    const sealed = await sealValue(seal, { ...checks, next }, SIGN_IN_S)
    return reply.header('set-cookie', setCookie('__Host-imaging-sign-in', sealed, SIGN_IN_S)).redirect(href, 303)
  })
}

const finish = (app: FastifyInstance, deps: PageDeps, { issuer, access }: SignInPorts, seal: Seal): void => {
  const failed = (request: FastifyRequest, reply: FastifyReply, why: string): FastifyReply => {
    request.log.warn({ why }, 'refused: a sign-in that is not believed')
    const view = { signIn: { next: '/', why: undefined } }
    return sendPage(deps, request, reply, { template: 'pages/sign-in/failed.njk', title: 'We could not sign you in', status: 400, view })
  }

  app.get('/sign-in/return', async (request, reply) => {
    const checks = checksIn(await openValue(seal, cookieOf(request.headers.cookie, '__Host-imaging-sign-in')))
    // Once, whatever comes of it: the same answer a second time finds nothing to be checked against.
    reply.header('set-cookie', clearCookie('__Host-imaging-sign-in'))
    if (checks === undefined) return failed(request, reply, 'it was not begun in this browser, or too long ago')
    try {
      const { idToken, issuer: by, subject, name } = await issuer.finish(deps.publicOrigin + request.url, checks)
      const replaces = request.visitor.state === 'signed-in' ? request.visitor.token : undefined
      const opened = await access.signIn({
        issuer: by,
        subject,
        ...(name !== undefined && { name }),
        ...(replaces !== undefined && { replaces }),
      })
      const hint = await sealValue({ ...seal, purpose: 'sign-out' }, { idToken }, SIGN_OUT_HINT_S)
      reply.header('set-cookie', setCookie('__Host-imaging-sign-out', hint))
      if (opened === undefined) {
        reply.header('set-cookie', clearCookie('__Host-imaging-session'))
        const title = 'You are signed in, but have no role here yet'
        return await sendPage(deps, request, reply, {
          template: 'pages/sign-in/no-role.njk',
          title,
          status: 403,
          view: { who: { subject, name } },
        })
      }
      return await giveSession(reply, opened.token).redirect(checks.next, 303)
    } catch (error) {
      if (error instanceof RefusedSignIn) return failed(request, reply, error.message)
      throw error
    }
  })
}

/** The hint with which the issuer knows who signs out. */
const hintOf = async (request: FastifyRequest, seal: Seal): Promise<string | undefined> => {
  const opened = await openValue({ ...seal, purpose: 'sign-out' }, cookieOf(request.headers.cookie, '__Host-imaging-sign-out'))
  return typeof opened?.['idToken'] === 'string' ? opened['idToken'] : undefined
}

const leave = (app: FastifyInstance, deps: PageDeps, { issuer, access }: SignInPorts, seal: Seal): void => {
  // Also for those who were signed in at the issuer and not let in here: they have no session, and want to be somebody else.
  app.post('/sign-out', { config: { formOfNobody: true } }, async (request, reply) => {
    if (request.visitor.state === 'not-known') throw new PageError(503)
    if (request.visitor.state === 'signed-in') await access.end(request.visitor.token)
    const hint = await hintOf(request, seal)
    for (const name of ['__Host-imaging-session', '__Host-imaging-sign-out'] as const) reply.header('set-cookie', clearCookie(name))
    const href = await issuer.signOutHref(hint).catch((error: unknown) => {
      if (!(error instanceof OutageError)) throw error
      request.log.warn({ err: error }, 'signed out here, but the issuer does not answer')
      return undefined
    })
    return reply.redirect(href ?? '/signed-out', 303)
  })

  app.get('/signed-out', async (request, reply) =>
    sendPage(deps, request, reply, {
      template: 'pages/sign-in/signed-out.njk',
      title: 'You have signed out',
      view: { signIn: { next: '/', why: undefined } },
    }),
  )
}

/** Signing in and out, at the issuer and here. */
export const signInPages = (app: FastifyInstance, deps: PageDeps, ports: SignInPorts): void => {
  const seal: Seal = { secret: deps.secret, purpose: 'sign-in', now: deps.now }
  begin(app, deps, ports, seal)
  finish(app, deps, ports, seal)
  leave(app, deps, ports, seal)
}
