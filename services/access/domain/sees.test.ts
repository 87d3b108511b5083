import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seesOn, SHARES, type Grant, type Sees } from './sees.ts'

const TODAY = '2026-03-01'
const trust = { code: 'RYJ', kind: 'trust' } as const
const everything = SHARES.map((share): Grant => ({ from: 'RQM', to: 'RYJ', share, startsOn: '2026-01-01' }))
const nothing: Sees = { own: [], status: [], ages: [], plans: [], capacity: [], commercial: [] }

describe('what somebody sees', () => {
  it('is all of their own trust, and of others nothing without a grant', () => {
    expect(seesOn(trust, [], TODAY)).toEqual({
      own: ['RYJ'],
      status: ['RYJ'],
      ages: ['RYJ'],
      plans: ['RYJ'],
      capacity: ['RYJ'],
      commercial: ['RYJ'],
    })
  })

  it('grows by what is granted and by no more: own is never shared, and a grant is not returned', () => {
    const status = everything.slice(0, 1)
    expect(seesOn(trust, status, TODAY)).toMatchObject({ own: ['RYJ'], status: ['RQM', 'RYJ'], ages: ['RYJ'], commercial: ['RYJ'] })
    expect(seesOn({ code: 'RQM', kind: 'trust' }, status, TODAY).status).toEqual(['RQM'])
    expect(seesOn(trust, everything, TODAY).own).toEqual(['RYJ'])
  })

  it('begins on the day a grant starts, ends on the day it names, and at once when it is taken back', () => {
    const of = (grant: Partial<Grant>): readonly string[] => seesOn(trust, [{ ...everything[0], ...grant } as Grant], TODAY).status
    expect(of({ startsOn: '2026-03-01' })).toContain('RQM')
    expect(of({ startsOn: '2026-03-02' })).not.toContain('RQM')
    expect(of({ endsOn: '2026-03-02' })).toContain('RQM')
    expect(of({ endsOn: '2026-03-01' })).not.toContain('RQM')
    expect(of({ isTakenBack: true })).not.toContain('RQM')
  })

  it('is what was granted, for the joint body, which has nothing of its own', () => {
    const grants = everything.map((grant) => ({ ...grant, to: 'QRV' }))
    expect(seesOn({ code: 'QRV', kind: 'joint' }, [], TODAY)).toEqual(nothing)
    expect(seesOn({ code: 'QRV', kind: 'joint' }, grants.slice(0, 2), TODAY)).toEqual({ ...nothing, status: ['RQM'], ages: ['RQM'] })
  })

  it('is nothing of anybody for a supplier, whatever was granted', () => {
    const grants = everything.map((grant) => ({ ...grant, to: 'siemens' }))
    expect(seesOn({ code: 'siemens', kind: 'supplier' }, grants, TODAY)).toEqual(nothing)
  })

  it('is what a slow reading of every grant, one organisation and one share at a time, says it is', () => {
    const code = fc.constantFrom('RQM', 'RAS', 'RYJ', 'R1K', 'QRV', 'ge')
    const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-03-${String(number).padStart(2, '0')}`)
    const grant = fc.record(
      { from: code, to: code, share: fc.constantFrom(...SHARES), startsOn: day, endsOn: day, isTakenBack: fc.boolean() },
      { requiredKeys: ['from', 'to', 'share', 'startsOn'] },
    )
    const acting = fc.constantFrom(
      { code: 'RYJ', kind: 'trust' } as const,
      { code: 'QRV', kind: 'joint' } as const,
      { code: 'ge', kind: 'supplier' } as const,
    )
    fc.assert(
      fc.property(acting, fc.array(grant, { maxLength: 30 }), day, (who, grants, today) => {
        expect(seesOn(who, grants, today)).toEqual(slowly(who, grants, today))
      }),
      { numRuns: 500 },
    )
  })
})

/** The same by asking of each organisation and each share, on each day of the month, whether some grant shows it. */
function slowly(who: { readonly code: string; readonly kind: string }, grants: readonly Grant[], today: string): Sees {
  const days = Array.from({ length: 28 }, (_, index) => `2026-03-${String(index + 1).padStart(2, '0')}`)
  const isShown = (organisation: string, share: string): boolean => {
    if (who.kind === 'supplier') return false
    if (who.kind === 'trust' && organisation === who.code) return true
    for (const grant of grants) {
      if (grant.from !== organisation || grant.to !== who.code || grant.share !== share || grant.isTakenBack === true) continue
      const first = days.indexOf(grant.startsOn)
      const behindLast = grant.endsOn === undefined ? days.length : days.indexOf(grant.endsOn)
      if (days.slice(first, Math.max(first, behindLast)).includes(today)) return true
    }
    return false
  }
  const shown = (share: string): string[] =>
    ['QRV', 'R1K', 'RAS', 'RQM', 'RYJ', 'ge'].filter((organisation) => isShown(organisation, share))
  return {
    own: who.kind === 'trust' ? [who.code] : [],
    status: shown('status'),
    ages: shown('ages'),
    plans: shown('plans'),
    capacity: shown('capacity'),
    commercial: shown('commercial'),
  }
}
