import type { Action } from './command.ts'

/** Who asks, with the acts their role allows at all: what roles may do is decided once for the whole platform, and not here. */
export interface Actor {
  readonly name: string
  readonly role: string
  /** An ODS code for staff, a supplier's id for suppliers. */
  readonly organisation: string
  readonly acts: ReadonlySet<Action>
}

/** Who acted, as a fact keeps it: a person by name, or the platform itself. */
export interface ActedBy {
  readonly role: string
  readonly name?: string
  readonly organisation: string
}

/** The platform's own acts: it reminds, escalates and withdraws, and decides nothing else. */
export const PLATFORM: ActedBy = { role: 'platform', organisation: 'platform' }

const SUPPLIER_ROLES: ReadonlySet<string> = new Set(['supplier-desk', 'supplier-engineer'])

/** Whether somebody acts for a supplier, and not for the trust. */
export const isSupplier = ({ role }: Pick<ActedBy, 'role'>): boolean => SUPPLIER_ROLES.has(role)
