import type { AccessRequest, Account, ActingIdentity, Grant, MembershipChosen, NewAccount, NewGrant, Organisation } from '@imaging/schemas'
import type { Press } from '../work-orders/work-order-desk.ts'

/** An account with the version that a change is made on. */
export interface KnownAccount {
  readonly account: Account
  readonly version: string
}

/** What an administrator does to an account as a whole. */
export type AccountAct = 'disable' | 'enable' | 'end-sessions'

/** Accounts and what organisations share, as the one who asks may see and change them. */
export interface AccessDesk {
  accounts(identity: ActingIdentity): Promise<readonly Account[]>
  /** @throws ProblemError 404 where there is none that this administrator looks after */
  account(identity: ActingIdentity, accountId: string): Promise<KnownAccount>
  /** Those who signed in and wait to be let in, the newest first. */
  requests(identity: ActingIdentity): Promise<readonly AccessRequest[]>
  /** Takes a request off the list without letting anybody in. */
  dismiss(identity: ActingIdentity, requestId: string, why: string, press: Press): Promise<void>
  letIn(identity: ActingIdentity, account: NewAccount, press: Press): Promise<{ readonly accountId: string }>
  /** Gives exactly these roles, of those that this administrator looks after. */
  setRoles(identity: ActingIdentity, accountId: string, roles: readonly MembershipChosen[], why: string, press: Press): Promise<void>
  act(identity: ActingIdentity, accountId: string, act: AccountAct, why: string, press: Press): Promise<void>
  /** What we share and what is shared with us, the newest first. */
  grants(identity: ActingIdentity): Promise<readonly Grant[]>
  organisations(identity: ActingIdentity): Promise<readonly Organisation[]>
  grant(identity: ActingIdentity, grant: NewGrant, press: Press): Promise<void>
  revoke(identity: ActingIdentity, grantId: string, why: string, press: Press): Promise<void>
}
