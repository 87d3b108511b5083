export { administers } from './administers.ts'
export { holdsOn, type Dated } from './dated.ts'
export type { Fault } from './fault.ts'
export {
  givesTwice,
  losesAdministration,
  membershipChange,
  membershipFaults,
  type Membership,
  type MembershipChange,
  type MembershipWanted,
} from './memberships.ts'
export { grantFaults } from './new-grant.ts'
export type { Organisation, OrganisationKind } from './organisation.ts'
export { seesOn, SHARES, type Grant, type Sees, type Share } from './sees.ts'
export { endsAtMs, liveBounds } from './session-limits.ts'
