import { problem } from '@imaging/http'
import { may, type ActingIdentity } from '@imaging/schemas'

/**
 * Lets a change pass that concerns rows of the asker's own trust alone: each trust answers for its own register.
 *
 * The joint body has no machines of its own, so its people change none; each trust enters and imports its own.
 *
 * @param trusts Those whose rows it concerns, as far as the asker may know of them.
 * @throws {ProblemError} 403 when one of them is another's.
 */
export function requireOwn({ organisation, sees }: ActingIdentity, trusts: readonly string[]): void {
  const other = trusts.find((trust) => !sees.own.includes(trust))
  if (other === undefined) return
  throw problem(403, 'This belongs to another trust', { detail: `Only ${other} can change it; you act for ${organisation}.` })
}

/** The trust whose rows somebody may write. @throws {ProblemError} 403 for those who act for none. */
export function ownTrust({ sees: { own } }: ActingIdentity): string {
  const [trust] = own
  if (trust !== undefined) return trust
  throw problem(403, 'Only a trust keeps a register', { detail: 'Each trust imports its own machines. Act for one of them and try again.' })
}

/** Whether somebody's role includes what machines cost: it goes with the contracts, and with keeping the register. */
export const knowsMoney = (identity: ActingIdentity): boolean => may(identity, 'contracts.read') || may(identity, 'register.edit')
