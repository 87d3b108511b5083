import { describe, expect, it } from 'vitest'
import { readFirstAdministrators } from './first-administrators.ts'

describe('the first administrators', () => {
  it('are read by organisation, whatever the subject holds', () => {
    expect([...readFirstAdministrators('RYJ=8f14=e45f, QRV=b')]).toEqual([
      ['RYJ', '8f14=e45f'],
      ['QRV', 'b'],
    ])
  })

  it.each(['RYJ', 'RYJ=', '=subject', ''])('are refused when written %j, saying how to write them', (text) => {
    expect(() => readFirstAdministrators(text)).toThrow('is not ORGANISATION=SUBJECT')
  })
})
