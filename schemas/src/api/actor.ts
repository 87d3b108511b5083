import { Type, type Static } from 'typebox'

/** What a person may be here. Each sees and does only what the part allows. */
export const Role = Type.Enum(['radiology-manager', 'radiology-lead', 'medical-physicist', 'estates-planner', 'supplier-engineer', 'administrator'])
export type Role = Static<typeof Role>

/** Who asks. `organisation` is an ODS code for staff, a supplier id for suppliers. */
export const Actor = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  role: Role,
  organisation: Type.String({ minLength: 1, maxLength: 60 }),
})
export type Actor = Static<typeof Actor>

/** The header in which the gateway tells a service who asks: an `Actor` as JSON in base64url. */
export const ACTOR_HEADER = 'imaging-actor'
