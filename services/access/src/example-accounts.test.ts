import { OrganisationCode, ROLE_OF, ROLES } from '@imaging/schemas'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { exampleAccounts, exampleGrants, exampleMachines, exampleOrganisations, exampleSecondRoles } from './example-accounts.ts'

describe('the accounts of the example', () => {
  it('are one for every role and every organisation that can have it, named by both', () => {
    for (const { code, kind } of exampleOrganisations) {
      expect(Value.Check(OrganisationCode, code)).toBe(true)
      const subjects = exampleAccounts.filter(({ organisation }) => organisation.code === code).map(({ subject }) => subject)
      expect(subjects).toEqual(ROLES.filter((role) => ROLE_OF[role].includes(kind)).map((role) => `${role}@${code}`))
    }
    expect(new Set(exampleAccounts.map(({ subject }) => subject)).size).toBe(exampleAccounts.length)
  })

  it('have second roles that fit, so that changing roles can be tried', () => {
    expect(exampleSecondRoles.length).toBeGreaterThan(0)
    for (const { subject, role, organisation } of exampleSecondRoles) {
      expect(exampleAccounts.some((account) => account.subject === subject)).toBe(true)
      const kind = exampleOrganisations.find(({ code }) => code === organisation)?.kind
      expect(kind !== undefined && ROLE_OF[role].includes(kind)).toBe(true)
    }
  })

  it('have systems beside them, each once and in a role that fits', () => {
    expect(new Set(exampleMachines.map(({ clientId }) => clientId)).size).toBe(exampleMachines.length)
    for (const { role, organisation } of exampleMachines) {
      const kind = exampleOrganisations.find(({ code }) => code === organisation)?.kind
      expect(kind !== undefined && ROLE_OF[role].includes(kind)).toBe(true)
    }
  })

  it('share everything between trusts and with the joint body but what is commercial', () => {
    expect(exampleGrants).toHaveLength(4 * 4 * 4)
    expect(exampleGrants.filter(({ from, to, share }) => from === to || share === 'commercial')).toEqual([])
  })
})
