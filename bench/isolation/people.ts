import type { Account, ActingIdentity, Grant, MachineClient, MachineKnown, OpenedSession } from '@imaging/schemas'
import type { AskAs } from './asking.ts'
import { grantReasonOf, staffOf, systemOf } from './marks.ts'
import { GRANTS, JOINT, LETTERS, LETTERS_AT, ORGANISATIONS, SUPPLIERS, TRUSTS, type Letter, type Organisation } from './organisations.ts'

/** Whose word is taken for who somebody is. */
export const ISSUER = 'https://issuer.example'

/** The setting by which the first administrators are let in. */
export const FIRST_ADMINISTRATORS = ([...TRUSTS, JOINT] as const)
  .map((organisation) => `${organisation}=${subjectOf('A', organisation)}`)
  .join(',')

/** Everybody who was let in, with what they can be found by. */
export interface People {
  /** By letter and organisation: `M RQM`. */
  readonly persons: ReadonlyMap<string, ActingIdentity>
  readonly machines: ReadonlyMap<string, ActingIdentity>
  /** An account and a system of each organisation that are there to be disabled and enabled. */
  readonly accounts: Readonly<Record<Organisation, string>>
  readonly systems: Readonly<Record<Organisation, string>>
  /** A grant of each trust to the joint body that is there to be revoked. */
  readonly spareGrants: Readonly<Record<string, string>>
}

const keyOf = (letter: Letter, organisation: Organisation): string => `${letter} ${organisation}`
const BECAUSE = 'So that the benchmark has people'

/** The issuer knows people by this; the first administrators are also named so. */
export function subjectOf(letter: Letter | 'spare', organisation: Organisation): string {
  return `${staffOf(organisation)} ${letter === 'spare' ? letter : LETTERS[letter]}`
}

/** Who looks after the accounts of an organisation. */
const administratorOf = (organisation: Organisation): Organisation =>
  SUPPLIERS.some((supplier) => supplier === organisation) ? JOINT : organisation

/** Lets people and systems in and gives the grants, each by the administrator whose part it is. */
export async function letIn(ask: AskAs): Promise<People> {
  const signIn = async (subject: string): Promise<ActingIdentity> => {
    const body = { issuer: ISSUER, subject }
    return (await ask<OpenedSession>('web', 'access', { method: 'POST', path: '/internal/sign-ins', body })).body.session.identity
  }
  const administrators = new Map<Organisation, ActingIdentity>()
  for (const organisation of [...TRUSTS, JOINT] as const) administrators.set(organisation, await signIn(subjectOf('A', organisation)))
  const as = (organisation: Organisation): ActingIdentity => administrators.get(administratorOf(organisation)) as ActingIdentity

  const accounts: Partial<Record<Organisation, string>> = {}
  const systems: Partial<Record<Organisation, string>> = {}
  for (const organisation of ORGANISATIONS) {
    const letters = [...LETTERS_AT[organisation]] as Letter[]
    const [first = 'U'] = letters
    for (const letter of [...letters.filter((one) => one !== 'A'), 'spare'] as const) {
      const role = LETTERS[letter === 'spare' ? first : letter]
      const person = { issuer: ISSUER, subject: subjectOf(letter, organisation), name: subjectOf(letter, organisation) }
      const created = await ask<Account>(as(organisation), 'access', {
        method: 'POST',
        path: '/api/v1/accounts',
        body: { ...person, memberships: [{ role, organisation }], why: BECAUSE },
      })
      if (letter === 'spare') accounts[organisation] = created.body.accountId
    }
    for (const letter of [...letters, 'spare'] as const) {
      const role = LETTERS[letter === 'spare' ? first : letter]
      const client = { issuer: ISSUER, clientId: `${letter}@${organisation}`, name: systemOf(organisation), role, organisation }
      const created = await ask<MachineClient>(as(organisation), 'access', {
        method: 'POST',
        path: '/api/v1/machine-clients',
        body: { ...client, why: BECAUSE },
      })
      if (letter === 'spare') systems[organisation] = created.body.machineId
    }
  }
  const spareGrants: Record<string, string> = {}
  const give = (from: Organisation, to: Organisation, share: string) =>
    ask<Grant>(as(from), 'access', {
      method: 'POST',
      path: '/api/v1/grants',
      body: { to, share, why: `${grantReasonOf(from as never, to)}.` },
    })
  for (const [from, to, share] of GRANTS) await give(from, to, share)
  for (const from of TRUSTS) spareGrants[from] = (await give(from, JOINT, 'plans')).body.grantId
  // Revoked at once: what is given to nobody any more changes nothing of what is seen.
  for (const from of TRUSTS)
    await ask(as(from), 'access', { method: 'POST', path: `/api/v1/grants/${spareGrants[from]}/revoke`, body: { why: BECAUSE } })

  const persons = new Map<string, ActingIdentity>()
  const machines = new Map<string, ActingIdentity>()
  for (const organisation of ORGANISATIONS)
    for (const letter of [...LETTERS_AT[organisation]] as Letter[]) {
      persons.set(keyOf(letter, organisation), await signIn(subjectOf(letter, organisation)))
      const body = { issuer: ISSUER, clientId: `${letter}@${organisation}` }
      const known = await ask<MachineKnown>('web', 'access', { method: 'POST', path: '/internal/machines/look', body })
      machines.set(keyOf(letter, organisation), known.body.identity)
    }
  return { persons, machines, accounts: accounts as People['accounts'], systems: systems as People['systems'], spareGrants }
}

/** Somebody of an organisation, by the letter of their role. @throws {RangeError} When there is nobody. */
export function personOf({ persons }: People, letter: Letter, organisation: Organisation): ActingIdentity {
  const person = persons.get(keyOf(letter, organisation))
  if (person === undefined) throw new RangeError(`${organisation} has no ${LETTERS[letter]}`)
  return person
}
