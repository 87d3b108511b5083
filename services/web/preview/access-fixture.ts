import { createHash } from 'node:crypto'
import { personOf } from '@imaging/identity/testing'
import type { AccessRequest, Account, Grant, Membership, Organisation, RecordEntry, Role, Session } from '@imaging/schemas'
import { roleWords } from '../src/words/role-words.ts'
import type { Ports } from '../src/pages/pages.ts'

/** The organisations of the example. */
export const organisationsFixture: readonly Organisation[] = [
  { code: 'RQM', kind: 'trust', name: 'Chelsea and Westminster' },
  { code: 'RAS', kind: 'trust', name: 'Hillingdon' },
  { code: 'RYJ', kind: 'trust', name: 'Imperial' },
  { code: 'R1K', kind: 'trust', name: 'London North West' },
  { code: 'QRV', kind: 'joint', name: 'North West London, jointly' },
  { code: 'siemens', kind: 'supplier', name: 'Siemens Healthineers' },
  { code: 'ge', kind: 'supplier', name: 'GE HealthCare' },
  { code: 'philips', kind: 'supplier', name: 'Philips' },
]

const TRUSTS = ['RQM', 'RAS', 'RYJ', 'R1K']

/** An id that is the same every time, of what it stands for. */
const idOf = (text: string): string =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-7$3-8$4-$5')

const organisationOf = (code: string): Organisation => organisationsFixture.find((each) => each.code === code) as Organisation

const membershipOf = (key: string): Membership => {
  const [role = '', code = ''] = key.split('@')
  return { membershipId: idOf(key), role: role as Role, organisation: organisationOf(code) }
}

/** The session of somebody named `role@organisation`: the first acts, the others are further roles of the same person. */
export const sessionFixture = (...keys: readonly [string, ...string[]]): Session => {
  const memberships = keys.map(membershipOf)
  const [membership] = memberships as [Membership]
  const { role, organisation } = membership
  const shared = organisation.kind === 'supplier' ? {} : { status: TRUSTS, ages: TRUSTS, plans: TRUSTS, capacity: TRUSTS }
  return {
    sessionId: idOf(`session ${keys.join()}`),
    identity: { ...personOf(role, organisation.code, shared), name: `Example ${roleWords(role)}` },
    membership,
    memberships,
    endsAt: '2026-11-21T02:32:00.000Z',
  }
}

/** The token of somebody’s session: a fixed one for each, of the right shape. */
export const tokenFixture = (key: string): string => createHash('sha256').update(key).digest('base64url')

/** The cookie of somebody signed in. */
export const cookieFixture = (key: string): string => `__Host-imaging-session=${tokenFixture(key)}`

const BY = { name: 'Example Administrator', role: 'administrator' } as const

const grantFixture = (from: string, to: string, share: Grant['share'], different: Partial<Grant> = {}): Grant => ({
  grantId: idOf(`${from} ${to} ${share}`),
  from: organisationOf(from),
  to: organisationOf(to),
  share,
  startsOn: '2026-04-01',
  why: 'Agreed by the collaborative',
  grantedBy: BY,
  grantedAt: '2026-03-28T10:00:00.000Z',
  ...different,
})

export const grantsFixture: readonly Grant[] = [
  grantFixture('RYJ', 'RQM', 'status'),
  grantFixture('RYJ', 'R1K', 'capacity', { endsOn: '2027-04-01' }),
  grantFixture('RYJ', 'QRV', 'commercial', { revokedAt: '2026-10-02T09:12:00.000Z', revokedBy: BY }),
  grantFixture('RQM', 'RYJ', 'status'),
  grantFixture('RAS', 'RYJ', 'ages', { startsOn: '2027-01-01' }),
  grantFixture('RAS', 'QRV', 'status'),
]

const accountFixture = (name: string, keys: readonly string[], different: Partial<Account> = {}): Account => ({
  accountId: idOf(name),
  issuer: 'http://localhost:3001',
  subject: keys[0] ?? name,
  name,
  home: organisationOf('RYJ'),
  memberships: keys.map((key) => ({ ...membershipOf(key), startsOn: '2026-04-01' })),
  createdAt: '2026-03-28T10:00:00.000Z',
  ...different,
})

export const accountsFixture: readonly Account[] = [
  accountFixture('Amara Osei', ['radiology-manager@RYJ', 'committee-member@QRV']),
  accountFixture('Daniel Hughes', ['radiology-lead@RYJ']),
  accountFixture('Grace Mensah', ['finance@RYJ'], { disabledAt: '2026-11-18T16:40:00.000Z' }),
  accountFixture('Tom Barker', ['supplier-engineer@ge'], { home: organisationOf('QRV') }),
]

