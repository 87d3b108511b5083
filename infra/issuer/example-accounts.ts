import { ROLE_OF, ROLES, type OrganisationKind, type Role } from '@imaging/schemas'

/** An invented person who can be signed in as, in the local run only. */
export interface ExampleAccount {
  /** What the issuer calls them: `role@organisation`. */
  readonly subject: string
  readonly name: string
  readonly role: Role
  readonly organisation: ExampleOrganisation
}

export interface ExampleOrganisation {
  readonly code: string
  readonly kind: OrganisationKind
  readonly name: string
}

/** The organisations of the example, in the order lists show them. */
export const exampleOrganisations: readonly ExampleOrganisation[] = [
  { code: 'RQM', kind: 'trust', name: 'Chelsea and Westminster' },
  { code: 'RAS', kind: 'trust', name: 'Hillingdon' },
  { code: 'RYJ', kind: 'trust', name: 'Imperial' },
  { code: 'R1K', kind: 'trust', name: 'London North West' },
  { code: 'QRV', kind: 'joint', name: 'North West London, jointly' },
  { code: 'siemens', kind: 'supplier', name: 'Siemens Healthineers' },
  { code: 'ge', kind: 'supplier', name: 'GE HealthCare' },
  { code: 'philips', kind: 'supplier', name: 'Philips' },
  { code: 'canon', kind: 'supplier', name: 'Canon Medical Systems' },
  { code: 'agfa', kind: 'supplier', name: 'Agfa' },
]

/** One invented name for each role, the same at every organisation, so that a story reads alike wherever it is played. */
const NAMES: Readonly<Record<Exclude<Role, 'supplier-desk' | 'supplier-engineer'>, string>> = {
  'radiology-manager': 'Amara Osei',
  'radiology-lead': 'Daniel Hughes',
  'medical-physicist': 'Ruth Adler',
  'modality-lead': 'Owen Price',
  'estates-planner': 'Priya Shah',
  finance: 'Grace Mensah',
  'committee-member': 'Helen Ward',
  'board-secretary': 'Martin Doyle',
  'lay-partner': 'Joy Adeyemi',
  administrator: 'Sam Whitfield',
  auditor: 'Nadia Rahman',
}

const SUPPLIER_NAMES: Readonly<Record<string, { readonly desk: string; readonly engineer: string }>> = {
  siemens: { desk: 'Jonas Weber', engineer: 'Katja Lindner' },
  ge: { desk: 'Alice Munro', engineer: 'Tom Barker' },
  philips: { desk: 'Pieter Bakker', engineer: 'Sanne de Vries' },
  canon: { desk: 'Emi Sato', engineer: 'Yuki Arai' },
  agfa: { desk: 'Bram Peeters', engineer: 'Lotte Claes' },
}

const nameOf = (role: Role, organisation: string): string => {
  if (role === 'supplier-desk') return SUPPLIER_NAMES[organisation]?.desk ?? 'Service desk'
  if (role === 'supplier-engineer') return SUPPLIER_NAMES[organisation]?.engineer ?? 'Service engineer'
  return NAMES[role]
}

/** One account for every role and organisation that can have it. Invented people. */
export const exampleAccounts: readonly ExampleAccount[] = exampleOrganisations.flatMap((organisation) =>
  ROLES.filter((role) => ROLE_OF[role].includes(organisation.kind)).map((role) => ({
    subject: `${role}@${organisation.code}`,
    name: nameOf(role, organisation.code),
    role,
    organisation,
  })),
)

/** The account of a subject. */
export const exampleAccount = (subject: string): ExampleAccount | undefined => exampleAccounts.find((each) => each.subject === subject)
