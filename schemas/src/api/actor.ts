import { Type, type Static } from 'typebox'
import { Role } from '../access/role.ts'

/** Who acted, as facts name them. `organisation` is an ODS code for staff, a supplier id for suppliers. */
export const Actor = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  role: Role,
  organisation: Type.String({ minLength: 1, maxLength: 60 }),
})
export type Actor = Static<typeof Actor>
