import { Type, type Static } from 'typebox'
import { MachineIdentity, OrganisationCode, PersonIdentity, Share } from '../access/identity.ts'
import { OrganisationKind, Role } from '../access/role.ts'
import { Instant, LocalDate } from '../identifiers.ts'

const Id = Type.String({ format: 'uuid' })
const Name = Type.String({ minLength: 1, maxLength: 120 })

/** A trust, a supplier or the joint body. */
export const Organisation = Type.Object({ code: OrganisationCode, kind: OrganisationKind, name: Name })
export type Organisation = Static<typeof Organisation>

/** A role for an organisation; a person may have several and acts in one at a time. */
export const Membership = Type.Object({ membershipId: Id, role: Role, organisation: Organisation })
export type Membership = Static<typeof Membership>

/** What an issuer says of somebody who has just signed in. Of no other word of its token is anything made. */
export const SignIn = Type.Object({
  issuer: Type.String({ minLength: 1, maxLength: 400 }),
  subject: Type.String({ minLength: 1, maxLength: 255 }),
  name: Type.Optional(Name),
})
export type SignIn = Static<typeof SignIn>

/** A session token: 256 bits drawn at random, in base64url. It is shown to nobody but its browser, and stored nowhere. */
export const SessionToken = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })

/** A session as the gateway is told of it. */
export const Session = Type.Object({
  sessionId: Id,
  identity: PersonIdentity,
  membership: Membership,
  memberships: Type.Array(Membership, { minItems: 1, maxItems: 50 }),
  /** When it ends whatever happens. */
  endsAt: Instant,
})
export type Session = Static<typeof Session>

/** A session just begun, or begun anew in another role: the token is told this once. */
export const OpenedSession = Type.Object({ token: SessionToken, session: Session })
export type OpenedSession = Static<typeof OpenedSession>

export const SessionAsked = Type.Object({ token: SessionToken })
export const RoleChosen = Type.Object({ token: SessionToken, membershipId: Id })

/** A client that an issuer gave a token to, by its own credentials. */
export const MachineAsked = Type.Object({ issuer: Type.String({ minLength: 1, maxLength: 400 }), clientId: Name })
export const MachineKnown = Type.Object({ identity: MachineIdentity })

/** What one organisation shares with another, from a day on until another or until it is revoked, which holds at once. */
export const Grant = Type.Object({
  grantId: Id,
  from: Organisation,
  to: Organisation,
  share: Type.Exclude(Share, Type.Literal('own')),
  startsOn: LocalDate,
  endsOn: Type.Optional(LocalDate),
  why: Type.String({ minLength: 1, maxLength: 500 }),
  grantedBy: Type.Object({ name: Name, role: Role }),
  grantedAt: Instant,
  revokedAt: Type.Optional(Instant),
  revokedBy: Type.Optional(Type.Object({ name: Name, role: Role })),
})
export type Grant = Static<typeof Grant>
