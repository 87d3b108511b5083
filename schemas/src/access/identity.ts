import { Type, type Static } from 'typebox'
import { OrganisationKind, Role } from './role.ts'

/** An ODS code of a trust or the joint body, or the id of a supplier; the two look different, so that neither is taken for the other. */
export const OrganisationCode = Type.String({ pattern: '^([A-Z0-9]{3,10}|[a-z0-9][a-z0-9-]{0,39})$' })

/**
 * What trusts share with each other, each by a grant of its own.
 *
 * `own` is not shared: it is what an organisation sees of itself, whole.
 */
export const Share = Type.Enum(['own', 'status', 'ages', 'plans', 'capacity', 'commercial'])
export type Share = Static<typeof Share>
export const SHARES = ['own', 'status', 'ages', 'plans', 'capacity', 'commercial'] as const satisfies readonly Share[]

/** Of which trusts somebody sees what is shared, at this instant. */
export const Sees = Type.Object({
  own: Type.Array(OrganisationCode, { maxItems: 1 }),
  status: Type.Array(OrganisationCode, { maxItems: 100 }),
  ages: Type.Array(OrganisationCode, { maxItems: 100 }),
  plans: Type.Array(OrganisationCode, { maxItems: 100 }),
  capacity: Type.Array(OrganisationCode, { maxItems: 100 }),
  commercial: Type.Array(OrganisationCode, { maxItems: 100 }),
})
export type Sees = Static<typeof Sees>

const acting = {
  /** The account's id, or the client's. */
  id: Type.String({ minLength: 1, maxLength: 120 }),
  name: Type.String({ minLength: 1, maxLength: 120 }),
  role: Role,
  organisation: OrganisationCode,
  organisationKind: OrganisationKind,
  sees: Sees,
}

/** A person who signed in, acting in one role for one organisation. */
export const PersonIdentity = Type.Object({ kind: Type.Literal('person'), ...acting })
/** A system of a trust or a supplier, with a role as a person has one. */
export const MachineIdentity = Type.Object({ kind: Type.Literal('machine'), ...acting })
/** One of the platform's own services, acting for nobody. It may call only routes that name it. */
export const ServiceIdentity = Type.Object({ kind: Type.Literal('service'), name: Type.String({ pattern: '^[a-z][a-z-]{0,30}$' }) })

/** Who asks. */
export const Identity = Type.Union([PersonIdentity, MachineIdentity, ServiceIdentity])
export type Identity = Static<typeof Identity>
export type PersonIdentity = Static<typeof PersonIdentity>
export type ActingIdentity = PersonIdentity | Static<typeof MachineIdentity>

/** Sees nothing of anybody: what a supplier is given, and what every new organisation starts with. */
export const SEES_NOTHING: Sees = { own: [], status: [], ages: [], plans: [], capacity: [], commercial: [] }
