import { expect, it } from 'vitest'
import { openValue, sealValue, type Seal } from './sealed-value.ts'

const atMs = Date.parse('2026-11-20T14:32:00.000Z')
const seal = (different: Partial<Seal> = {}): Seal => ({
  secret: 'a secret of the tests, long enough',
  purpose: 'sign-in',
  now: () => new Date(atMs),
  ...different,
})

it('opens what it sealed, and hides what it says', async () => {
  const sealed = await sealValue(seal(), { state: 'a-state' }, 600)
  expect(sealed).not.toContain('a-state')
  expect(await openValue(seal(), sealed)).toMatchObject({ state: 'a-state' })
})

it('stays shut when changed, too old, sealed with another secret or for another purpose', async () => {
  const sealed = await sealValue(seal(), { state: 'a-state' }, 600)
  const parts = sealed.split('.')
  const changed = [...parts.slice(0, 3), `x${parts[3]?.slice(1)}`, parts[4]].join('.')
  expect(await openValue(seal(), changed)).toBeUndefined()
  expect(await openValue(seal({ now: () => new Date(atMs + 601_000) }), sealed)).toBeUndefined()
  expect(await openValue(seal({ secret: 'another secret of someone else' }), sealed)).toBeUndefined()
  expect(await openValue(seal({ purpose: 'sign-out' }), sealed)).toBeUndefined()
  expect(await openValue(seal(), undefined)).toBeUndefined()
  expect(await openValue(seal(), 'nonsense')).toBeUndefined()
})
