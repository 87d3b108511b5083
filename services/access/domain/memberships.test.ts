import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { administers } from './administers.ts'
import {
  givesTwice,
  losesAdministration,
  membershipChange,
  membershipFaults,
  type Membership,
  type MembershipWanted,
} from './memberships.ts'
import type { Organisation } from './organisation.ts'

const TODAY = '2026-03-01'
const organisations: readonly Organisation[] = [
  { code: 'RYJ', kind: 'trust', name: 'Imperial' },
  { code: 'RQM', kind: 'trust', name: 'Chelsea and Westminster' },
  { code: 'QRV', kind: 'joint', name: 'Jointly' },
  { code: 'ge', kind: 'supplier', name: 'GE HealthCare' },
]
const of = (code: string): Organisation => organisations.find((each) => each.code === code) as Organisation
const kindsOf = { 'radiology-lead': ['trust'], 'supplier-desk': ['supplier'], administrator: ['trust', 'joint'] } as const

const held = (membershipId: string, role: string, more: Partial<Membership> = {}): Membership => ({
  membershipId,
  role,
  organisation: 'RYJ',
  startsOn: '2025-01-01',
  ...more,
})

describe('who looks after whose accounts', () => {
  it('is each trust its own; the joint body its own and the suppliers’; a supplier nobody’s', () => {
    const pairs = organisations.flatMap((administrator) =>
      organisations.filter((each) => administers(administrator, each)).map(({ code }) => `${administrator.code} ${code}`),
    )
    expect(pairs).toEqual(['RYJ RYJ', 'RQM RQM', 'QRV QRV', 'QRV ge'])
  })
})

describe('a role to be given', () => {
  const faults = (administrator: string, wanted: Partial<MembershipWanted>): readonly string[] =>
    membershipFaults(
      { role: 'radiology-lead', organisation: 'RYJ', startsOn: TODAY, ...wanted },
      { administrator: of(administrator), organisations: new Map(organisations.map((each) => [each.code, each])), kindsOf, today: TODAY },
    ).map(({ place }) => place)

  it('fits the kind of organisation it is for', () => {
    expect(faults('RYJ', {})).toEqual([])
    expect(faults('RYJ', { role: 'supplier-desk' })).toEqual(['/role'])
    expect(faults('QRV', { organisation: 'ge', role: 'supplier-desk' })).toEqual([])
    expect(faults('QRV', { organisation: 'ge', role: 'administrator' })).toEqual(['/role'])
    expect(faults('QRV', { organisation: 'QRV', role: 'administrator' })).toEqual([])
    expect(faults('RYJ', { role: 'nobody' })).toEqual(['/role'])
  })

  it('is for an organisation its administrator looks after, and one that is known', () => {
    expect(faults('RQM', {})).toEqual(['/organisation'])
    expect(faults('QRV', {})).toEqual(['/organisation'])
    expect(faults('RYJ', { organisation: 'ge', role: 'supplier-desk' })).toEqual(['/organisation'])
    expect(faults('RYJ', { organisation: 'XXX' })).toEqual(['/organisation'])
  })

  it('begins today or later, ends later than it begins, and both on days there are', () => {
    expect(faults('RYJ', { startsOn: '2026-02-28' })).toEqual(['/startsOn'])
    expect(faults('RYJ', { endsOn: TODAY })).toEqual(['/endsOn'])
    expect(faults('RYJ', { endsOn: '2026-02-30' })).toEqual(['/endsOn'])
    expect(faults('RYJ', { startsOn: '2026-03-02', endsOn: '2026-03-03' })).toEqual([])
  })
})

describe('a change of roles', () => {
  it('keeps what is still wanted, ends the rest, gives what is new', () => {
    const [lead, auditor] = [held('1', 'radiology-lead'), held('2', 'auditor')]
    const change = membershipChange(
      [lead, auditor],
      [
        { role: 'radiology-lead', organisation: 'RYJ' },
        { role: 'finance', organisation: 'RYJ' },
      ],
      TODAY,
    )
    expect(change).toEqual({ ended: [auditor], given: [{ role: 'finance', organisation: 'RYJ', startsOn: TODAY }] })
  })

  it('gives a role anew when its end is changed', () => {
    const lead = held('1', 'radiology-lead')
    const change = membershipChange([lead], [{ role: 'radiology-lead', organisation: 'RYJ', endsOn: '2026-04-01' }], TODAY)
    expect(change).toMatchObject({ ended: [lead], given: [{ endsOn: '2026-04-01', startsOn: TODAY }] })
  })

  it('is nothing when just what is held is wanted, in whatever order and however often', () => {
    const role = fc.record({ role: fc.constantFrom('a', 'b', 'c'), organisation: fc.constantFrom('RYJ', 'QRV') })
    fc.assert(
      fc.property(fc.uniqueArray(role, { selector: (each) => `${each.role} ${each.organisation}`, maxLength: 6 }), (roles) => {
        const memberships = roles.map((each, index) => held(String(index), each.role, { organisation: each.organisation }))
        expect(membershipChange(memberships, [...roles.toReversed(), ...roles], TODAY)).toEqual({ ended: [], given: [] })
      }),
    )
  })

  it('gives no role twice for the same day', () => {
    const lead = held('1', 'radiology-lead', { endsOn: '2026-06-01' })
    const wanted = (startsOn: string): MembershipWanted[] => [
      { role: 'radiology-lead', organisation: 'RYJ', endsOn: '2026-06-01' },
      { role: 'radiology-lead', organisation: 'RYJ', startsOn },
    ]
    expect(givesTwice([lead], membershipChange([lead], wanted('2026-05-31'), TODAY))).toBe(true)
    expect(givesTwice([lead], membershipChange([lead], wanted('2026-06-01'), TODAY))).toBe(false)
  })
})

describe('taking a role away from oneself', () => {
  const administrator = held('1', 'administrator')
  const loses = (wanted: readonly MembershipWanted[], before: readonly Membership[] = [administrator]): boolean =>
    losesAdministration('RYJ', before, membershipChange(before, wanted, TODAY), TODAY)

  it('is the loss of administration when no such role is left today', () => {
    expect(loses([])).toBe(true)
    expect(loses([{ role: 'auditor', organisation: 'RYJ' }])).toBe(true)
    expect(loses([{ role: 'administrator', organisation: 'RYJ', startsOn: '2026-03-02' }])).toBe(true)
    expect(loses([{ role: 'administrator', organisation: 'QRV' }])).toBe(true)
  })

  it('is none when the role is kept or given anew, or was not in force', () => {
    expect(loses([{ role: 'administrator', organisation: 'RYJ' }])).toBe(false)
    expect(loses([{ role: 'administrator', organisation: 'RYJ', endsOn: '2026-04-01' }])).toBe(false)
    expect(loses([], [held('1', 'administrator', { startsOn: '2026-03-02' })])).toBe(false)
  })
})
