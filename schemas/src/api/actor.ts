import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'
import { Role } from '../access/role.ts'

/** Who asks. `organisation` is an ODS code for staff, a supplier id for suppliers. */
export const Actor = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  role: Role,
  organisation: Type.String({ minLength: 1, maxLength: 60 }),
})
export type Actor = Static<typeof Actor>

/** The header in which the gateway tells a service who asks: an `Actor` as JSON in base64url. */
export const ACTOR_HEADER = 'imaging-actor'

/** Codes of trusts and ids of suppliers look different, so that neither can be taken for the other. */
const TRUST = /^[A-Z0-9]{3,10}$/
const SUPPLIER = /^[a-z0-9][a-z0-9-]{0,39}$/

/** Who asks as the header says it, or nothing when it does not, or says something that cannot be. */
export function readActor(header: string | string[] | undefined): Actor | undefined {
  if (typeof header !== 'string') return undefined
  try {
    const actor: unknown = JSON.parse(Buffer.from(header, 'base64url').toString())
    if (!Value.Check(Actor, actor)) return undefined
    return (actor.role === 'supplier-engineer' ? SUPPLIER : TRUST).test(actor.organisation) ? actor : undefined
  } catch {
    return undefined
  }
}

/** The header's value for who asks. */
export const writeActor = (actor: Actor): string => Buffer.from(JSON.stringify(actor)).toString('base64url')
