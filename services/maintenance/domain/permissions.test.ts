import { describe, expect, it } from 'vitest'
import { ACTIONS } from './command.ts'
import { handedBack, newOrder, PARTS, someone } from './example-order.ts'
import { forbidden, maySee } from './permissions.ts'

const SUPPLIERS = ['supplier-desk', 'supplier-engineer']
const STAFF = ['radiology-manager', 'radiology-lead', 'medical-physicist', 'modality-lead', 'estates-planner', 'finance']

describe('who may do what', () => {
  const physicsAsked = handedBack(['tube'])

  it.each(ACTIONS.flatMap((action) => [...SUPPLIERS, ...STAFF].map((role) => [action, role] as const)))(
    '%s by a %s of its own and of another organisation',
    (action, role) => {
      const [own, other] = SUPPLIERS.includes(role) ? ['alpha-imaging', 'beta-care'] : ['RYJ', 'RQM']
      const allowed = PARTS[role]?.includes(action) ?? false
      expect(forbidden(action, someone(role, own), physicsAsked) === undefined).toBe(allowed)
      expect(forbidden(action, someone(role, other), physicsAsked)).toBeDefined()
    },
  )

  it('lets a physicist release only where the scope of the work asks for medical physics', () => {
    const physicist = someone('medical-physicist', 'RYJ')
    expect(forbidden('release', physicist, handedBack(['tube']))).toBeUndefined()
    expect(forbidden('release', physicist, handedBack(['routine-repair']))).toContain('radiology lead decides')
  })

  it('says to a supplier whose part it is instead', () => {
    expect(forbidden('release', someone('supplier-engineer', 'alpha-imaging'), physicsAsked)).toContain('radiology lead decides')
    expect(forbidden('arrive', someone('supplier-desk', 'alpha-imaging'), newOrder())).toBe('This is not the part of a supplier desk.')
  })

  it('gives a supplier nothing by calling itself by the name of a trust, nor staff by the name of a supplier', () => {
    expect(forbidden('accept', someone('supplier-engineer', 'RYJ'), newOrder())).toBeDefined()
    expect(forbidden('release', someone('radiology-lead', 'alpha-imaging'), newOrder())).toBeDefined()
  })

  it('shows each supplier and each trust its own work orders alone', () => {
    const order = newOrder()
    for (const role of SUPPLIERS)
      expect(['alpha-imaging', 'beta-care', 'RYJ'].filter((organisation) => maySee({ role, organisation }, order))).toEqual([
        'alpha-imaging',
      ])
    for (const role of STAFF)
      expect(['RYJ', 'RQM', 'R1K', 'alpha-imaging'].filter((organisation) => maySee({ role, organisation }, order))).toEqual(['RYJ'])
  })
})
