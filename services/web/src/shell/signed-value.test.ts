import { describe, expect, it } from 'vitest'
import { formToken, isFormToken, openValue, signValue } from './signed-value.ts'

const secret = 'a secret of the tests, long enough'

describe('signed values', () => {
  it('open for the purpose they were signed for', () => {
    expect(openValue(secret, 'persona', signValue(secret, 'persona', 'radiology-lead.RYJ'))).toBe('radiology-lead.RYJ')
  })

  it('stay shut when changed, signed with another secret or for another purpose', () => {
    const signed = signValue(secret, 'persona', 'supplier-engineer')
    expect(openValue(secret, 'persona', signed.replace('supplier', 'radiology'))).toBeUndefined()
    expect(openValue('another secret', 'persona', signed)).toBeUndefined()
    expect(openValue(secret, 'visitor', signed)).toBeUndefined()
    expect(openValue(secret, 'persona', 'no signature')).toBeUndefined()
  })
})

describe('form tokens', () => {
  it('hold for their visitor only and are never the same twice', () => {
    const token = formToken(secret, 'visitor-1')
    expect(isFormToken(secret, 'visitor-1', token)).toBe(true)
    expect(isFormToken(secret, 'visitor-2', token)).toBe(false)
    expect(isFormToken(secret, 'visitor-1', 'nonsense')).toBe(false)
    expect(formToken(secret, 'visitor-1')).not.toBe(token)
  })
})
