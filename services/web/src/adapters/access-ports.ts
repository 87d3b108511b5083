import { ProblemError, type Answer } from '@imaging/http'
import type { AccessRequest, Account, ActingIdentity, Grant, MachineKnown, OpenedSession, Organisation, Session } from '@imaging/schemas'
import type { AccessDesk } from '../pages/admin/access-desk.ts'
import type { Machines } from '../gateway/who-calls.ts'
import type { Sessions } from '../shell/sessions.ts'
import { allPages, OURSELVES, type Clients } from './clients.ts'

/** As many people as a trust and its suppliers have, several times over. */
const ACCOUNTS_MAX = 2_000
/** Ten years of sharing among a dozen organisations. */
const GRANTS_MAX = 1_000
const REQUESTS_MAX = 200

/** Nothing where a service refuses with one status, which then means that there is none; any other failure is thrown. */
const unless = async <T>(status: 403 | 404, answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (error instanceof ProblemError && error.status === status) return undefined
    throw error
  })

/** Sessions and machines, looked up as ourselves: nobody is known yet. Never remembered. */
export const sessionsOf = ({ access }: Clients): Sessions & Machines => {
  const asked = access.as(OURSELVES)
  return {
    signIn: (signIn) => unless(403, access.post<OpenedSession>('/internal/sign-ins', signIn, asked)),
    look: (token) => unless(404, access.post<Session>('/internal/sessions/look', { token }, asked)),
    chooseRole: (token, membershipId) => unless(404, access.post<OpenedSession>('/internal/sessions/role', { token, membershipId }, asked)),
    end: async (token) => {
      await access.post('/internal/sessions/end', { token }, asked)
    },
    machine: async (issuer, clientId) =>
      (await unless(404, access.post<MachineKnown>('/internal/machines/look', { issuer, clientId }, asked)))?.identity,
  }
}

const ACCOUNTS = '/api/v1/accounts'
const GRANTS = '/api/v1/grants'

const pathOf = (accountId: string): string => `${ACCOUNTS}/${encodeURIComponent(accountId)}`

/** An entity tag without its quotation marks, as forms carry it. */
const versionIn = ({ etag = '' }: Answer<unknown>): string => etag.replaceAll('"', '')

/** Accounts, requests for access and grants. */
export const accessDesk = ({ access }: Clients): AccessDesk => {
  const keyed = (identity: ActingIdentity, idempotencyKey: string) => ({ ...access.as(identity), idempotencyKey })
  return {
    accounts: (identity) => allPages<Account>(access, ACCOUNTS, access.as(identity), ACCOUNTS_MAX),
    account: async (identity, accountId) => {
      const answer = await access.request<Account>('GET', pathOf(accountId), undefined, access.as(identity))
      return { account: answer.body, version: versionIn(answer) }
    },
    requests: (identity) => allPages<AccessRequest>(access, '/api/v1/access-requests', access.as(identity), REQUESTS_MAX),
    dismiss: async (identity, requestId, why, { idempotencyKey }) => {
      await access.post(`/api/v1/access-requests/${encodeURIComponent(requestId)}/dismiss`, { why }, keyed(identity, idempotencyKey))
    },
    letIn: (identity, account, { idempotencyKey }) => access.post<Account>(ACCOUNTS, account, keyed(identity, idempotencyKey)),
    setRoles: async (identity, accountId, memberships, why, { idempotencyKey, version }) => {
      const options = { ...keyed(identity, idempotencyKey), ifMatch: `"${version}"` }
      await access.put(`${pathOf(accountId)}/memberships`, { memberships, why }, options)
    },
    act: async (identity, accountId, act, why, { idempotencyKey }) => {
      await access.post(`${pathOf(accountId)}/${act}`, { why }, keyed(identity, idempotencyKey))
    },
    grants: (identity) => allPages<Grant>(access, GRANTS, access.as(identity), GRANTS_MAX),
    organisations: async (identity) =>
      (await access.get<{ readonly items: readonly Organisation[] }>('/api/v1/organisations', access.as(identity))).items,
    grant: async (identity, grant, { idempotencyKey }) => {
      await access.post(GRANTS, grant, keyed(identity, idempotencyKey))
    },
    revoke: async (identity, grantId, why, { idempotencyKey }) => {
      await access.post(`${GRANTS}/${encodeURIComponent(grantId)}/revoke`, { why }, keyed(identity, idempotencyKey))
    },
  }
}
