import { personOf } from '@imaging/identity/testing'
import { ROLE_OF, ROLES } from '@imaging/schemas'
import { describe, expect, it } from 'vitest'
import { PARTS } from '../domain/example-order.ts'
import { actingAs, ANY_ACT } from './acting-as.ts'

describe('who acts', () => {
  it.each(ROLES)('as %s may do what is written of that part by hand, and nothing else', (role) => {
    const [kind] = ROLE_OF[role]
    const actor = actingAs(personOf(role, kind === 'supplier' ? 'alpha-imaging' : 'RYJ'))
    expect([...actor.acts].toSorted()).toEqual([...(PARTS[role] ?? [])].toSorted())
  })

  it('is somebody with a part in work orders', () => {
    expect(new Set(ANY_ACT.anyOf).size).toBe(16)
  })
})
