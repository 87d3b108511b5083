import type { DatedMembership, Membership, Role } from '@imaging/schemas'
import type { OrganisationKind } from '../domain/index.ts'

/** A membership as the database tells of it. */
export interface HeldMembership {
  readonly membershipId: string
  readonly role: Role
  readonly code: string
  readonly kind: OrganisationKind
  readonly name: string
  readonly startsOn: string
  readonly endsOn: string | null
}

/** The memberships of an account that were not ended, as a JSON array in the order they were given; `account_id` is that of `whose`. */
export const membershipsOf = (whose: string): string => `coalesce((
  select jsonb_agg(jsonb_build_object('membershipId', m.membership_id, 'role', m.role, 'code', o.code, 'kind', o.kind, 'name', o.name,
                                      'startsOn', m.starts_on, 'endsOn', m.ends_on) order by m.membership_id)
    from membership m join organisation o on o.code = m.organisation
   where m.account_id = ${whose}.account_id and m.ended_at is null), '[]')`

export const shownMembership = ({ membershipId, role, code, kind, name }: HeldMembership): Membership => ({
  membershipId,
  role,
  organisation: { code, kind, name },
})

export const datedMembership = (held: HeldMembership): DatedMembership => ({
  ...shownMembership(held),
  startsOn: held.startsOn,
  ...(held.endsOn !== null && { endsOn: held.endsOn }),
})

/** The days for which it was given. */
export const daysOf = ({ startsOn, endsOn }: HeldMembership): { readonly startsOn: string; readonly endsOn?: string } => ({
  startsOn,
  ...(endsOn !== null && { endsOn }),
})
