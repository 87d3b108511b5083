import { randomUUID } from 'node:crypto'
import type { AccessRequest, Account, Grant, MachineClient, PersonIdentity, RecordActedV1 } from '@imaging/schemas'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { ISSUER, startTestAccess, type Sending, type TestAccess } from './test-access.ts'

interface Refused {
  readonly title: string
  readonly detail?: string
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[]
}

let access: TestAccess
let imperial: PersonIdentity
let hillingdon: PersonIdentity
let joint: PersonIdentity
beforeAll(async () => {
  access = await startTestAccess({ databaseUrl: inject('databaseUrl'), kafkaBrokers: inject('kafkaBrokers') })
  imperial = await personOf('administrator@RYJ')
  hillingdon = await personOf('administrator@RAS')
  joint = await personOf('administrator@QRV')
})
afterAll(() => access.stop())

const personOf = async (subject: string): Promise<PersonIdentity> => (await access.signIn(subject)).session.identity
const get = async <Body>(who: PersonIdentity, path: string): Promise<Body> => (await (await access.ask(who, 'GET', path)).json()) as Body
const post = (who: PersonIdentity, path: string, body: unknown, headers: Sending['headers'] = {}): Promise<Response> =>
  access.ask(who, 'POST', path, { body, headers })
const refusal = async (answer: Response): Promise<Refused> => (await answer.json()) as Refused
const accountIdOf = async (subject: string): Promise<string> =>
  (await access.sql<{ id: string }>('select account_id as id from account where subject = $1 and issuer = $2', [subject, ISSUER]))[0]?.id ??
  ''
const one = async (who: PersonIdentity, accountId: string): Promise<{ account: Account; version: string }> => {
  const answer = await access.ask(who, 'GET', `/api/v1/accounts/${accountId}`)
  return { account: (await answer.json()) as Account, version: answer.headers.get('etag') ?? '' }
}
const put = (who: PersonIdentity, accountId: string, memberships: unknown, version: string): Promise<Response> =>
  access.ask(who, 'PUT', `/api/v1/accounts/${accountId}/memberships`, {
    body: { memberships, why: 'Example' },
    headers: { 'if-match': version },
  })
const told = async (act: string, about: string): Promise<RecordActedV1[]> =>
  vi.waitFor(
    async () => {
      const found = (await access.acts()).filter(({ data }) => data.act === act && data.about === about)
      expect(found).not.toEqual([])
      return found
    },
    { timeout: 15_000, interval: 100 },
  )
const newcomer = (subject: string, role = 'radiology-lead', organisation = 'RYJ') => ({
  issuer: ISSUER,
  subject,
  name: 'Example Newcomer',
  memberships: [{ role, organisation }],
  why: 'Starts on Monday',
})

