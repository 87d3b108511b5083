import { describe, expect, it } from 'vitest'
import { lifeLimit, lifePolicy, lifeStanding } from './life-policy.ts'
import { lifePolicies } from './reference/life-policies.ts'

const onDate = '2026-11-01'
const mri = (installed: string) => ({ classId: 'mri', installed })

describe('life policies', () => {
  it('flag a scanner the day after its eighth anniversary and demand its replacement the day after its tenth', () => {
    const standing = (installed: string) => {
      const { isFlagged, mustBeReplaced } = lifeStanding(lifePolicies, mri(installed), onDate)
      return [isFlagged, mustBeReplaced]
    }
    expect(standing('2018-11-01')).toEqual([false, false])
    expect(standing('2018-10-31')).toEqual([true, false])
    expect(standing('2016-11-01')).toEqual([true, false])
    expect(standing('2016-10-31')).toEqual([true, true])
  })

  it('differ by class and use, and a use nobody measured counts as the middle one', () => {
    const years = (classId: string, use?: 'high' | 'mid' | 'low') =>
      lifeLimit(lifePolicies, { classId, installed: '2020-01-01', ...(use && { use }) }, 'usual-life', onDate)?.policy.years
    expect([years('x-ray', 'high'), years('x-ray', 'mid'), years('x-ray', 'low'), years('x-ray')]).toEqual([10, 12, 14, 12])
    expect([years('ct', 'high'), years('ct', 'low'), years('ultrasound', 'high')]).toEqual([8, 12, 7])
    expect(years('surgical-robot')).toBeUndefined()
  })

  it('give a class nobody has foreseen the limits that hold for all', () => {
    const standing = lifeStanding(lifePolicies, { classId: 'surgical-robot', installed: '2010-01-01' }, onDate)
    expect(standing).toMatchObject({ isFlagged: true, mustBeReplaced: true })
  })

  it('let a line of one class go before the line for all, and a later line before an earlier one', () => {
    const local = [
      ...lifePolicies,
      { kind: 'flag', classId: 'mri', years: 9, source: 'Example policy', isSourced: true, from: '2026-04-01' },
      { kind: 'flag', classId: 'mri', years: 7, source: 'Example policy', isSourced: true, from: '2026-10-01' },
    ] as const
    const flag = (date: string) => lifePolicy(local, { kind: 'flag', classId: 'mri', use: 'mid', onDate: date })?.years
    expect([flag('2026-03-31'), flag('2026-04-01'), flag('2026-10-01')]).toEqual([8, 9, 7])
  })

  it('name the rule of their day: ten years were the society’s advice before the review took it up', () => {
    const source = (date: string) => lifePolicy(lifePolicies, { kind: 'replace', classId: 'ct', onDate: date })?.source
    expect(source('2019-01-01')).toContain('European Society')
    expect(source('2026-11-01')).toContain('Richards')
  })

  it('say for each line whether its source was read', () => {
    expect(lifePolicies.filter(({ isSourced }) => !isSourced).map(({ classId }) => classId)).toContain('mri')
    expect(lifePolicies.every(({ source }) => source !== '')).toBe(true)
  })
})
