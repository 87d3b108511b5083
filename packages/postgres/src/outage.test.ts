import { describe, expect, it } from 'vitest'
import { isOutage, sqlStateOf } from './outage.ts'

const withCode = (code: string): Error => Object.assign(new Error('some message'), { code })

describe('an outage', () => {
  it.each([
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    '08006',
    '08P01',
    '53300',
    '53100',
    '57P01',
    '57P02',
    '57P03',
    '57014',
    '25006',
    '40001',
    '40P01',
    '58030',
  ])('is told by the code %s', (code) => expect(isOutage(withCode(code))).toBe(true))

  it.each(['22P02', '23505', '23514', '22021', '42P01', '57P04', 'ERR_ASSERTION'])('is not what the code %s says', (code) => {
    expect(isOutage(withCode(code))).toBe(false)
  })

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
  ])('is told by pg without a code: %s', (message) => expect(isOutage(new Error(message))).toBe(true))

  it('is found inside an error that wraps it', () => {
    expect(isOutage(new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]))).toBe(true)
    expect(isOutage(new Error('no', { cause: withCode('57P01') }))).toBe(true)
  })

  it('is nothing that is not an error', () => {
    expect(isOutage('ECONNREFUSED')).toBe(false)
    expect(isOutage(undefined)).toBe(false)
  })
})

describe('the SQLSTATE of an error', () => {
  it('is its five characters, and nothing for an error that is not the database’s', () => {
    expect(sqlStateOf(withCode('23505'))).toBe('23505')
    expect(sqlStateOf(withCode('ECONNREFUSED'))).toBeUndefined()
    expect(sqlStateOf(new Error('plain'))).toBeUndefined()
  })
})