describe('accounts', () => {
  it('are seen by the administrators who look after them, page by page, and by no others', async () => {
    const all = async (who: PersonIdentity, path = '/api/v1/accounts?limit=3'): Promise<Account[]> => {
      const { items, next } = await get<{ items: Account[]; next?: string }>(who, path)
      return next === undefined ? items : [...items, ...(await all(who, `/api/v1/accounts?limit=3&cursor=${next}`))]
    }
    const [ours, jointly] = [await all(imperial), await all(joint)]
    expect(ours.map(({ subject }) => subject.split('@')[1])).toEqual(Array.from({ length: 8 }, () => 'RYJ'))
    expect(new Set(jointly.map(({ home }) => home.code))).toEqual(new Set(['QRV', 'RYJ', 'siemens', 'ge', 'philips', 'canon', 'agfa']))
    const committee = jointly.find(({ home }) => home.code === 'RYJ')
    expect(committee?.memberships.map(({ organisation }) => organisation.code)).toEqual(['QRV'])
    expect(jointly.map(({ name }) => name)).toEqual(jointly.map(({ name }) => name).toSorted())
    const { items } = await get<{ items: Account[] }>(joint, '/api/v1/accounts?organisation=ge')
    expect(items.map(({ subject }) => subject).toSorted()).toEqual(['supplier-desk@ge', 'supplier-engineer@ge'])
  })

  it('are not there for those who have no part in them, whether they exist or not', async () => {
    const manager = await personOf('radiology-manager@RYJ')
    for (const path of ['', '/disable', '/enable', '/end-sessions', '/memberships']) {
      const method = path === '' ? 'GET' : path === '/memberships' ? 'PUT' : 'POST'
      const body = path === '/memberships' ? { memberships: [], why: 'x' } : { why: 'x' }
      const ask = (who: PersonIdentity, id: string): Promise<Response> =>
        access.ask(who, method, `/api/v1/accounts/${id}${path}`, method === 'GET' ? {} : { body, headers: { 'if-match': '"x"' } })
      const answers = await Promise.all([ask(imperial, await accountIdOf('finance@RAS')), ask(imperial, randomUUID())])
      expect(
        answers.map(({ status }) => status),
        path,
      ).toEqual([404, 404])
      expect((await ask(manager, await accountIdOf('finance@RYJ'))).status, path).toBe(403)
    }
  })

  it('are created once, however often it is asked, and let their person in', async () => {
    const body = newcomer('new-1')
    const headers = { 'idempotency-key': randomUUID() }
    const [first, again] = [
      await post(imperial, '/api/v1/accounts', body, headers),
      await post(imperial, '/api/v1/accounts', body, headers),
    ]
    expect([first.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 201, 'true'])
    const account = (await first.json()) as Account
    expect(await again.json()).toEqual(account)
    expect(account).toMatchObject({ home: { code: 'RYJ' }, memberships: [{ role: 'radiology-lead', organisation: { name: 'Imperial' } }] })
    expect((await access.signIn('new-1')).session.identity).toMatchObject({ id: account.accountId, role: 'radiology-lead' })
    expect((await post(imperial, '/api/v1/accounts', body)).status).toBe(409)
    const [event] = await told('account.created', account.accountId)
    expect(event).toMatchObject({
      subject: 'RYJ',
      example: true,
      data: {
        organisation: 'RYJ',
        by: { name: 'Sam Whitfield', role: 'administrator', organisation: 'RYJ' },
        details: { why: 'Starts on Monday' },
      },
    })
    expect(await told('membership.given', account.accountId)).toHaveLength(1)
  })

  it('are given roles of their own organisation that fit it, and what is wrong is said place by place', async () => {
    const wrong = [
      newcomer('new-2', 'radiology-lead', 'RAS'),
      newcomer('new-2', 'supplier-desk', 'siemens'),
      newcomer('new-2', 'committee-member'),
      { ...newcomer('new-2'), memberships: [{ role: 'finance', organisation: 'RYJ', startsOn: '2020-01-01', endsOn: '2019-01-01' }] },
    ]
    const answers = await Promise.all(wrong.map((body) => post(imperial, '/api/v1/accounts', body)))
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422])
    const pointers = await Promise.all(answers.map(async (answer) => (await refusal(answer)).errors?.map(({ pointer }) => pointer)))
    expect(pointers).toEqual([
      ['/body/memberships/0/organisation'],
      ['/body/memberships/0/organisation'],
      ['/body/memberships/0/role'],
      ['/body/memberships/0/startsOn', '/body/memberships/0/endsOn'],
    ])
    expect(await accountIdOf('new-2')).toBe('')
    expect((await post(joint, '/api/v1/accounts', newcomer('new-2', 'supplier-desk', 'siemens'))).status).toBe(201)
  })

  it('of the same person are one, whoever lets them in: each sees and takes away its own roles alone', async () => {
    expect((await post(imperial, '/api/v1/accounts', newcomer('both'))).status).toBe(201)
    expect((await post(hillingdon, '/api/v1/accounts', newcomer('both', 'finance', 'RAS'))).status).toBe(201)
    const accountId = await accountIdOf('both')
    const roles = async (who: PersonIdentity): Promise<string[]> => (await one(who, accountId)).account.memberships.map(({ role }) => role)
    expect([await roles(imperial), await roles(hillingdon)]).toEqual([['radiology-lead'], ['finance']])
    const refused = await post(hillingdon, `/api/v1/accounts/${accountId}/disable`, { why: 'Left' })
    expect([refused.status, (await refusal(refused)).detail]).toEqual([403, expect.stringContaining('Imperial let them in')])
    const { version: imperialVersion } = await one(imperial, accountId)
    const { token } = await access.signIn('both')
    expect((await put(hillingdon, accountId, [], (await one(hillingdon, accountId)).version)).status).toBe(200)
    expect((await one(imperial, accountId)).version).toBe(imperialVersion)
    const left = (await access.look(token)) ?? (await access.signIn('both')).session
    expect(left.memberships.map(({ organisation }) => organisation.code)).toEqual(['RYJ'])
  })

  it('are edited only as they were read', async () => {
    const accountId = await accountIdOf('finance@RYJ')
    const { version } = await one(imperial, accountId)
    const wanted = [
      { role: 'finance', organisation: 'RYJ' },
      { role: 'auditor', organisation: 'RYJ' },
    ]
    expect(
      (await access.ask(imperial, 'PUT', `/api/v1/accounts/${accountId}/memberships`, { body: { memberships: wanted, why: 'x' } })).status,
    ).toBe(428)
    const edits = await Promise.all([put(imperial, accountId, wanted, version), put(imperial, accountId, [], version)])
    expect(edits.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412])
  })

  it('end the sessions of a role that is taken away, and leave those of other roles', async () => {
    const accountId = await accountIdOf('modality-lead@RYJ')
    const { version } = await one(imperial, accountId)
    const { token } = await access.signIn('modality-lead@RYJ')
    expect((await put(imperial, accountId, [{ role: 'radiology-lead', organisation: 'RYJ' }], version)).status).toBe(200)
    expect(await access.look(token)).toBeUndefined()
    expect((await access.signIn('modality-lead@RYJ')).session.identity.role).toBe('radiology-lead')
    expect(await told('membership.ended', accountId)).toHaveLength(1)
  })

  it('are disabled from this instant, with their sessions, and stay so until they are enabled', async () => {
    const accountId = await accountIdOf('radiology-lead@RYJ')
    const { token } = await access.signIn('radiology-lead@RYJ')
    expect(
      ((await (await post(imperial, `/api/v1/accounts/${accountId}/disable`, { why: 'Left' })).json()) as Account).disabledAt,
    ).toBeDefined()
    expect(await access.look(token)).toBeUndefined()
    await expect(access.signIn('radiology-lead@RYJ')).rejects.toThrow('403')
    expect((await post(imperial, `/api/v1/accounts/${accountId}/enable`, { why: 'Is back' })).status).toBe(200)
    expect(await access.look(token)).toBeUndefined()
    expect((await access.signIn('radiology-lead@RYJ')).token).toBeDefined()
    for (const act of ['account.disabled', 'account.enabled']) expect(await told(act, accountId)).toHaveLength(1)
  })

  it('are signed out everywhere when an administrator says so', async () => {
    const accountId = await accountIdOf('supplier-desk@ge')
    const { token } = await access.signIn('supplier-desk@ge')
    expect((await post(joint, `/api/v1/accounts/${accountId}/end-sessions`, { why: 'Lost telephone' })).status).toBe(200)
    expect(await access.look(token)).toBeUndefined()
    expect(await told('account.sessions-ended', accountId)).toMatchObject([{ data: { organisation: 'QRV' } }])
  })

  it('never lose their last administrator by their own hand, and are told why', async () => {
    const { version } = await one(imperial, imperial.id)
    const refused = await put(imperial, imperial.id, [{ role: 'auditor', organisation: 'RYJ' }], version)
    expect([refused.status, await refusal(refused)]).toEqual([
      409,
      expect.objectContaining({
        title: 'You cannot take away your own last administrator role',
        detail: expect.stringContaining('Ask another administrator') as string,
      }),
    ])
    expect((await post(imperial, `/api/v1/accounts/${imperial.id}/disable`, { why: 'x' })).status).toBe(409)
    expect((await one(imperial, imperial.id)).account.memberships.map(({ role }) => role)).toEqual(['administrator'])
  })

  it('keep one administrator when two take each other’s role away at once', async () => {
    await post(hillingdon, '/api/v1/accounts', newcomer('second', 'administrator', 'RAS'))
    const second = await personOf('second')
    const versions = await Promise.all([one(hillingdon, second.id), one(second, hillingdon.id)])
    const answers = await Promise.all([
      put(hillingdon, second.id, [], versions[0]?.version ?? ''),
      put(second, hillingdon.id, [], versions[1]?.version ?? ''),
    ])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403])
  })
})

