import { describe, expect, it } from 'vitest'
import { grantFaults, type GrantWanted } from './new-grant.ts'
import type { Organisation } from './organisation.ts'

const imperial: Organisation = { code: 'RYJ', kind: 'trust', name: 'Imperial' }
const joint: Organisation = { code: 'QRV', kind: 'joint', name: 'Jointly' }
const supplier: Organisation = { code: 'ge', kind: 'supplier', name: 'GE HealthCare' }
const TODAY = '2026-03-01'
const places = (wanted: Partial<GrantWanted>): readonly string[] =>
  grantFaults({ from: imperial, to: joint, startsOn: TODAY, ...wanted }, TODAY).map(({ place }) => place)

describe('a grant', () => {
  it('is given by a trust to another trust or to the joint body', () => {
    expect(places({})).toEqual([])
    expect(places({ to: { code: 'RQM', kind: 'trust', name: 'Chelsea and Westminster' } })).toEqual([])
  })

  it('is never given to oneself, to a supplier or to nobody', () => {
    expect(places({ to: imperial })).toEqual(['/to'])
    expect(places({ to: supplier })).toEqual(['/to'])
    expect(grantFaults({ from: imperial, startsOn: TODAY }, TODAY)).toHaveLength(1)
  })

  it('is given by nobody who has nothing of their own', () => {
    expect(places({ from: joint, to: imperial })).toEqual([''])
    expect(places({ from: supplier })).toEqual([''])
  })

  it('begins today or later and ends later than it begins', () => {
    expect(places({ startsOn: '2026-02-28' })).toEqual(['/startsOn'])
    expect(places({ endsOn: TODAY })).toEqual(['/endsOn'])
    expect(places({ startsOn: '2026-02-30' })).toEqual(['/startsOn'])
    expect(places({ startsOn: '2026-04-01', endsOn: '2026-04-02' })).toEqual([])
  })
})
