import { may, type ActingIdentity } from '@imaging/schemas'
import type { Register, RegisteredAsset } from './register.ts'

/** The scanners that somebody may see. */
export interface SeenFleet {
  all(): readonly RegisteredAsset[]
  /** Nothing for a scanner that is not theirs to know of, as for one that is not there. */
  find(assetId: string): RegisteredAsset | undefined
  /** Whether their own organisation operates it, so that they may see who reported what. */
  isOwn(assetId: string): boolean
}

/** The only ways from a route to the register. */
export interface Fleets {
  /** The scanners of those who share their status with somebody. */
  seenBy(identity: ActingIdentity): Promise<SeenFleet>
  /** The scanner whose label somebody stands before, whoever they are. */
  labelled(assetId: string): Promise<RegisteredAsset | undefined>
}

/** The register lies in memory, where no database protects it: what a route may know of it is decided here. */
export const createFleets = (register: Register): Fleets => ({
  async seenBy(identity) {
    const { sees } = identity
    await register.refresh()
    const shown = (registered: RegisteredAsset | undefined): RegisteredAsset | undefined =>
      registered !== undefined && sees.status.includes(registered.asset.operator) ? asItsContractIsKnown(registered, identity) : undefined
    return {
      all: () => register.all().flatMap((registered) => shown(registered) ?? []),
      find: (assetId) => shown(register.find(assetId)),
      isOwn(assetId) {
        const operator = register.find(assetId)?.asset.operator
        return operator !== undefined && sees.own.includes(operator)
      },
    }
  },
  async labelled(assetId) {
    await register.refresh()
    return register.find(assetId)
  },
})

/**
 * Figures are counted by a contract's terms for everybody; with whom it is, and what it promises, is commercial: known to the trust's own
 * people, and where it is shared to those whose work contracts are.
 */
function asItsContractIsKnown(registered: RegisteredAsset, identity: ActingIdentity): RegisteredAsset {
  const { commercial, own } = identity.sees
  const { operator } = registered.asset
  const isKnown = commercial.includes(operator) && (own.includes(operator) || may(identity, 'contracts.read'))
  return isKnown ? registered : { ...registered, contract: undefined }
}
