import { conflict, etag, invalid, keepAnswer, notFound, problem, requireIfMatch, type Reply, type Server } from '@imaging/http'
import { Account, Because, MembershipsChosen, NewAccount, ROLE_OF, type MembershipChosen } from '@imaging/schemas'
import { accountIdOf } from './account-id.ts'
import { accountOf, changeMemberships, createAccount, setDisabled } from './account-repository.ts'
import { AccountById } from './account-route.ts'
import { versionOf } from './account-version.ts'
import { answerRequest } from './access-request-repository.ts'
import { administering, type Administration, type AdministrationDeps } from './administration.ts'
import {
  givesTwice,
  losesAdministration,
  membershipChange,
  membershipFaults,
  type Membership,
  type MembershipChange,
} from '../domain/index.ts'
import { recordActs, type Deed } from './record-acts.ts'
import { endSessionsIn, endSessionsOf } from './session-repository.ts'

const config = { access: 'accounts.manage' } as const

/** Letting people in, giving and taking roles, disabling accounts, ending sessions: each told to the record as it is done. */
export function accountEditRoutes(server: Server, deps: AdministrationDeps): void {
  addCreateRoute(server, deps)
  addMembershipsRoute(server, deps)
  addDisableRoutes(server, deps)
  addSessionsRoute(server, deps)
}

function addCreateRoute(server: Server, deps: AdministrationDeps): void {
  server.post(
    '/api/v1/accounts',
    { config, schema: { summary: 'Let somebody in', body: NewAccount, response: { 201: Account } } },
    async (request, reply) =>
      administering(request, deps, async (administration) => {
        const { issuer, subject, name, memberships, why } = request.body
        const { tx, own, at } = administration
        const accountId = accountIdOf(issuer, subject)
        const known = await accountOf(tx, accountId)
        if (known !== undefined) throw conflict('There is an account already', `Change the roles of ${known.name} instead: ${accountId}.`)
        const change = soundChange([], memberships, administration)
        await createAccount(tx, { accountId, issuer, subject, name, home: own.code }, at)
        await answerRequest(tx, issuer, subject)
        const created: Deed = { act: 'account.created', about: accountId, records: [own.code], details: { name, issuer, subject, why } }
        await applyChange(accountId, name, change, why, administration, deps, [created])
        void reply.code(201).header('location', `/api/v1/accounts/${accountId}`)
        return answered(accountId, administration, reply)
      }),
  )
}

function addMembershipsRoute(server: Server, deps: AdministrationDeps): void {
  server.put(
    '/api/v1/accounts/:accountId/memberships',
    {
      config,
      schema: { summary: 'Give and take roles (If-Match)', params: AccountById, body: MembershipsChosen, response: { 200: Account } },
    },
    async (request, reply) =>
      administering(request, deps, async (administration) => {
        const { accountId } = request.params
        const account = await foundAccount(accountId, administration)
        requireIfMatch(request, versionOf(account))
        const held = heldBy(account)
        const change = soundChange(held, request.body.memberships, administration)
        requireNotOwnLast(accountId, held, change, administration)
        await applyChange(accountId, account.name, change, request.body.why, administration, deps)
        return answered(accountId, administration, reply)
      }),
  )
}

function addDisableRoutes(server: Server, deps: AdministrationDeps): void {
  const schema = { params: AccountById, body: Because, response: { 200: Account } }
  server.post(
    '/api/v1/accounts/:accountId/disable',
    { config, schema: { ...schema, summary: 'Let somebody in no longer, from this instant' } },
    async (request, reply) =>
      administering(request, deps, async (administration) => {
        const { accountId } = request.params
        if (accountId === administration.identity.id) throw conflict('You cannot disable your own account', 'Ask another administrator.')
        await disable(accountId, administration.at, administration)
        await endSessionsOf(administration.tx, accountId, 'disabled', administration.at)
        await recordOf('account.disabled', accountId, request.body.why, administration, deps)
        return answered(accountId, administration, reply)
      }),
  )
  server.post(
    '/api/v1/accounts/:accountId/enable',
    { config, schema: { ...schema, summary: 'Let somebody in again' } },
    async (request, reply) =>
      administering(request, deps, async (administration) => {
        const { accountId } = request.params
        await disable(accountId, null, administration)
        await recordOf('account.enabled', accountId, request.body.why, administration, deps)
        return answered(accountId, administration, reply)
      }),
  )
}