describe('those who asked for access', () => {
  it('are listed for administrators, newest first, counted, and leave the list when they are let in or turned away', async () => {
    const { issuer } = newcomer('')
    for (const subject of ['asks-1', 'asks-2', 'asks-1']) await access.asWeb('/internal/sign-ins', { issuer, subject, name: 'Example' })
    const list = async (): Promise<AccessRequest[]> => (await get<{ items: AccessRequest[] }>(imperial, '/api/v1/access-requests')).items
    const asked = await list()
    expect(asked.map(({ subject, times }) => [subject, times])).toEqual([
      ['asks-1', 2],
      ['asks-2', 1],
    ])
    expect((await post(imperial, '/api/v1/accounts', newcomer('asks-1'))).status).toBe(201)
    const requestId = asked[1]?.requestId ?? ''
    expect((await post(imperial, `/api/v1/access-requests/${requestId}/dismiss`, { why: 'Not one of ours' })).status).toBe(200)
    expect((await post(imperial, `/api/v1/access-requests/${requestId}/dismiss`, { why: 'Again' })).status).toBe(404)
    expect(await list()).toEqual([])
    expect(await told('access-request.dismissed', requestId)).toHaveLength(1)
  })

  it('are at most a thousand: the longest silent give way', async () => {
    await access.sql(
      `insert into access_request (request_id, issuer, subject, first_asked_at, last_asked_at)
       select gen_random_uuid(), 'x', 'flood ' || n, now() - interval '1 day', now() - interval '1 day' from generate_series(1, 1000) as n`,
    )
    await access.asWeb('/internal/sign-ins', { issuer: ISSUER, subject: 'the latest' })
    const [count] = await access.sql<{ all: number; latest: number }>(
      `select count(*)::int as all, count(*) filter (where subject = 'the latest')::int as latest from access_request`,
    )
    expect(count).toEqual({ all: 1_000, latest: 1 })
  })
})

