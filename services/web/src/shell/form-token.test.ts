import { expect, it } from 'vitest'
import { formToken, isFormToken } from './form-token.ts'

const secret = 'a secret of the tests, long enough'

it('holds for its session only, and is never the same twice', () => {
  const token = formToken(secret, 'session-1')
  expect(isFormToken(secret, 'session-1', token)).toBe(true)
  expect(isFormToken(secret, 'session-2', token)).toBe(false)
  expect(isFormToken('another secret', 'session-1', token)).toBe(false)
  expect(isFormToken(secret, 'session-1', 'nonsense')).toBe(false)
  expect(formToken(secret, 'session-1')).not.toBe(token)
})
