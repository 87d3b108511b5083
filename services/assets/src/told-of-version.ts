import type { ActingIdentity, Actor } from '@imaging/schemas'

/** What is known of a version besides its body. */
export interface VersionHeld {
  readonly version: number
  readonly operator: string
  readonly recordedAt: Date
  readonly recordedBy: Actor
  readonly why: string
  readonly importId: string | undefined
}

/** A version as it is told of: who recorded it and why, and by which import, is for the trust's own people. */
export const toldOfVersion = ({ sees }: ActingIdentity, { version, operator, recordedAt, recordedBy, why, importId }: VersionHeld) => ({
  version,
  recordedAt: recordedAt.toISOString(),
  ...(sees.own.includes(operator) && { recordedBy, why, ...(importId !== undefined && { importId }) }),
})
