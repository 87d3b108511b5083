import type { CallOptions, Client } from '@imaging/http'
import type { IdentitySigner } from '@imaging/identity'
import { SEES_NOTHING, type PersonIdentity } from '@imaging/schemas'
import { castMember, type CastMember, type CastRole } from '../domain/index.ts'

/** A service of the platform, with a way to call it as one of the example's people. */
export interface PlayedService {
  readonly client: Client
  /** What a call needs to come from the one who plays a role for an organisation. */
  as(role: CastRole, organisation: string): Pick<CallOptions, 'authorization'>
}

/** A service by its name, called with tokens that the simulator signs for it. */
export const playedService = (name: string, client: Client, sign: IdentitySigner): PlayedService => ({
  client,
  as(role, organisation) {
    const identity = identityOf(castMember(role, organisation))
    return { authorization: async () => `Bearer ${await sign(identity, name)}` }
  },
})

/** A played person sees what is their own organisation's, and nothing that another shares with it. */
function identityOf({ name, role, organisation }: CastMember): PersonIdentity {
  const forSupplier = role === 'supplier-engineer'
  const own = forSupplier ? [] : [organisation]
  return {
    kind: 'person',
    id: `simulator:${role}@${organisation}`,
    name,
    role,
    organisation,
    organisationKind: forSupplier ? 'supplier' : 'trust',
    sees: forSupplier ? SEES_NOTHING : { own, status: own, ages: own, plans: own, capacity: own, commercial: own },
  }
}