describe('systems', () => {
  const system = (clientId: string, role = 'radiology-manager', organisation = 'RYJ') => ({
    issuer: ISSUER,
    clientId,
    name: 'Example system',
    role,
    organisation,
    why: 'Sends readings',
  })
  const look = (clientId: string): Promise<Response> => access.asWeb('/internal/machines/look', { issuer: ISSUER, clientId })

  it('are let in by those who look after their organisation, once, and shut out from an instant on', async () => {
    const answer = await post(imperial, '/api/v1/machine-clients', system('gateway-1'))
    expect(answer.status).toBe(201)
    const { machineId } = (await answer.json()) as MachineClient
    expect(await (await look('gateway-1')).json()).toMatchObject({ identity: { organisation: 'RYJ', role: 'radiology-manager' } })
    expect((await post(imperial, '/api/v1/machine-clients', system('gateway-1'))).status).toBe(409)
    expect((await post(hillingdon, `/api/v1/machine-clients/${machineId}/disable`, { why: 'x' })).status).toBe(404)
    expect((await post(imperial, `/api/v1/machine-clients/${machineId}/disable`, { why: 'Replaced' })).status).toBe(200)
    expect((await look('gateway-1')).status).toBe(404)
    expect((await post(imperial, `/api/v1/machine-clients/${machineId}/enable`, { why: 'Needed again' })).status).toBe(200)
    expect((await look('gateway-1')).status).toBe(200)
    for (const act of ['machine.created', 'machine.disabled', 'machine.enabled']) expect(await told(act, machineId)).toHaveLength(1)
  })

  it('get roles that fit, for organisations that are looked after, and are seen by those alone', async () => {
    const wrong = [system('gateway-2', 'supplier-desk'), system('gateway-2', 'finance', 'RAS')]
    const answers = await Promise.all(wrong.map((body) => post(imperial, '/api/v1/machine-clients', body)))
    expect(await Promise.all(answers.map(async (answer) => (await refusal(answer)).errors?.map(({ pointer }) => pointer)))).toEqual([
      ['/body/role'],
      ['/body/organisation'],
    ])
    const { items } = await get<{ items: MachineClient[] }>(hillingdon, '/api/v1/machine-clients?limit=200')
    expect(new Set(items.map(({ organisation }) => organisation.code))).toEqual(new Set(['RAS']))
  })
})

