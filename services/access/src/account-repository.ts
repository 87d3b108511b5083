import type { Sql } from '@imaging/postgres'
import type { Account, Actor } from '@imaging/schemas'
import type { MembershipChange, OrganisationKind } from '../domain/index.ts'
import { datedMembership, membershipsOf, type HeldMembership } from './held-membership.ts'

interface Row {
  readonly accountId: string
  readonly issuer: string
  readonly subject: string
  readonly name: string
  readonly home: { readonly code: string; readonly kind: OrganisationKind; readonly name: string }
  readonly createdAt: Date
  readonly disabledAt: Date | null
  readonly memberships: readonly HeldMembership[]
}

const COLUMNS = `
  account_id as "accountId", issuer, subject, name, created_at as "createdAt", disabled_at as "disabledAt",
  (select jsonb_build_object('code', code, 'kind', kind, 'name', name) from organisation where code = account.home) as home,
  ${membershipsOf('account')} as memberships`

const shown = ({ home, createdAt, disabledAt, memberships, accountId, issuer, subject, name }: Row): Account => ({
  accountId,
  issuer,
  subject,
  name,
  home: { code: home.code, kind: home.kind, name: home.name },
  memberships: memberships.map(datedMembership),
  createdAt: createdAt.toISOString(),
  ...(disabledAt !== null && { disabledAt: disabledAt.toISOString() }),
})

/** Where a page of accounts goes on: names are not unique. */
export interface AccountPlace {
  readonly name: string
  readonly accountId: string
}

/** The accounts that whoever asks looks after, by name; of one organisation where it is given. */
export async function accounts(
  sql: Sql,
  organisation: string | undefined,
  after: AccountPlace | undefined,
  limit: number,
): Promise<Account[]> {
  const { rows } = await sql.query<Row>(
    `select ${COLUMNS} from account
      where ($1::text is null or (name, account_id) > ($1, $2::uuid))
        and ($3::text is null or home = $3
             or account_id in (select account_id from membership where organisation = $3 and ended_at is null))
      order by name, account_id limit $4`,
    [after?.name, after?.accountId, organisation, limit],
  )
  return rows.map(shown)
}

/** One account; nothing when there is none, or it is not for whoever asks. */
export async function accountOf(sql: Sql, accountId: string): Promise<Account | undefined> {
  const { rows } = await sql.query<Row>(`select ${COLUMNS} from account where account_id = $1`, [accountId])
  return rows.map(shown)[0]
}

export interface NewAccountRow {
  readonly accountId: string
  readonly issuer: string
  readonly subject: string
  readonly name: string
  readonly home: string
}

/** Writes an account, unless another organisation has let the same person in before: then it is that one. */
export async function createAccount(tx: Sql, { accountId, issuer, subject, name, home }: NewAccountRow, now: Date): Promise<void> {
  // Without naming a constraint: it would ask to see the row that is in the way, which may be another organisation's.
  await tx.query(
    `insert into account (account_id, issuer, subject, name, home, created_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [accountId, issuer, subject, name, home, now],
  )
}

/** Ends and gives memberships. */
export async function changeMemberships(
  tx: Sql,
  accountId: string,
  { ended, given }: MembershipChange,
  { by, now, newId }: { readonly by: Actor; readonly now: Date; readonly newId: () => string },
): Promise<void> {
  const who = JSON.stringify(by)
  await tx.query('update membership set ended_at = $2, ended_by = $3 where membership_id = any($1)', [
    ended.map(({ membershipId }) => membershipId),
    now,
    who,
  ])
  for (const { role, organisation, startsOn, endsOn } of given) {
    await tx.query(
      `insert into membership (membership_id, account_id, role, organisation, starts_on, ends_on, given_at, given_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [newId(), accountId, role, organisation, startsOn, endsOn, now, who],
    )
  }
}

/** Disables or enables an account; false when it is not whoever asks' to do. */
export async function setDisabled(tx: Sql, accountId: string, disabledAt: Date | null): Promise<boolean> {
  const { rowCount } = await tx.query('update account set disabled_at = $2 where account_id = $1', [accountId, disabledAt])
  return rowCount === 1
}

/** Whether somebody is an administrator of an organisation today. */
export async function isAdministrator(tx: Sql, accountId: string, organisation: string, today: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from membership where account_id = $1 and organisation = $2 and role = 'administrator' and ended_at is null
        and starts_on <= $3 and (ends_on is null or ends_on > $3)`,
    [accountId, organisation, today],
  )
  return rowCount !== 0
}
