import { describe, expect, it } from 'vitest'
import { isAction, readCommand } from './work-order-command.ts'

const command = (action: Parameters<typeof readCommand>[0], fields: Record<string, unknown>) => readCommand(action, fields)

describe('readCommand', () => {
  it('takes an arrival in London time', () => {
    expect(command('accept', { how: 'visit', arriveDate: '2026-07-20', arriveTime: '15:40' })).toEqual({
      command: { action: 'accept', arriveAt: '2026-07-20T14:40:00.000Z' },
    })
    expect(command('accept', { how: 'remote', arriveDate: '' })).toEqual({ command: { action: 'accept', remote: true } })
  })

  it.each([
    ['accept', {}, 'arriveDate'],
    ['accept', { arriveDate: '2026-02-31', arriveTime: '10:00' }, 'arriveDate'],
    ['decline', { reason: '  ' }, 'reason'],
    ['diagnose', { finding: 'x'.repeat(2001) }, 'finding'],
    ['need-part', { part: 'Tube', expectedDate: '2026-02-31', expectedTime: '10:00' }, 'expectedDate'],
    ['hand-back', { work: 'Changed the tube' }, 'scope'],
    ['hand-back', { scope: 'tube' }, 'work'],
    ['pause', { reason: 'lunch' }, 'reason'],
    ['record-check', { check: 'local-checks', result: 'maybe' }, 'result'],
    ['release', {}, 'how'],
    ['release', { how: 'limited' }, 'limits'],
    ['reassign', { reason: 'Declined' }, 'supplierId'],
    ['cancel', {}, 'reason'],
  ] as const)('says what to mend in %s (%o)', (action, fields, field) => {
    expect(command(action, fields)).toMatchObject({ faults: [{ field }] })
  })

  it('names every mistake of a changed promise at once', () => {
    expect(command('change-promise', {})).toMatchObject({ faults: [{ field: 'promise' }, { field: 'newDate' }, { field: 'reason' }] })
  })

  it('reads one ticked box and several alike', () => {
    expect(command('hand-back', { scope: 'tube', work: 'New tube' })).toEqual({
      command: { action: 'hand-back', scope: ['tube'], work: 'New tube' },
    })
    expect(command('hand-back', { scope: ['tube', 'table'], work: 'New tube' })).toEqual({
      command: { action: 'hand-back', scope: ['tube', 'table'], work: 'New tube' },
    })
  })

  it('releases with limits and what the scanner can still do', () => {
    expect(command('release', { how: 'limited', limits: 'No cardiac work', canStill: 'trauma' })).toEqual({
      command: { action: 'release', limits: 'No cardiac work', canStill: ['trauma'] },
    })
    expect(command('release', { how: 'full', limits: 'left over' })).toEqual({ command: { action: 'release' } })
  })

  it('knows no act that is not one', () => {
    expect(isAction('constructor')).toBe(false)
    expect(isAction('release')).toBe(true)
  })

  it.each([
    ['decline', 'reason'],
    ['diagnose', 'finding'],
    ['hand-back', 'work'],
    ['need-part', 'part'],
    ['release', 'limits'],
    ['record-check', 'note'],
    ['cancel', 'note'],
  ] as const)('of %s refuses a patient’s number at its field', (action, field) => {
    const read = command(action, {
      [field]: 'Seen with 943 476 5919',
      scope: 'tube',
      how: 'limited',
      check: 'c',
      result: 'pass',
      version: '9434765919',
    })
    expect(read).toEqual({ faults: [{ field, text: 'This must not hold a patient’s number' }] })
  })
})
