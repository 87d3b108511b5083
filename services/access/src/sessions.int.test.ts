import { createHash } from 'node:crypto'
import { may, type OpenedSession, type Session } from '@imaging/schemas'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ISSUER, startTestAccess, type TestAccess } from './test-access.ts'

let access: TestAccess
beforeAll(async () => {
  access = await startTestAccess({ databaseUrl: inject('databaseUrl'), kafkaBrokers: inject('kafkaBrokers') })
})
afterAll(() => access.stop())

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest()
const shift = (token: string, column: string, interval: string): Promise<unknown> =>
  access.sql(`update session set ${column} = ${column} - $2::interval where digest = $1`, [digestOf(token), interval])

describe('signing in', () => {
  it('gives somebody who was let in their role, their organisation and what they see', async () => {
    const { token, session } = await access.signIn('radiology-manager@RYJ')
    expect(session.identity).toMatchObject({
      kind: 'person',
      name: 'Amara Osei',
      role: 'radiology-manager',
      organisation: 'RYJ',
      organisationKind: 'trust',
      sees: { own: ['RYJ'], status: ['R1K', 'RAS', 'RQM', 'RYJ'], commercial: ['RYJ'] },
    })
    expect(Date.parse(session.endsAt) - Date.now()).toBeLessThanOrEqual(12 * 3_600_000)
    expect(await access.look(token)).toEqual(session)
  })

  it('keeps the token nowhere', async () => {
    const { token } = await access.signIn('finance@RAS')
    const [kept] = await access.sql<{ kept: string }>('select row_to_json(session)::text as kept from session where digest = $1', [
      digestOf(token),
    ])
    expect(kept?.kept).toContain(digestOf(token).toString('hex'))
    for (const written of [token, Buffer.from(token, 'base64url').toString('hex')]) expect(kept?.kept).not.toContain(written)
  })

  it('is refused the same way for somebody unknown and for somebody disabled, by any issuer but the one that is meant', async () => {
    await access.sql('update account set disabled_at = now() where subject = $1', ['modality-lead@RAS'])
    const refusals = await Promise.all(
      [
        { issuer: ISSUER, subject: 'nobody@RYJ', name: 'No Body' },
        { issuer: ISSUER, subject: 'modality-lead@RAS', name: 'Owen Price' },
        { issuer: 'https://elsewhere.example', subject: 'administrator@RYJ', name: 'sam@imperial.example' },
      ].map(async (asked) => {
        const answer = await access.asWeb('/internal/sign-ins', asked)
        const { instance: _, ...said } = (await answer.json()) as Record<string, unknown>
        return JSON.stringify([answer.status, said])
      }),
    )
    expect(new Set(refusals).size).toBe(1)
    expect(refusals[0]).toContain('403')
    const asked = await access.sql<{ subject: string }>('select subject from access_request order by subject')
    expect(asked.map(({ subject }) => subject)).toEqual(['administrator@RYJ', 'nobody@RYJ'])
  })

  it('ends the session the browser had before, and no more than ten live on', async () => {
    const first = await access.signIn('finance@R1K')
    await access.signIn('finance@R1K', { replaces: first.token })
    expect(await access.look(first.token)).toBeUndefined()
    const tokens: string[] = []
    for (let browser = 0; browser < 11; browser++) tokens.push((await access.signIn('finance@R1K')).token)
    const live = await Promise.all(tokens.map((token) => access.look(token)))
    expect(live.map((session) => session !== undefined)).toEqual([false, ...Array.from({ length: 10 }, () => true)])
  })
})

describe('a session', () => {
  it('ends after half an hour of silence, and lives on when it is used', async () => {
    const { token } = await access.signIn('auditor@RYJ')
    await shift(token, 'last_seen_at', '29 minutes')
    expect(await access.look(token)).toBeDefined()
    await shift(token, 'last_seen_at', '29 minutes')
    expect(await access.look(token)).toBeDefined()
    await shift(token, 'last_seen_at', '31 minutes')
    expect(await access.look(token)).toBeUndefined()
  })

  it('ends after twelve hours, however much it is used', async () => {
    const { token } = await access.signIn('auditor@RYJ')
    await shift(token, 'signed_in_at', '11 hours 59 minutes')
    expect(await access.look(token)).toBeDefined()
    await shift(token, 'signed_in_at', '2 minutes')
    expect(await access.look(token)).toBeUndefined()
  })

  it('is written to at most once a minute', async () => {
    const { token } = await access.signIn('auditor@RYJ')
    const seen = async (): Promise<string | undefined> =>
      (await access.sql<{ seen: string }>('select xmin::text as seen from session where digest = $1', [digestOf(token)]))[0]?.seen
    const atFirst = await seen()
    await access.look(token)
    expect(await seen()).toBe(atFirst)
    await shift(token, 'last_seen_at', '61 seconds')
    const shifted = await seen()
    await access.look(token)
    expect(await seen()).not.toBe(shifted)
  })

  it('ends when its person signs out, which may be said twice', async () => {
    const { token } = await access.signIn('auditor@RYJ')
    for (let time = 0; time < 2; time++) expect((await access.asWeb('/internal/sessions/end', { token })).status).toBe(204)
    expect(await access.look(token)).toBeUndefined()
  })

  it('ends at once when the account is disabled, the role ends, or its time is over', async () => {
    const live: OpenedSession[] = await Promise.all(
      ['auditor@R1K', 'finance@RQM', 'estates-planner@RQM'].map((subject) => access.signIn(subject)),
    )
    const membership = (subject: string): string => `account_id = (select account_id from account where subject = '${subject}')`
    await access.sql(`update account set disabled_at = now() where subject = 'auditor@R1K'`)
    await access.sql(`update membership set ended_at = now(), ended_by = '{}' where ${membership('finance@RQM')}`)
    await access.sql(`update membership set ends_on = current_date - 1 where ${membership('estates-planner@RQM')}`)
    for (const { token } of live) expect(await access.look(token)).toBeUndefined()
  })

  it('sees no more of what is shared no longer from the next look on', async () => {
    const { token } = await access.signIn('modality-lead@R1K')
    const sees = async (): Promise<readonly string[] | undefined> => (await access.look(token))?.identity.sees.capacity
    expect(await sees()).toEqual(['R1K', 'RAS', 'RQM', 'RYJ'])
    await access.sql(
      `update share_grant set revoked_at = now(), revoked_by = '{}' where from_organisation = 'RAS' and to_organisation = 'R1K' and share = 'capacity'`,
    )
    expect(await sees()).toEqual(['R1K', 'RQM', 'RYJ'])
  })

  it('is nothing to a guess', async () => {
    for (const token of ['A'.repeat(43), '_'.repeat(43)]) expect(await access.look(token)).toBeUndefined()
    expect((await access.asWeb('/internal/sessions/look', { token: 'short' })).status).toBe(400)
  })
})

