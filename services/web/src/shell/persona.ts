import type { Actor, Role } from '@imaging/schemas'

/** Who is acting, and for which organisation. Suppliers act for a supplier, everyone else for a trust. */
export interface Persona {
  readonly role: Role
  readonly roleWords: string
  readonly name: string
  readonly organisation: { readonly kind: 'trust' | 'supplier'; readonly id: string; readonly name: string }
}

/** The four trusts by ODS code, in the order lists show them. */
export const trusts = [
  { id: 'RQM', name: 'Chelsea and Westminster' },
  { id: 'RAS', name: 'Hillingdon' },
  { id: 'RYJ', name: 'Imperial' },
  { id: 'R1K', name: 'London North West' },
] as const

/** How a trust is called on screen; its code where it is none of the four. */
export const trustName = (code: string): string => trusts.find(({ id }) => id === code)?.name ?? code

/** The suppliers of the example fleet, by our key. */
const suppliers = [
  { id: 'siemens', name: 'Siemens Healthineers', engineer: 'Katja Lindner' },
  { id: 'ge', name: 'GE HealthCare', engineer: 'Tom Barker' },
  { id: 'philips', name: 'Philips', engineer: 'Sanne de Vries' },
  { id: 'canon', name: 'Canon Medical Systems', engineer: 'Yuki Arai' },
  { id: 'agfa', name: 'Agfa', engineer: 'Lotte Claes' },
] as const

const trustRoles = [
  { role: 'radiology-manager', roleWords: 'Radiology manager', name: 'Amara Osei', hint: 'Sees what is down, why and until when' },
  { role: 'radiology-lead', roleWords: 'Radiology lead', name: 'Daniel Hughes', hint: 'Checks scanners and returns them to use' },
  { role: 'medical-physicist', roleWords: 'Medical physicist', name: 'Ruth Adler', hint: 'Records the checks that need a physicist' },
  { role: 'estates-planner', roleWords: 'Estates planner', name: 'Priya Shah', hint: 'Keeps the register of scanners' },
] as const

/** One line of the picker: a persona, chosen by its key. */
export interface PersonaChoice {
  readonly key: string
  readonly hint: string
  readonly persona: Persona
}

const trustChoices = trustRoles.flatMap(({ role, roleWords, name, hint }) =>
  trusts.map((trust): PersonaChoice => ({
    key: `${role}@${trust.id}`,
    hint,
    persona: { role, roleWords, name, organisation: { kind: 'trust', ...trust } },
  })),
)

const supplierChoices = suppliers.map(({ id, name, engineer }): PersonaChoice => ({
  key: `supplier-engineer@${id}`,
  hint: 'Accepts, repairs and hands back. Cannot return a scanner to use',
  persona: { role: 'supplier-engineer', roleWords: 'Supplier engineer', name: engineer, organisation: { kind: 'supplier', id, name } },
}))

/** Every example persona. Invented people, for the local example run only. */
export const personaChoices: readonly PersonaChoice[] = [...trustChoices, ...supplierChoices]

/** The persona of a key, or undefined where there is none. */
export const personaOf = (key: string): Persona | undefined => personaChoices.find((choice) => choice.key === key)?.persona

/** The persona as the other services are told who asks. */
export const actorOf = (persona: Persona): Actor => ({ name: persona.name, role: persona.role, organisation: persona.organisation.id })

/** Whether the persona works for a supplier, and so sees its own jobs only. */
export const isSupplier = (persona: Persona): boolean => persona.organisation.kind === 'supplier'
