import { personaChoices, trusts, type Persona } from '../../shell/persona.ts'

/** One group of the picker: a trust or the suppliers, with its people. */
export interface PersonaGroup {
  readonly heading: string
  readonly choices: readonly {
    readonly value: string
    readonly text: string
    readonly hint: { readonly text: string }
    readonly checked: boolean
  }[]
}

export interface PersonaView {
  readonly groups: readonly PersonaGroup[]
  readonly next: string
}

const isSame = (one: Persona, other: Persona | undefined): boolean =>
  one.role === other?.role && one.organisation.id === other.organisation.id

/** Only addresses of this site may be gone to afterwards; anything else goes to the start page. */
export const safeNext = (next: string | undefined): string =>
  next !== undefined && /^\/(?![/\\])[\w\-./?=&%+~]*$/.test(next) && !next.startsWith('/persona') ? next : '/'

/** The picker of example personas, grouped by organisation, with the current one marked. */
export const personaView = (current: Persona | undefined, next: string | undefined): PersonaView => {
  const group = (heading: string, belongs: (persona: Persona) => boolean): PersonaGroup => ({
    heading,
    choices: personaChoices
      .filter(({ persona }) => belongs(persona))
      .map(({ key, hint, persona }) => ({
        value: key,
        text: persona.organisation.kind === 'trust' ? persona.roleWords : `${persona.roleWords}, ${persona.organisation.name}`,
        hint: { text: hint },
        checked: isSame(persona, current),
      })),
  })
  return {
    groups: [
      ...trusts.map((trust) => group(trust.name, ({ organisation }) => organisation.id === trust.id)),
      group('Suppliers', ({ organisation }) => organisation.kind === 'supplier'),
    ],
    next: safeNext(next),
  }
}
