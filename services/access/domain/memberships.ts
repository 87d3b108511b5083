import type { LocalDate } from '@imaging/calendar'
import { administers } from './administers.ts'
import { holdsOn, type Dated } from './dated.ts'
import type { Fault } from './fault.ts'
import { dateFaults } from './new-grant.ts'
import type { Organisation, OrganisationKind } from './organisation.ts'

/** A role for an organisation, for a time. */
export interface Membership extends Dated {
  readonly membershipId: string
  readonly role: string
  readonly organisation: string
}

/** A role that an administrator wants somebody to have. */
export interface MembershipWanted {
  readonly role: string
  readonly organisation: string
  /** The day it begins; today when left out, or as it began when they have it already. */
  readonly startsOn?: LocalDate
  readonly endsOn?: LocalDate
}

export interface MembershipChange {
  readonly ended: readonly Membership[]
  readonly given: readonly (MembershipWanted & { readonly startsOn: LocalDate })[]
}

/** What to end and what to give, so that somebody has the roles wanted and no others. Naming a role twice gives it once. */
export function membershipChange(held: readonly Membership[], wanted: readonly MembershipWanted[], today: LocalDate): MembershipChange {
  const kept = new Set<Membership>()
  const given = new Map<string, MembershipWanted & { readonly startsOn: LocalDate }>()
  for (const one of wanted) {
    const match = held.find((has) => isSame(has, one))
    if (match !== undefined) kept.add(match)
    else given.set(`${one.role} ${one.organisation} ${one.startsOn ?? today}`, { ...one, startsOn: one.startsOn ?? today })
  }
  return { ended: held.filter((has) => !kept.has(has)), given: [...given.values()] }
}

const isSame = (has: Membership, { role, organisation, startsOn, endsOn }: MembershipWanted): boolean =>
  has.role === role && has.organisation === organisation && has.endsOn === endsOn && (startsOn === undefined || has.startsOn === startsOn)

export interface MembershipRules {
  readonly administrator: Organisation
  readonly organisations: ReadonlyMap<string, Organisation>
  /** Of which kinds of organisation somebody with a role can be. */
  readonly kindsOf: Readonly<Record<string, readonly OrganisationKind[]>>
  readonly today: LocalDate
}

/** What stands against a role being given; nothing when it can be. */
export function membershipFaults(wanted: MembershipWanted & { readonly startsOn: LocalDate }, rules: MembershipRules): readonly Fault[] {
  const { administrator, organisations, kindsOf, today } = rules
  const organisation = organisations.get(wanted.organisation)
  if (organisation === undefined || !administers(administrator, organisation)) {
    const looksAfter = administrator.kind === 'joint' ? `${administrator.code} or a supplier` : administrator.code
    return [{ place: '/organisation', message: `must be ${looksAfter}: you look after no other accounts` }]
  }
  const kinds = kindsOf[wanted.role] ?? []
  const unfit = kinds.includes(organisation.kind)
    ? []
    : [{ place: '/role', message: `must be a role of a ${organisation.kind === 'joint' ? 'joint body' : organisation.kind}` }]
  return [...unfit, ...dateFaults(wanted, today)]
}

/** Whether the same role would be given for the same days twice, by what is kept and what is given together. */
export function givesTwice(held: readonly Membership[], { ended, given }: MembershipChange): boolean {
  const all = [...held.filter((has) => !ended.includes(has)), ...given]
  return all.some((one, index) => all.slice(index + 1).some((other) => overlap(one, other)))
}

type GivenRole = Dated & Pick<Membership, 'role' | 'organisation'>

const overlap = (one: GivenRole, other: GivenRole): boolean =>
  one.role === other.role &&
  one.organisation === other.organisation &&
  (one.endsOn === undefined || other.startsOn < one.endsOn) &&
  (other.endsOn === undefined || one.startsOn < other.endsOn)

/** Whether somebody would no longer be an administrator of an organisation today, who is one now. */
export const losesAdministration = (
  organisation: string,
  held: readonly Membership[],
  { ended, given }: MembershipChange,
  today: LocalDate,
): boolean => {
  const administersIt = (one: GivenRole): boolean =>
    one.role === 'administrator' && one.organisation === organisation && holdsOn(one, today)
  return held.some(administersIt) && ![...held.filter((has) => !ended.includes(has)), ...given].some(administersIt)
}
