import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { returnAddress } from './return-address.ts'

const origin = 'http://localhost:3000'

describe('returnAddress', () => {
  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/sign-in?next=/',
    '/sign-out',
    '',
    undefined,
    ['/status'],
  ])('never leads away, nor round in circles (%s)', (next) =>
    expect(new URL(returnAddress(next, origin), origin).href).toMatch(/^http:\/\/localhost:3000\/(evil.example)?$/),
  )

  it('goes back to the page one came for', () =>
    expect(returnAddress('/status?trust=RYJ&type=mri', origin)).toBe('/status?trust=RYJ&type=mri'))

  it('stays within the origin, whatever is asked', () => {
    const hostile = fc.array(
      fc.constantFrom('/', '\\', '.', '..', '%2f', '%5c', ':', '@', '//evil.example', '\t', '\n', 'http:', '?', '#', 'a'),
    )
    fc.assert(
      fc.property(hostile, (parts) => {
        const address = returnAddress(`/${parts.join('')}`, origin)
        expect(address).toMatch(/^\/(?![/\\])/)
        expect(new URL(address, origin).origin).toBe(origin)
      }),
    )
  })
})
