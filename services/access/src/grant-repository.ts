import type { Sql } from '@imaging/postgres'
import type { Actor, Grant } from '@imaging/schemas'

interface Row {
  readonly grant_id: string
  readonly from: Grant['from']
  readonly to: Grant['to']
  readonly share: Grant['share']
  readonly startsOn: string
  readonly endsOn: string | null
  readonly why: string
  readonly granted_by: Grant['grantedBy']
  readonly granted_at: Date
  readonly revoked_by: Grant['grantedBy'] | null
  readonly revoked_at: Date | null
}

const organisation = (column: string): string =>
  `(select jsonb_build_object('code', code, 'kind', kind, 'name', name) from organisation where code = ${column})`

const COLUMNS = `
  grant_id, ${organisation('from_organisation')} as "from", ${organisation('to_organisation')} as "to", share,
  starts_on::text as "startsOn", ends_on::text as "endsOn", why, granted_by, granted_at, revoked_by, revoked_at`

const person = ({ name, role }: Grant['grantedBy']): Grant['grantedBy'] => ({ name, role })

const shown = (row: Row): Grant => ({
  grantId: row.grant_id,
  from: row.from,
  to: row.to,
  share: row.share,
  startsOn: row.startsOn,
  ...(row.endsOn !== null && { endsOn: row.endsOn }),
  why: row.why,
  grantedBy: person(row.granted_by),
  grantedAt: row.granted_at.toISOString(),
  ...(row.revoked_at !== null && { revokedAt: row.revoked_at.toISOString() }),
  ...(row.revoked_by !== null && { revokedBy: person(row.revoked_by) }),
})

/** Where a page of grants goes on. */
export interface GrantPlace {
  readonly grantedAt: string
  readonly grantId: string
}

/** The grants that whoever asks has a part in, the newest first; those not revoked alone, where wanted. */
export async function grants(sql: Sql, isOpen: boolean, after: GrantPlace | undefined, limit: number): Promise<Grant[]> {
  const { rows } = await sql.query<Row>(
    `select ${COLUMNS} from share_grant
      where ($1::timestamptz is null or (granted_at, grant_id) < ($1, $2::uuid)) and (not $3 or revoked_at is null)
      order by granted_at desc, grant_id desc limit $4`,
    [after?.grantedAt, after?.grantId, isOpen, limit],
  )
  return rows.map(shown)
}

/** One grant; nothing when there is none, or whoever asks has no part in it. */
export async function grantOf(sql: Sql, grantId: string): Promise<Grant | undefined> {
  const { rows } = await sql.query<Row>(`select ${COLUMNS} from share_grant where grant_id = $1`, [grantId])
  return rows.map(shown)[0]
}

export interface NewGrantRow {
  readonly grantId: string
  readonly from: string
  readonly to: string
  readonly share: Grant['share']
  readonly startsOn: string
  readonly endsOn?: string
  readonly why: string
}

/** Writes a grant; false when the same is shared already on one of its days. */
export async function createGrant(tx: Sql, grant: NewGrantRow, by: Actor, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into share_grant (grant_id, from_organisation, to_organisation, share, starts_on, ends_on, why, granted_by, granted_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [grant.grantId, grant.from, grant.to, grant.share, grant.startsOn, grant.endsOn, grant.why, JSON.stringify(by), now],
  )
  return rowCount === 1
}

/** Revokes a grant of the organisation that asks; false when it was revoked before. */
export async function revokeGrant(tx: Sql, grantId: string, by: Actor, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update share_grant set revoked_at = $2, revoked_by = $3 where grant_id = $1 and revoked_at is null',
    [grantId, now, JSON.stringify(by)],
  )
  return rowCount === 1
}
