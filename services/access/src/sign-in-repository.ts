import { localDateOf } from '@imaging/calendar'
import type { Sql } from '@imaging/postgres'
import { holdsOn } from '../domain/index.ts'
import { daysOf, membershipsOf, type HeldMembership } from './held-membership.ts'

/** Who signed in, as far as we know them. */
export interface KnownPerson {
  readonly accountId: string
  readonly isDisabled: boolean
  /** The membership to begin with: the one acted in last, else the first; nothing when none is in force. */
  readonly membershipId?: string
}

interface Row {
  readonly accountId: string
  readonly isDisabled: boolean
  readonly memberships: readonly HeldMembership[]
  readonly lastMembershipId: string | null
}

/** Who an issuer means by a subject; nothing when nobody was let in by that name. */
export async function knownPerson(sql: Sql, issuer: string, subject: string, now: Date): Promise<KnownPerson | undefined> {
  const { rows } = await sql.query<Row>(
    `select account_id as "accountId", disabled_at is not null as "isDisabled", ${membershipsOf('account')} as memberships,
            (select membership_id from session where session.account_id = account.account_id order by began_at desc limit 1) as "lastMembershipId"
       from account where issuer = $1 and subject = $2`,
    [issuer, subject],
  )
  const [row] = rows
  if (row === undefined) return undefined
  const today = localDateOf(now.getTime())
  const inForce = row.memberships.filter((held) => holdsOn(daysOf(held), today)).map(({ membershipId }) => membershipId)
  const membershipId = inForce.find((id) => id === row.lastMembershipId) ?? inForce[0]
  return { accountId: row.accountId, isDisabled: row.isDisabled, ...(membershipId !== undefined && { membershipId }) }
}
