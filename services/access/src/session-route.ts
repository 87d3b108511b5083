import { notFound, problem, type Server } from '@imaging/http'
import { inTransaction, type Pool, type Transaction } from '@imaging/postgres'
import { OpenedSession, RoleChosen, Session, SessionAsked, SignIn } from '@imaging/schemas'
import { Type } from 'typebox'
import { askForAccess } from './access-request-repository.ts'
import { beginSession, endSession, liveSession, type NewSession } from './session-repository.ts'
import { digestOf, newToken } from './session-token.ts'
import { knownPerson } from './sign-in-repository.ts'

export interface SessionDeps {
  /** In the role that may look at all that decides who somebody is. */
  readonly gateway: Pool
  readonly now: () => Date
  readonly newId: () => string
}

/** For the gateway alone. Nothing of it is a command with a key: a token is told once. */
const config = { access: { services: ['web'] }, idempotencyKey: false } as const

/** The same for somebody unknown, without a role, or disabled: whoever is not let in learns nothing of why. */
const NOT_LET_IN = { detail: 'Your sign-in worked, but you have no role here. An administrator of your organisation can give you one.' }

/** What the gateway asks at every sign-in and at every request. */
export function sessionRoutes(server: Server, deps: SessionDeps): void {
  server.post(
    '/internal/sign-ins',
    { config, schema: { hide: true, body: SignIn, response: { 200: OpenedSession } } },
    async ({ body, log }) => {
      const opened = await signIn(body, deps)
      if (opened !== undefined) return opened
      log.warn({ issuer: body.issuer, subject: body.subject }, 'refused: signed in, and not let in')
      throw problem(403, 'You have not been let in', NOT_LET_IN)
    },
  )
  server.post(
    '/internal/sessions/look',
    { config, schema: { hide: true, body: SessionAsked, response: { 200: Session } } },
    async ({ body }) => {
      const live = await liveSession(deps.gateway, digestOf(body.token), deps.now().getTime())
      if (live === undefined) throw notFound('session')
      return live.session
    },
  )
  server.post(
    '/internal/sessions/role',
    { config, schema: { hide: true, body: RoleChosen, response: { 200: OpenedSession } } },
    async ({ body }) => chooseRole(body.token, body.membershipId, deps),
  )
  server.post(
    '/internal/sessions/end',
    { config, schema: { hide: true, body: SessionAsked, response: { 204: Type.Null() } } },
    async ({ body }, reply) => {
      await endSession(deps.gateway, digestOf(body.token), 'signed-out', deps.now())
      return reply.code(204).send(null)
    },
  )
}

async function signIn(asked: SignIn, { gateway, now, newId }: SessionDeps): Promise<OpenedSession | undefined> {
  return inTransaction(gateway, async (tx) => {
    const at = now()
    if (asked.replaces !== undefined) await endSession(tx, digestOf(asked.replaces), 'replaced', at)
    const person = await knownPerson(tx, asked.issuer, asked.subject, at)
    if (person?.isDisabled === true) return undefined
    if (person?.membershipId === undefined) {
      await askForAccess(tx, asked, newId(), at)
      return undefined
    }
    const { accountId, membershipId } = person
    return opened(tx, { sessionId: newId(), accountId, membershipId, signedInAt: at }, at)
  })
}

/** @throws {ProblemError} 404 without a live session, or for a membership that is not this person's. */
async function chooseRole(token: string, membershipId: string, { gateway, now, newId }: SessionDeps): Promise<OpenedSession> {
  return inTransaction(gateway, async (tx) => {
    const at = now()
    const live = await liveSession(tx, digestOf(token), at.getTime())
    if (live === undefined) throw notFound('session')
    if (!live.session.memberships.some((membership) => membership.membershipId === membershipId)) throw notFound('membership of yours')
    // Of two choices at once one finds the session ended.
    if (!(await endSession(tx, digestOf(token), 'role-changed', at))) throw notFound('session')
    const begun = await opened(tx, { sessionId: newId(), accountId: live.accountId, membershipId, signedInAt: live.signedInAt }, at)
    if (begun === undefined) throw notFound('session')
    return begun
  })
}

/** A session just begun, with its token; read back as every later look will read it. */
async function opened(tx: Transaction, begin: Omit<NewSession, 'digest'>, now: Date): Promise<OpenedSession | undefined> {
  const token = newToken()
  const digest = digestOf(token)
  await beginSession(tx, { ...begin, digest }, now)
  const live = await liveSession(tx, digest, now.getTime())
  return live && { token, session: live.session }
}
