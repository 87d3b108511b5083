import { describe, expect, it } from 'vitest'
import { matchesReference, matchesToken } from './search.ts'

const tokens = [{ system: 'urn:a', value: '1' }, { value: '2' }]

describe('a token', () => {
  it.each([
    ['1', true],
    ['2', true],
    ['3', false],
    ['urn:a|1', true],
    ['urn:b|1', false],
    ['urn:a|', true],
    ['urn:b|', false],
    ['|2', true],
    ['|1', false],
    ['|', false],
    ['', false],
  ])('%j matches: %s', (wanted, is) => {
    expect(matchesToken(tokens, wanted)).toBe(is)
  })
})

describe('a reference', () => {
  it.each([
    ['Organization/RYJ', true],
    ['RYJ', true],
    ['https://example.org/fhir/r4/Organization/RYJ', true],
    ['Location/RYJ', false],
    ['YJ', false],
  ])('%j matches: %s', (wanted, is) => {
    expect(matchesReference('Organization/RYJ', wanted)).toBe(is)
  })
})
