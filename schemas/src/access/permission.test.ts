import { describe, expect, it } from 'vitest'
import { SEES_NOTHING, type Identity } from './identity.ts'
import { GRANTED, may, PERMISSIONS, type Permission } from './permission.ts'
import { OrganisationKind, ROLE_OF, ROLES, type Role } from './role.ts'

const LETTERS: Readonly<Record<Role, string>> = {
  'radiology-manager': 'M',
  'radiology-lead': 'L',
  'medical-physicist': 'P',
  'modality-lead': 'D',
  'estates-planner': 'E',
  finance: 'F',
  'supplier-desk': 'K',
  'supplier-engineer': 'S',
  'committee-member': 'C',
  'board-secretary': 'B',
  'lay-partner': 'Y',
  administrator: 'A',
  auditor: 'U',
}

/** Written by hand from what each of them comes to do, not from the code's table: the letters of those who may. */
const MATRIX: Readonly<Record<Permission, string>> = {
  'board.read': 'M L P D E F C B Y',
  'downtime.read': 'M L P D E F C B Y U',
  'downtime.report': 'M L P D',
  'downtime.correct': 'M L',
  'readings.read': 'M L P D E',
  'register.read': 'M L P D E F C B Y A U',
  'register.edit': 'M E A',
  'contracts.read': 'M E F U',
  'contracts.edit': 'E',
  'work-orders.read': 'M L P D E F K S',
  'work-orders.history': 'A',
  'work-order.accept': 'K S',
  'work-order.decline': 'K S',
  'work-order.change-promise': 'K S',
  'work-order.start-travel': 'S',
  'work-order.arrive': 'S',
  'work-order.diagnose': 'S',
  'work-order.need-part': 'K S',
  'work-order.part-arrived': 'K S',
  'work-order.hand-back': 'S',
  'work-order.give-access': 'M L',
  'work-order.pause': 'M L K S',
  'work-order.resume': 'M L K S',
  'work-order.record-check': 'M L P',
  'work-order.release': 'L P',
  'work-order.reassign': 'M',
  'work-order.cancel': 'M L',
  'roles.read': 'M L P D E F K S C B Y A U',
  'grants.read': 'M L P D E F C B Y A U',
  'grants.manage': 'A',
  'accounts.read': 'A U',
  'accounts.manage': 'A',
  'record.read': 'B A U',
  'example.drive': 'M L',
}

const someone = (role: Role): Identity => {
  const [organisationKind = 'trust'] = ROLE_OF[role]
  const organisation = { trust: 'RYJ', supplier: 'siemens', joint: 'QRV' }[organisationKind]
  return { kind: 'person', id: role, name: 'Example', role, organisation, organisationKind, sees: SEES_NOTHING }
}
const allowed = (permission: Permission): readonly Role[] => ROLES.filter((role) => may(someone(role), permission))

describe('the table of permissions', () => {
  it.each(Object.keys(PERMISSIONS) as Permission[])('lets %s be done by those for whom it is meant', (permission) => {
    expect(allowed(permission).map((role) => LETTERS[role])).toEqual(inOrder(MATRIX[permission]))
  })

  it('lets nobody from a supplier see a price, another trust’s staff, the register or the record', () => {
    for (const role of ROLES.filter((each) => ROLE_OF[each].includes('supplier'))) {
      const others = GRANTED[role].filter((permission) => !permission.startsWith('work-order') && permission !== 'roles.read')
      expect(others, role).toEqual([])
    }
  })

  it('lets nobody but the customer’s own people take a scanner back into use, and no supplier record a check', () => {
    expect(allowed('work-order.release')).toEqual(['radiology-lead', 'medical-physicist'])
    for (const role of allowed('work-order.record-check')) expect(ROLE_OF[role]).toEqual(['trust'])
  })

  it('lets those who decide together, and those who look on, change nothing', () => {
    for (const role of ['committee-member', 'board-secretary', 'lay-partner', 'auditor'] as const)
      expect(
        GRANTED[role].filter((permission) => !permission.endsWith('.read')),
        role,
      ).toEqual([])
  })

  it('says each thing once, and gives every role something', () => {
    for (const role of ROLES) {
      expect(new Set(GRANTED[role]).size, role).toBe(GRANTED[role].length)
      expect(GRANTED[role], role).toContain('roles.read')
    }
  })

  it('gives the platform’s own services nothing: routes name them', () => {
    for (const permission of Object.keys(PERMISSIONS) as Permission[])
      expect(may({ kind: 'service', name: 'worker' }, permission)).toBe(false)
  })

  it('holds for machines as for people', () => {
    const machine: Identity = { ...someone('supplier-desk'), kind: 'machine' } as Identity
    expect([may(machine, 'work-order.accept'), may(machine, 'work-order.release')]).toEqual([true, false])
  })
})

describe('roles', () => {
  it('fit kinds of organisation, each at least one, and no supplier is a trust as well', () => {
    for (const role of ROLES) {
      expect(ROLE_OF[role].length, role).toBeGreaterThan(0)
      expect(
        ROLE_OF[role].every((kind) => OrganisationKind.enum.includes(kind)),
        role,
      ).toBe(true)
      if (ROLE_OF[role].includes('supplier')) expect(ROLE_OF[role], role).toEqual(['supplier'])
    }
  })
})

/** Letters in the order of the roles. */
function inOrder(letters: string): string[] {
  const wanted = letters.split(' ').filter((letter) => letter !== '')
  const found = ROLES.map((role) => LETTERS[role]).filter((letter) => wanted.includes(letter))
  expect(found).toHaveLength(wanted.length)
  return found
}
