import { exampleAccounts, exampleOrganisations } from '@imaging/access/example-accounts'

/** The page on which somebody chooses who to be. */
export interface ChoiceView {
  /** What was searched for. */
  readonly sought: string
  readonly found: string
  readonly groups: readonly ChoiceGroup[]
  readonly all: readonly { readonly code: string; readonly name: string }[]
}

/** One organisation with its people. */
export interface ChoiceGroup {
  readonly code: string
  readonly name: string
  readonly people: readonly { readonly subject: string; readonly role: string; readonly name: string }[]
}

const roleWords = (role: string): string => role.charAt(0).toUpperCase() + role.slice(1).replaceAll('-', ' ')

const matches = ({ code, name }: (typeof exampleOrganisations)[number], sought: string): boolean =>
  `${name} ${code}`.toLowerCase().includes(sought.toLowerCase())

/** Everybody of the organisations whose name or code holds what was searched for; nothing searched for finds all. */
export const choiceView = (search: string | undefined): ChoiceView => {
  const sought = (search ?? '').trim().slice(0, 60)
  const groups = exampleOrganisations
    .filter((organisation) => matches(organisation, sought))
    .map(({ code, name }) => ({
      code,
      name,
      people: exampleAccounts
        .filter(({ organisation }) => organisation.code === code)
        .map((account) => ({ subject: account.subject, role: roleWords(account.role), name: account.name })),
    }))
  const people = groups.reduce((sum, group) => sum + group.people.length, 0)
  return {
    sought,
    groups,
    found:
      people === 0
        ? `No organisation is called “${sought}”.`
        : `${people} people at ${groups.length} ${groups.length === 1 ? 'organisation' : 'organisations'}`,
    all: exampleOrganisations,
  }
}
