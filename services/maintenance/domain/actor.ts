/** What a person may be here. Each sees and does only what the part allows. */
export type Role = 'radiology-manager' | 'radiology-lead' | 'medical-physicist' | 'estates-planner' | 'supplier-engineer' | 'administrator'

/** Who asks. `organisation` is an ODS code for staff, a supplier's id for suppliers. */
export interface Actor {
  readonly name: string
  readonly role: Role
  readonly organisation: string
}

/** Who acted, as a fact keeps it: a person by name, or the platform itself. */
export interface ActedBy {
  readonly role: string
  readonly name?: string
  readonly organisation: string
}

/** The platform's own acts: it reminds, escalates and withdraws, and decides nothing else. */
export const PLATFORM: ActedBy = { role: 'platform', organisation: 'platform' }