export const requestsFixture: readonly AccessRequest[] = [
  {
    requestId: idOf('request'),
    issuer: 'http://localhost:3001',
    subject: 'new-starter@RYJ',
    name: 'Leo Fraser',
    firstAskedAt: '2026-11-19T08:00:00.000Z',
    lastAskedAt: '2026-11-20T09:14:00.000Z',
    times: 3,
  },
]

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

const entryFixture = (sequence: number, act: string, about: string, details: RecordEntry['details']): RecordEntry => ({
  organisation: 'RYJ',
  sequence,
  recordedAt: '2026-11-20T10:02:03.000Z',
  eventId: idOf(`event ${sequence}`),
  act,
  at: '2026-11-20T10:02:02.000Z',
  by: { name: 'Daniel Hughes', role: 'radiology-lead', organisation: 'RYJ' },
  about,
  details,
  previousHash: hashOf(String(sequence - 1)),
  hash: hashOf(String(sequence)),
})

export const entriesFixture: readonly RecordEntry[] = [
  entryFixture(1_204, 'work-order.released', 'WO-1039', { scanner: 'NWL-002', limits: 'None', statement: 'Checked and safe to use' }),
  entryFixture(1_203, 'grant.revoked', idOf('RYJ QRV commercial'), { share: 'commercial', to: 'QRV', why: 'Tender under way' }),
  entryFixture(1_202, 'account.disabled', idOf('Grace Mensah'), { why: 'Left the trust' }),
]

/** How much of the platform answers. */
type Answers = 'full' | 'empty' | 'failing'

type AccessPorts = Pick<Ports, 'access' | 'accessDesk' | 'record' | 'issuer'>

/** Roles and organisations that fixtures sign in, each with the token of its name. */
const known = (): ReadonlyMap<string, Session> => {
  const keys: readonly (readonly [string, ...string[]])[] = [
    ...TRUSTS.flatMap((trust) =>
      ['radiology-manager', 'radiology-lead', 'medical-physicist', 'modality-lead', 'finance', 'administrator', 'auditor'].map(
        (role) => [`${role}@${trust}`] as const,
      ),
    ),
    ...TRUSTS.map((trust) => [`estates-planner@${trust}`, 'committee-member@QRV'] as const),
    ...['siemens', 'ge', 'philips'].flatMap((supplier) => [
      [`supplier-desk@${supplier}`] as const,
      [`supplier-engineer@${supplier}`] as const,
    ]),
    ...['committee-member', 'board-secretary', 'lay-partner', 'administrator'].map((role) => [`${role}@QRV`] as const),
  ]
  return new Map(keys.map((each) => [tokenFixture(each[0]), sessionFixture(...each)]))
}

/** Sign-in that always lets in the one person who is named. */
const issuerFixture = (key: string): AccessPorts['issuer'] => ({
  begin: async () => ({ href: '/sign-in/return?code=fixture', checks: { state: 'state', nonce: 'nonce', codeVerifier: 'verifier' } }),
  finish: async () => ({ issuer: 'http://localhost:3001', subject: key, name: undefined, idToken: 'token' }),
  signOutHref: async () => undefined,
})

/** The access service and the record as fixtures; sessions hold whatever else is away. */
export const accessPorts = (scene: Answers, away: () => Promise<never>, signsIn = 'radiology-manager@RYJ'): AccessPorts => {
  const sessions = known()
  const answers =
    <T>(full: T, empty: T) =>
    async (): Promise<T> => {
      if (scene === 'failing') return away()
      return scene === 'full' ? full : empty
    }
  const opened = (key: string) => ({ token: tokenFixture(key), session: sessions.get(tokenFixture(key)) ?? sessionFixture(key) })
  return {
    issuer: issuerFixture(signsIn),
    access: {
      signIn: async ({ subject }) => (sessions.has(tokenFixture(subject)) ? opened(subject) : undefined),
      look: async (token) => sessions.get(token),
      chooseRole: async () => opened('committee-member@QRV'),
      end: async () => undefined,
      machine: async () => undefined,
    },
    accessDesk: {
      accounts: answers(accountsFixture, []),
      account: async (_identity, id) => {
        const account = accountsFixture.find(({ accountId }) => accountId === id)
        return account === undefined || scene === 'failing' ? away() : { account, version: 'v1' }
      },
      requests: answers(requestsFixture, []),
      dismiss: async () => undefined,
      letIn: async () => ({ accountId: accountsFixture[0]?.accountId ?? '' }),
      setRoles: async () => undefined,
      act: async () => undefined,
      grants: answers(grantsFixture, []),
      organisations: async () => organisationsFixture,
      grant: async () => undefined,
      revoke: async () => undefined,
    },
    record: {
      entries: answers({ items: [...entriesFixture], next: 'older' }, { items: [] }),
    },
  }
}
