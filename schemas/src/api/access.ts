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
  /** The session this browser had before: it ends as the new one begins. */
  replaces: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })),
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
export type MachineKnown = Static<typeof MachineKnown>

/**
 * What one organisation shares with another, from a day on, no longer on `endsOn`, and no longer from the instant it is revoked.
 */
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

/** A membership with the days for which it was given: from `startsOn` on, no longer on `endsOn`. */
export const DatedMembership = Type.Object({ ...Membership.properties, startsOn: LocalDate, endsOn: Type.Optional(LocalDate) })
export type DatedMembership = Static<typeof DatedMembership>

/** Somebody who may sign in, as an administrator sees them: with the memberships that this administrator looks after. */
export const Account = Type.Object({
  accountId: Id,
  issuer: SignIn.properties.issuer,
  subject: SignIn.properties.subject,
  name: Name,
  /** Whose administrators may disable it. */
  home: Organisation,
  memberships: Type.Array(DatedMembership, { maxItems: 50 }),
  createdAt: Instant,
  disabledAt: Type.Optional(Instant),
})
export type Account = Static<typeof Account>

/** Why something is done: it goes into the record. */
export const Because = Type.Object({ why: Type.String({ minLength: 1, maxLength: 500 }) })

/** A role to be given. It begins today unless told, and has no end unless told. */
export const MembershipChosen = Type.Object({
  role: Role,
  organisation: OrganisationCode,
  startsOn: Type.Optional(LocalDate),
  endsOn: Type.Optional(LocalDate),
})
export type MembershipChosen = Static<typeof MembershipChosen>

/** All memberships an account is to have, of those its administrator looks after. */
export const MembershipsChosen = Type.Object({ memberships: Type.Array(MembershipChosen, { maxItems: 20 }), ...Because.properties })

/** Somebody who is to be let in. */
export const NewAccount = Type.Object({
  issuer: SignIn.properties.issuer,
  subject: SignIn.properties.subject,
  name: Name,
  memberships: Type.Array(MembershipChosen, { minItems: 1, maxItems: 20 }),
  ...Because.properties,
})
export type NewAccount = Static<typeof NewAccount>

/** Somebody whom their issuer knows and we do not: they signed in and wait to be let in. */
export const AccessRequest = Type.Object({
  requestId: Id,
  issuer: SignIn.properties.issuer,
  subject: SignIn.properties.subject,
  name: Type.Optional(Name),
  firstAskedAt: Instant,
  lastAskedAt: Instant,
  times: Type.Integer({ minimum: 1 }),
})
export type AccessRequest = Static<typeof AccessRequest>

/** What is to be shared by the organisation of whoever asks. It begins today unless told. */
export const NewGrant = Type.Object({
  to: OrganisationCode,
  share: Grant.properties.share,
  startsOn: Type.Optional(LocalDate),
  endsOn: Type.Optional(LocalDate),
  ...Because.properties,
})
export type NewGrant = Static<typeof NewGrant>

/** A role with all that it may do. */
export const RoleGranted = Type.Object({
  role: Role,
  organisationKinds: Type.Array(OrganisationKind),
  permissions: Type.Array(Type.Object({ permission: Type.String(), words: Type.String() })),
})

/** A system of an organisation, by the client an issuer knows it as. It has a role as a person has one. */
export const MachineClient = Type.Object({
  machineId: Id,
  issuer: MachineAsked.properties.issuer,
  clientId: Name,
  name: Name,
  role: Role,
  organisation: Organisation,
  disabledAt: Type.Optional(Instant),
})
export type MachineClient = Static<typeof MachineClient>

/** A system that is to be let in. */
export const NewMachineClient = Type.Object({
  issuer: MachineAsked.properties.issuer,
  clientId: Name,
  name: Name,
  role: Role,
  organisation: OrganisationCode,
  ...Because.properties,
})
export type NewMachineClient = Static<typeof NewMachineClient>
