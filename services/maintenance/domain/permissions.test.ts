import { describe, expect, it } from 'vitest'
import type { Role } from './actor.ts'
import { ACTIONS, type Action } from './command.ts'
import { handedBack, newOrder } from './example-order.ts'
import { forbidden, maySee } from './permissions.ts'

/**
 * Written by hand from the words of the issue and of the handover form, not from the code's table: for each action the
 * letters of those who may do it on their own work order. S supplier, M radiology manager, L radiology lead,
 * P medical physicist, E estates planner, A administrator.
 */
const MATRIX: Readonly<Record<Action, string>> = {
  accept: 'S',
  decline: 'S',
  'change-promise': 'S',
  'start-travel': 'S',
  arrive: 'S',
  diagnose: 'S',
  'need-part': 'S',
  'part-arrived': 'S',
  pause: 'S M L',
  resume: 'S M L',
  'hand-back': 'S',
  'give-access': 'M L',
  'record-check': 'M L P',
  release: 'L P',
  reassign: 'M',
  cancel: 'M L',
}
const LETTERS: Readonly<Record<Role, string>> = {
  'supplier-engineer': 'S',
  'radiology-manager': 'M',
  'radiology-lead': 'L',
  'medical-physicist': 'P',
  'estates-planner': 'E',
  administrator: 'A',
}
const OWN: Readonly<Record<Role, string>> = {
  'supplier-engineer': 'alpha-imaging',
  'radiology-manager': 'RYJ',
  'radiology-lead': 'RYJ',
  'medical-physicist': 'RYJ',
  'estates-planner': 'RYJ',
  administrator: 'RYJ',
}
const roles = Object.keys(LETTERS) as Role[]

describe('who may do what', () => {
  const physicsAsked = handedBack(['tube'])

  it.each(ACTIONS.flatMap((action) => roles.map((role) => [action, role] as const)))(
    '%s by a %s of its own and of another organisation',
    (action, role) => {
      const allowed = MATRIX[action].split(' ').includes(LETTERS[role])
      expect(forbidden(action, { name: 'x', role, organisation: OWN[role] }, physicsAsked) === undefined).toBe(allowed)
      const other = role === 'supplier-engineer' ? 'beta-care' : 'RQM'
      expect(forbidden(action, { name: 'x', role, organisation: other }, physicsAsked)).toBeDefined()
    },
  )

  it('lets a physicist release only where the scope of the work asks for medical physics', () => {
    const physicist = { name: 'x', role: 'medical-physicist', organisation: 'RYJ' } as const
    expect(forbidden('release', physicist, handedBack(['tube']))).toBeUndefined()
    expect(forbidden('release', physicist, handedBack(['routine-repair']))).toContain('radiology lead decides')
  })

  it('gives a supplier nothing by calling itself by the name of a trust, nor staff by the name of a supplier', () => {
    const order = newOrder()
    expect(forbidden('accept', { name: 'x', role: 'supplier-engineer', organisation: 'RYJ' }, order)).toBeDefined()
    expect(forbidden('release', { name: 'x', role: 'radiology-lead', organisation: 'alpha-imaging' }, order)).toBeDefined()
  })

  it('shows a supplier its own work orders alone, and staff those of every trust', () => {
    const order = newOrder()
    expect(maySee({ name: 'x', role: 'supplier-engineer', organisation: 'alpha-imaging' }, order)).toBe(true)
    expect(maySee({ name: 'x', role: 'supplier-engineer', organisation: 'beta-care' }, order)).toBe(false)
    for (const role of roles.filter((one) => one !== 'supplier-engineer'))
      expect(maySee({ name: 'x', role, organisation: 'R1K' }, order)).toBe(true)
  })
})
