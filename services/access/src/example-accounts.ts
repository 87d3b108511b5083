import { ROLE_OF, ROLES, type Role } from '@imaging/schemas'
import type { Organisation, Share } from '../domain/index.ts'
import { ORGANISATIONS } from './organisations.ts'

/** An invented person who can be signed in as, in the local run only. */
export interface ExampleAccount {
  /** What the issuer calls them: `role@organisation`. */
  readonly subject: string
  readonly name: string
  readonly role: Role
  readonly organisation: Organisation
}

const SUPPLIERS: readonly (Organisation & { readonly desk: string; readonly engineer: string })[] = [
  { code: 'siemens', kind: 'supplier', name: 'Siemens Healthineers', desk: 'Jonas Weber', engineer: 'Katja Lindner' },
  { code: 'ge', kind: 'supplier', name: 'GE HealthCare', desk: 'Alice Munro', engineer: 'Tom Barker' },
  { code: 'philips', kind: 'supplier', name: 'Philips', desk: 'Pieter Bakker', engineer: 'Sanne de Vries' },
  { code: 'canon', kind: 'supplier', name: 'Canon Medical Systems', desk: 'Emi Sato', engineer: 'Yuki Arai' },
  { code: 'agfa', kind: 'supplier', name: 'Agfa', desk: 'Bram Peeters', engineer: 'Lotte Claes' },
]

/** The organisations of the example, in the order lists show them. */
export const exampleOrganisations: readonly Organisation[] = [
  ...ORGANISATIONS,
  ...SUPPLIERS.map(({ code, kind, name }) => ({ code, kind, name })),
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

function nameOf(role: Role, organisation: string): string {
  const supplier = SUPPLIERS.find(({ code }) => code === organisation)
  if (role === 'supplier-desk') return supplier?.desk ?? 'Service desk'
  if (role === 'supplier-engineer') return supplier?.engineer ?? 'Service engineer'
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

/** Second roles: a planner who sits on the committee as well, so that changing roles can be tried. */
export const exampleSecondRoles: readonly { readonly subject: string; readonly role: Role; readonly organisation: string }[] = [
  { subject: 'estates-planner@RYJ', role: 'committee-member', organisation: 'QRV' },
]

/** A system that asks for tokens by credentials of its own. */
export interface ExampleMachine {
  readonly clientId: string
  readonly name: string
  readonly role: Role
  readonly organisation: string
}

/** A system of each trust and each supplier, and one for each account, so that the operator's commands can do what that person can. */
export const exampleMachines: readonly ExampleMachine[] = [
  ...exampleOrganisations.flatMap(({ code, kind, name }): ExampleMachine[] => {
    if (kind === 'joint') return []
    const role = kind === 'trust' ? 'radiology-manager' : 'supplier-desk'
    return [{ clientId: `${kind}-system@${code}`, name: `Example system of ${name}`, role, organisation: code }]
  }),
  ...exampleAccounts.map(({ subject, name, role, organisation }) => ({ clientId: subject, name, role, organisation: organisation.code })),
]

/** What the trusts of the example share with each other and with the joint body: everything but what is commercial. */
const EXAMPLE_SHARES = ['status', 'ages', 'plans', 'capacity'] as const satisfies readonly Share[]

export interface ExampleGrant {
  readonly from: string
  readonly to: string
  readonly share: Share
}

export const exampleGrants: readonly ExampleGrant[] = ORGANISATIONS.filter(({ kind }) => kind === 'trust').flatMap((from) =>
  ORGANISATIONS.filter((to) => to !== from).flatMap((to) => EXAMPLE_SHARES.map((share) => ({ from: from.code, to: to.code, share }))),
)