function addSessionsRoute(server: Server, deps: AdministrationDeps): void {
  server.post(
    '/api/v1/accounts/:accountId/end-sessions',
    {
      config,
      schema: { summary: 'Sign somebody out everywhere they act for us', params: AccountById, body: Because, response: { 200: Account } },
    },
    async (request, reply) =>
      administering(request, deps, async (administration) => {
        const { accountId } = request.params
        await foundAccount(accountId, administration)
        await endSessionsOf(administration.tx, accountId, 'administrator', administration.at)
        await recordOf('account.sessions-ended', accountId, request.body.why, administration, deps)
        return answered(accountId, administration, reply)
      }),
  )
}

/** @throws {ProblemError} 404 when there is none, or it is not for whoever asks. */
async function foundAccount(accountId: string, { tx }: Administration): Promise<Account> {
  const account = await accountOf(tx, accountId)
  if (account === undefined) throw notFound('account of that id')
  return account
}

/** @throws {ProblemError} 403 when another organisation let them in: it looks after the account, we after our roles in it. */
async function disable(accountId: string, disabledAt: Date | null, administration: Administration): Promise<void> {
  const { home } = await foundAccount(accountId, administration)
  if (await setDisabled(administration.tx, accountId, disabledAt)) return
  throw problem(403, 'This account is another organisation’s', {
    detail: `${home.name} let them in and can disable the account. You can take away the roles they have with you.`,
  })
}

const heldBy = ({ memberships }: Account): readonly Membership[] =>
  memberships.map(({ membershipId, role, organisation, startsOn, endsOn }) => ({
    membershipId,
    role,
    organisation: organisation.code,
    startsOn,
    ...(endsOn !== undefined && { endsOn }),
  }))

/** What is to change. @throws {ProblemError} 422 with everything that is wrong with what was chosen. */
function soundChange(held: readonly Membership[], chosen: readonly MembershipChosen[], administration: Administration): MembershipChange {
  const { own, organisations, today } = administration
  const change = membershipChange(held, chosen, today)
  const rules = { administrator: own, organisations, kindsOf: ROLE_OF, today }
  const faults = change.given.flatMap((given) => {
    const isGiven = ({ role, organisation, startsOn = today }: MembershipChosen): boolean =>
      role === given.role && organisation === given.organisation && startsOn === given.startsOn
    const index = chosen.findIndex(isGiven)
    return membershipFaults(given, rules).map(({ place, message }) => ({ pointer: `/body/memberships/${index}${place}`, message }))
  })
  if (faults.length > 0) throw invalid(faults)
  if (givesTwice(held, change)) throw invalid([{ pointer: '/body/memberships', message: 'must name each role once for each day' }])
  return change
}

/** @throws {ProblemError} 409 when an administrator would take away the role by which they act. */
function requireNotOwnLast(accountId: string, held: readonly Membership[], change: MembershipChange, administration: Administration): void {
  const { identity, own, today } = administration
  if (accountId !== identity.id || !losesAdministration(own.code, held, change, today)) return
  throw conflict(
    'You cannot take away your own last administrator role',
    `Nobody might be left to look after the accounts of ${own.name}. Ask another administrator to do it.`,
  )
}

async function applyChange(
  accountId: string,
  name: string,
  change: MembershipChange,
  why: string,
  { tx, by, own, at }: Administration,
  deps: AdministrationDeps,
  before: readonly Deed[] = [],
): Promise<void> {
  await changeMemberships(tx, accountId, change, { by, now: at, newId: deps.newId })
  await endSessionsIn(
    tx,
    change.ended.map(({ membershipId }) => membershipId),
    'membership-ended',
    at,
  )
  const deed = (act: string, { role, organisation, startsOn, endsOn }: MembershipChange['given'][number]): Deed => ({
    act,
    about: accountId,
    records: [own.code],
    details: { name, role, organisation, startsOn, endsOn, why },
  })
  const ended = change.ended.map((membership) => deed('membership.ended', membership))
  const given = change.given.map((membership) => deed('membership.given', membership))
  await recordActs(tx, by, [...before, ...ended, ...given], deps)
}

async function recordOf(
  act: string,
  accountId: string,
  why: string,
  administration: Administration,
  deps: AdministrationDeps,
): Promise<void> {
  const { tx, by, own } = administration
  const { name } = await foundAccount(accountId, administration)
  await recordActs(tx, by, [{ act, about: accountId, records: [own.code], details: { name, why } }], deps)
}

/** The account as it is now, kept as the answer to this command. */
async function answered(accountId: string, administration: Administration, reply: Reply): Promise<Account> {
  const account = await foundAccount(accountId, administration)
  void reply.header('etag', etag(versionOf(account)))
  await keepAnswer(administration.tx, reply, account)
  return account
}
