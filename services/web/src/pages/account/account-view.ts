import { may, type Membership, type Session } from '@imaging/schemas'
import { listWords } from '../../words/number-words.ts'
import { roleWords } from '../../words/role-words.ts'
import { sharedShares, sharedWords } from '../../words/shared-words.ts'
import { momentWords } from '../../words/time-words.ts'
import { trustName } from '../../words/trust-words.ts'

/** Who somebody is here, and what they may see. */
export interface AccountView {
  readonly name: string
  readonly role: string
  readonly organisation: string
  readonly until: string
  readonly otherRoles: string | undefined
  /** What is seen of whom, a line each; empty for suppliers, who see their own jobs. */
  readonly sees: readonly { readonly what: string; readonly of: string }[]
  readonly links: readonly { readonly href: string; readonly text: string }[]
}

const membershipWords = ({ role, organisation }: Membership): string => `${roleWords(role)}, ${organisation.name}`

/** The account of whoever has a session. */
export const accountView = ({ identity, membership, memberships, endsAt }: Session, nowMs: number): AccountView => {
  const others = memberships.filter(({ membershipId }) => membershipId !== membership.membershipId)
  return {
    name: identity.name,
    role: roleWords(identity.role),
    organisation: membership.organisation.name,
    until: momentWords(Date.parse(endsAt), nowMs),
    otherRoles: others.length === 0 ? undefined : listWords(others.map(membershipWords)),
    sees: sharedShares
      .filter((share) => identity.sees[share].length > 0)
      .map((share) => ({
        what: sharedWords[share].what,
        of: listWords(identity.sees[share].map(trustName).toSorted((a, b) => a.localeCompare(b, 'en-GB'))),
      })),
    links: [
      ...(may(identity, 'roles.read') ? [{ href: '/admin/roles', text: 'What each role may do' }] : []),
      ...(may(identity, 'grants.read') ? [{ href: '/admin/grants', text: 'What the trusts share with each other' }] : []),
    ],
  }
}

/** One role to choose. */
export interface RoleChoice {
  readonly value: string
  readonly text: string
  readonly checked: boolean
}

/** All roles of whoever has a session, with the present one marked. */
export const roleChoices = ({ membership, memberships }: Session): readonly RoleChoice[] =>
  memberships.map((each) => ({
    value: each.membershipId,
    text: membershipWords(each),
    checked: each.membershipId === membership.membershipId,
  }))