describe('grants', () => {
  const commercial = (to = 'RAS', more: object = {}) => ({ to, share: 'commercial', why: 'Joint tender', ...more })

  it('hold from the next look on, are told to both records, and end at once when they are revoked', async () => {
    const { token } = await access.signIn('finance@RAS')
    const seen = async (): Promise<readonly string[] | undefined> => (await access.look(token))?.identity.sees.commercial
    const answer = await post(imperial, '/api/v1/grants', commercial())
    expect(answer.status).toBe(201)
    const grant = (await answer.json()) as Grant
    expect(grant).toMatchObject({ from: { code: 'RYJ' }, to: { code: 'RAS' }, grantedBy: { name: 'Sam Whitfield', role: 'administrator' } })
    expect(await seen()).toEqual(['RAS', 'RYJ'])
    const revoked = await post(imperial, `/api/v1/grants/${grant.grantId}/revoke`, { why: 'Tender over' })
    expect((await revoked.json()) as Grant).toMatchObject({ revokedBy: { name: 'Sam Whitfield' } })
    expect(await seen()).toEqual(['RAS'])
    expect((await post(imperial, `/api/v1/grants/${grant.grantId}/revoke`, { why: 'Again' })).status).toBe(409)
    for (const act of ['grant.given', 'grant.revoked']) {
      await vi.waitFor(async () =>
        expect((await told(act, grant.grantId)).map(({ subject }) => subject).toSorted()).toEqual(['QRV', 'RYJ']),
      )
    }
  })

  it('of the same are one, even when many are given at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(imperial, '/api/v1/grants', commercial('RQM'))))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, ...Array.from({ length: 7 }, () => 409)])
  })

  it('are never to oneself, to a supplier, of what is one’s own, or by somebody who has nothing to share', async () => {
    const answers = await Promise.all([
      post(imperial, '/api/v1/grants', commercial('RYJ')),
      post(imperial, '/api/v1/grants', commercial('siemens')),
      post(imperial, '/api/v1/grants', commercial('XYZ')),
      post(imperial, '/api/v1/grants', commercial('R1K', { share: 'own' })),
      post(joint, '/api/v1/grants', commercial('R1K')),
      post(await personOf('auditor@RYJ'), '/api/v1/grants', commercial('R1K')),
    ])
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 400, 422, 403])
  })

  it('are seen by both and by the joint body, and revoked by the one whose it is', async () => {
    const { items } = await get<{ items: Grant[] }>(imperial, '/api/v1/grants?open=true')
    const ours = items.find(({ to, share }) => to.code === 'RQM' && share === 'commercial') as Grant
    const path = `/api/v1/grants/${ours.grantId}/revoke`
    const chelsea = await personOf('administrator@RQM')
    const northWest = await personOf('administrator@R1K')
    const statuses = await Promise.all([chelsea, joint, northWest].map(async (who) => (await post(who, path, { why: 'x' })).status))
    expect(statuses).toEqual([403, 403, 404])
    const sees = async (who: PersonIdentity): Promise<boolean> =>
      (await get<{ items: Grant[] }>(who, '/api/v1/grants?open=true&limit=200')).items.some(({ grantId }) => grantId === ours.grantId)
    expect(await Promise.all([imperial, chelsea, joint, northWest].map(sees))).toEqual([true, true, true, false])
    expect(items.every(({ from, to }) => [from.code, to.code].includes('RYJ'))).toBe(true)
  })
})

describe('the directory', () => {
  it('names organisations and what each role may do', async () => {
    const organisations = await get<{ items: { code: string; kind: string }[] }>(imperial, '/api/v1/organisations')
    expect(organisations.items.filter(({ kind }) => kind === 'trust').map(({ code }) => code)).toHaveLength(4)
    const engineer = await personOf('supplier-engineer@siemens')
    const roles = await get<{ items: { role: string; permissions: { permission: string; words: string }[] }[] }>(engineer, '/api/v1/roles')
    expect(roles.items.find(({ role }) => role === 'supplier-engineer')?.permissions).toContainEqual({
      permission: 'work-order.arrive',
      words: 'Say that an engineer has arrived',
    })
    for (const path of ['/api/v1/organisations', '/api/v1/accounts', '/api/v1/grants', '/api/v1/access-requests'])
      expect((await access.ask(engineer, 'GET', path)).status, path).toBe(403)
  })
})

