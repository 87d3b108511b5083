import { localDateOf } from '@imaging/calendar'
import type { Sql } from '@imaging/postgres'
import type { Session } from '@imaging/schemas'
import { endsAtMs, holdsOn, liveBounds, seesOn, type Grant } from '../domain/index.ts'
import { grantsTo } from './grants-to.ts'
import { daysOf, membershipsOf, shownMembership, type HeldMembership } from './held-membership.ts'

/** Browsers one person is signed in with at once; beyond it the oldest is signed out. */
const SESSIONS_MAX = 10

/** Why a session ended before its time. */
export type EndedWhy = 'signed-out' | 'replaced' | 'role-changed' | 'too-many' | 'disabled' | 'membership-ended' | 'administrator'

export interface LiveSession {
  readonly accountId: string
  readonly signedInAt: Date
  readonly session: Session
}

interface LiveRow {
  readonly sessionId: string
  readonly accountId: string
  readonly membershipId: string
  readonly signedInAt: Date
  readonly name: string
  readonly memberships: readonly HeldMembership[]
  readonly grants: readonly Grant[]
}

/** One statement, planned once: it is asked at every request of every page. */
const LOOK = {
  name: 'look up a session',
  text: `
    with live as (
      select session.session_id, session.account_id, session.membership_id, session.signed_in_at, session.last_seen_at,
             account.name, membership.organisation
        from session join account using (account_id) join membership using (membership_id)
       where session.digest = $1 and session.ended_at is null and session.last_seen_at > $3 and session.signed_in_at > $4
         and account.disabled_at is null
    ), touched as (
      update session set last_seen_at = $2 from live where session.session_id = live.session_id and live.last_seen_at <= $5
    )
    select session_id as "sessionId", account_id as "accountId", membership_id as "membershipId", signed_in_at as "signedInAt", name,
           ${membershipsOf('live')} as memberships,
           ${grantsTo('live.organisation')} as grants
      from live`,
}

/** The live session of a token, with what its person may see at this instant; nothing when there is none, whatever the reason. */
export async function liveSession(sql: Sql, digest: Buffer, nowMs: number): Promise<LiveSession | undefined> {
  const { seenAfterMs, signedInAfterMs, touchBeforeMs } = liveBounds(nowMs)
  const instants = [nowMs, seenAfterMs, signedInAfterMs, touchBeforeMs].map((ms) => new Date(ms))
  const { rows } = await sql.query<LiveRow>(LOOK, [digest, ...instants])
  const [row] = rows
  return row && asSession(row, nowMs)
}

/** Nothing when the membership it acts in has ended. */
function asSession(row: LiveRow, nowMs: number): LiveSession | undefined {
  const { sessionId, accountId, membershipId, signedInAt, name, grants } = row
  const today = localDateOf(nowMs)
  const memberships = row.memberships.filter((held) => holdsOn(daysOf(held), today))
  const acting = memberships.find((held) => held.membershipId === membershipId)
  if (acting === undefined) return undefined
  const { role, code, kind } = acting
  const session: Session = {
    sessionId,
    identity: {
      kind: 'person',
      id: accountId,
      name,
      role,
      organisation: code,
      organisationKind: kind,
      sees: seesOn(acting, grants, today),
    },
    membership: shownMembership(acting),
    memberships: memberships.map(shownMembership),
    endsAt: new Date(endsAtMs(signedInAt.getTime())).toISOString(),
  }
  return { accountId, signedInAt, session }
}

export interface NewSession {
  readonly sessionId: string
  readonly digest: Buffer
  readonly accountId: string
  readonly membershipId: string
  readonly signedInAt: Date
}

/** Begins a session, and ends the oldest of an account that has too many. */
export async function beginSession(
  tx: Sql,
  { sessionId, digest, accountId, membershipId, signedInAt }: NewSession,
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into session (session_id, digest, account_id, membership_id, signed_in_at, began_at, last_seen_at) values ($1, $2, $3, $4, $5, $6, $6)`,
    [sessionId, digest, accountId, membershipId, signedInAt, now],
  )
  await tx.query(
    `update session set ended_at = $2, ended_why = 'too-many'
      where session_id in (select session_id from session where account_id = $1 and ended_at is null
                            order by began_at desc, session_id desc offset ${SESSIONS_MAX})`,
    [accountId, now],
  )
}

/** Ends the session of a token. False when it had ended. */
export async function endSession(sql: Sql, digest: Buffer, why: EndedWhy, now: Date): Promise<boolean> {
  const { rowCount } = await sql.query('update session set ended_at = $3, ended_why = $2 where digest = $1 and ended_at is null', [
    digest,
    why,
    now,
  ])
  return rowCount === 1
}

/** Ends every session of an account that the one who asks looks after. */
export async function endSessionsOf(tx: Sql, accountId: string, why: EndedWhy, now: Date): Promise<number> {
  const { rowCount } = await tx.query('update session set ended_at = $3, ended_why = $2 where account_id = $1 and ended_at is null', [
    accountId,
    why,
    now,
  ])
  return rowCount ?? 0
}

/** Ends the sessions that act in memberships. */
export async function endSessionsIn(tx: Sql, membershipIds: readonly string[], why: EndedWhy, now: Date): Promise<void> {
  await tx.query('update session set ended_at = $3, ended_why = $2 where membership_id = any($1) and ended_at is null', [
    membershipIds,
    why,
    now,
  ])
}

/** Removes sessions that began before an instant: they are long over. */
export async function forgetSessions(sql: Sql, before: Date): Promise<void> {
  await sql.query('delete from session where began_at < $1', [before])
}
