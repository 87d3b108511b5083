/** What a played person may be: the roles that have a part in the register or in a work order, or bring old ones over. */
export type CastRole =
  | 'radiology-manager'
  | 'radiology-lead'
  | 'medical-physicist'
  | 'estates-planner'
  | 'administrator'
  | 'supplier-engineer'

/** Who records the checks before use: the customer, never the supplier. */
export type CheckingRole = 'radiology-manager' | 'radiology-lead' | 'medical-physicist'

/** An invented person who acts for an organisation: a trust by its ODS code, a supplier by its key. */
export interface CastMember {
  readonly name: string
  readonly role: CastRole
  readonly organisation: string
}

const STAFF: Readonly<Record<Exclude<CastRole, 'supplier-engineer'>, string>> = {
  'radiology-manager': 'Amara Osei',
  'radiology-lead': 'Daniel Hughes',
  'medical-physicist': 'Ruth Adler',
  'estates-planner': 'Priya Shah',
  administrator: 'Ellis Grant',
}

const ENGINEERS: Readonly<Record<string, string>> = {
  siemens: 'Katja Lindner',
  ge: 'Tom Barker',
  philips: 'Sanne de Vries',
  canon: 'Yuki Arai',
  agfa: 'Lotte Claes',
}

/** Who plays a role for an organisation; suppliers that are not in the example are played by an engineer without a known name. */
export const castMember = (role: CastRole, organisation: string): CastMember => ({
  name: role === 'supplier-engineer' ? (ENGINEERS[organisation] ?? 'Service engineer') : STAFF[role],
  role,
  organisation,
})