describe('choosing another role', () => {
  const choose = (token: string, membershipId: string): Promise<Response> =>
    access.asWeb('/internal/sessions/role', { token, membershipId })
  const other = ({ memberships, membership }: Session): string =>
    memberships.find(({ membershipId }) => membershipId !== membership.membershipId)?.membershipId ?? ''

  it('begins the session anew under another token, sees as that role sees, and ends no later', async () => {
    const { token, session } = await access.signIn('estates-planner@RYJ')
    expect(session.memberships).toHaveLength(2)
    await shift(token, 'signed_in_at', '11 hours')
    const before = await access.look(token)
    const begun = (await (await choose(token, other(session))).json()) as OpenedSession
    expect(begun.token).not.toBe(token)
    expect(await access.look(token)).toBeUndefined()
    const both = [session.membership.role, begun.session.membership.role].toSorted()
    expect(both).toEqual(['committee-member', 'estates-planner'])
    expect(begun.session.endsAt).toBe(before?.endsAt)
    const joint = begun.session.identity.role === 'committee-member' ? begun.session : session
    expect(joint.identity).toMatchObject({ organisation: 'QRV', sees: { own: [], status: ['R1K', 'RAS', 'RQM', 'RYJ'], commercial: [] } })
    expect(may(joint.identity, 'register.edit')).toBe(false)
    const again = await access.signIn('estates-planner@RYJ')
    expect(again.session.membership.role).toBe(begun.session.membership.role)
  })

  it('is refused for a role of somebody else, and of two choices at once one is', async () => {
    const { token, session } = await access.signIn('estates-planner@RYJ')
    const stranger = await access.signIn('administrator@RQM')
    expect((await choose(token, stranger.session.membership.membershipId)).status).toBe(404)
    expect(await access.look(token)).toBeDefined()
    const answers = await Promise.all([choose(token, other(session)), choose(token, other(session))])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404])
  })
})

describe('a system', () => {
  it('is known by its client, and sees what its organisation sees', async () => {
    const look = (clientId: string, issuer = ISSUER): Promise<Response> => access.asWeb('/internal/machines/look', { issuer, clientId })
    expect(await (await look('supplier-system@siemens')).json()).toEqual({
      identity: {
        kind: 'machine',
        id: 'supplier-system@siemens',
        name: 'Example system of Siemens Healthineers',
        role: 'supplier-desk',
        organisation: 'siemens',
        organisationKind: 'supplier',
        sees: { own: [], status: [], ages: [], plans: [], capacity: [], commercial: [] },
      },
    })
    expect((await (await look('trust-system@RYJ')).json()) as object).toMatchObject({
      identity: { sees: { own: ['RYJ'], commercial: ['RYJ'] } },
    })
    for (const answer of [await look('nobody'), await look('trust-system@RYJ', 'https://elsewhere.example')])
      expect(answer.status).toBe(404)
    await access.sql(`update machine_client set disabled_at = now() where client_id = 'trust-system@RAS'`)
    expect((await look('trust-system@RAS')).status).toBe(404)
  })
})

describe('the look-ups', () => {
  it('are the gateway’s alone', async () => {
    const { session, token } = await access.signIn('administrator@RYJ')
    for (const path of [
      '/internal/sign-ins',
      '/internal/sessions/look',
      '/internal/sessions/role',
      '/internal/sessions/end',
      '/internal/machines/look',
    ]) {
      const body = { token }
      expect((await access.ask(undefined, 'POST', path, { body })).status, path).toBe(401)
      expect((await access.ask(session.identity, 'POST', path, { body })).status, path).toBe(403)
      expect((await access.ask({ kind: 'service', name: 'worker' }, 'POST', path, { body })).status, path).toBe(403)
    }
    expect(await access.look(token)).toBeDefined()
  })
})
