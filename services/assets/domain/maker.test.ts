import { describe, expect, it } from 'vitest'
import { makerName, serialClash } from './maker.ts'
import { makerAliases } from './reference/maker-aliases.ts'

const machine = (assetId: string, manufacturer: string, serial: string, siteCode = 'RYJ01') => ({ assetId, manufacturer, serial, siteCode })

describe('makers', () => {
  it.each([
    ['Siemens', 'Siemens Healthineers'],
    ['GE HealthCare', 'GE Healthcare'],
    ['Philips Healthcare', 'PHILIPS '],
    ['Canon Medical', 'Canon'],
    ['Toshiba Medical Systems', 'Canon Medical'],
  ])('are one under two names: %s and %s', (left, right) => {
    expect(makerName(left, makerAliases)).toBe(makerName(right, makerAliases))
  })

  it('stay as written where nobody has mapped them, and follow a correction that comes later in the table', () => {
    expect(makerName(' Acme  Imaging ', makerAliases)).toBe('Acme Imaging')
    expect(makerName('Toshiba', [...makerAliases, { written: 'toshiba', maker: 'Toshiba' }])).toBe('Toshiba')
  })
})

describe('two scanners of one maker with one serial number', () => {
  const register = [machine('R1K-CT-1', 'Siemens', '10042 A', 'R1K01')]

  it('are refused, and the message says which machine, where, and what to do', () => {
    expect(serialClash(machine('RYJ-CT-9', 'Siemens Healthineers', '10042a'), register, makerAliases)).toEqual({
      field: 'serial',
      wrote: '10042a',
      problem: 'Siemens Healthineers 10042a is already in the register as R1K-CT-1 at R1K01.',
      remedy: 'One maker gives a serial number once. Read it again on the label of both machines and correct the one that is wrong.',
    })
  })

  it('are two when their makers differ, or are the same machine', () => {
    expect(serialClash(machine('RYJ-CT-9', 'Canon', '10042A'), register, makerAliases)).toBeUndefined()
    expect(serialClash(machine('R1K-CT-1', 'Siemens', '10042A'), register, makerAliases)).toBeUndefined()
    expect(serialClash(machine('RYJ-CT-9', 'Siemens', '10042-A'), register, makerAliases)).toBeUndefined()
  })
})