describe('the database', () => {
  const TABLES = ['account', 'membership', 'session', 'machine_client', 'access_request', 'share_grant']

  it('forces row security on every table that holds an organisation’s rows', async () => {
    const rows = await access.sql<{ relname: string }>(
      `select relname from pg_class where relnamespace = 'access'::regnamespace and relkind = 'r' and relrowsecurity and relforcerowsecurity order by 1`,
    )
    expect(rows.map(({ relname }) => relname)).toEqual(TABLES.toSorted())
  })

  it.each(TABLES)('shows nothing of %s while it is not said for whom, and nothing to a supplier', async (table) => {
    const columns = table === 'session' ? 'session_id' : '*'
    await expect(access.asService(undefined, undefined, `select ${columns} from ${table}`)).rejects.toThrow('not said for whom')
    expect(await access.asService(undefined, 'siemens', `select ${columns} from ${table}`)).toEqual([])
  })

  it('keeps digests from requests, and everything but look-ups from the gateway', async () => {
    await expect(access.asService(undefined, 'RYJ', 'select digest from session')).rejects.toThrow('permission denied')
    await expect(access.asService(undefined, 'RYJ', `delete from account`)).rejects.toThrow('permission denied')
    for (const statement of ['update account set disabled_at = null', 'delete from session', 'insert into share_grant default values'])
      await expect(access.asService('gateway', undefined, statement), statement).rejects.toThrow('permission denied')
  })

  it('refuses what code forgets to: a role elsewhere, a grant of another’s, an account in another’s name', async () => {
    const membership = (organisation: string): string =>
      `insert into membership (membership_id, account_id, role, organisation, starts_on, given_at, given_by)
       select gen_random_uuid(), account_id, 'auditor', '${organisation}', current_date, now(), '{}' from account limit 1`
    const grant = `insert into share_grant (grant_id, from_organisation, to_organisation, share, starts_on, why, granted_by, granted_at)
      values (gen_random_uuid(), 'RAS', 'RYJ', 'commercial', current_date, 'x', '{}', now())`
    const account = `insert into account values (gen_random_uuid(), 'x', 'y', 'z', 'RAS', now())`
    for (const statement of [membership('RAS'), membership('QRV'), grant, account])
      await expect(access.asService(undefined, 'RYJ', statement), statement).rejects.toThrow('row-level security')
    const update = `update share_grant set revoked_at = now(), revoked_by = '{}' where from_organisation = 'RAS' returning grant_id`
    expect(await access.asService(undefined, 'RYJ', update)).toEqual([])
  })
})

describe('a service that starts again', () => {
  it('lets nobody in twice, and leaves revoked what was revoked', async () => {
    const count = (): Promise<object[]> =>
      access.sql(
        `select (select count(*)::int from account) as accounts, (select count(*)::int from membership) as memberships,
                (select count(*)::int from share_grant) as grants, (select count(*)::int from share_grant where revoked_at is null) as open`,
      )
    await access.sql(`update share_grant set revoked_at = now(), revoked_by = '{}' where share = 'plans' and from_organisation = 'R1K'`)
    const before = await count()
    await access.startAgain()
    expect(await count()).toEqual(before)
  })

  it('lets the first administrator of an organisation in where there was never one, told to its record', async () => {
    await access.sql(`insert into organisation values ('RXX', 'trust', 'A fifth trust')`)
    await access.startAgain({ EXAMPLE_RUN: '0', FIRST_ADMINISTRATORS: 'RXX=outsider,RYJ=usurper' })
    await access.startAgain({ EXAMPLE_RUN: '0', FIRST_ADMINISTRATORS: 'RXX=another' })
    const found = await access.sql<{ subject: string }>(`select subject from account where subject in ('outsider', 'usurper', 'another')`)
    expect(found).toEqual([{ subject: 'outsider' }])
    expect(await told('membership.given', await accountIdOf('outsider'))).toMatchObject([
      { source: 'urn:nhs:ods:RXX:access', data: { organisation: 'RXX', by: { role: 'platform' } } },
    ])
    for (const FIRST_ADMINISTRATORS of ['siemens=somebody', 'nowhere=somebody'])
      await expect(access.startAgain({ FIRST_ADMINISTRATORS })).rejects.toThrow('is neither a trust nor the joint body')
  })
})
