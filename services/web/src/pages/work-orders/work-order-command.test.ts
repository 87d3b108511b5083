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
})
