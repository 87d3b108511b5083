import { describe, expect, it } from 'vitest'
import { catalogueOf } from './catalogue.ts'
import { classSheets } from './channels/class-sheets.ts'
import { conditionId } from './condition-change.ts'
import { conditionSentence } from './sentence.ts'

const mri = catalogueOf(classSheets).get('mri')

const sentence = (kind: string, score: number | undefined, limit?: number): string => {
  const condition = mri?.sheet.conditions.find((each) => each.kind === kind)
  if (mri === undefined || condition === undefined) throw new Error(`no condition ${kind}`)
  return conditionSentence(mri, {
    change: 'raised',
    condition,
    raisedAtMs: 0,
    atMs: 0,
    severity: 'alarm',
    ...(score !== undefined && { score }),
    ...(limit !== undefined && { limit }),
  })
}

describe('the sentence of a condition', () => {
  it('carries the value and the limit in the unit people read', () => {
    expect(sentence('helium-low', 54.87, 55)).toBe('Helium is at 54.9%, below 55%.')
    expect(sentence('room-warm', 28.04, 28)).toBe('The room is 28 °C, above 28 °C.')
  })

  it('says a change per hour as a change a day', () => {
    expect(sentence('helium-falling', -0.1, -2 / 24)).toBe('Helium is falling by 2.4% a day, faster than 2% a day.')
  })

  it('admits what is not known', () => {
    expect(sentence('helium-low', undefined)).toBe('Helium is at not known, below not known.')
  })

  it('names one condition alike however often it is worked out, within 80 characters', () => {
    for (const { conditions } of classSheets) {
      for (const condition of conditions) {
        expect(conditionId('A'.repeat(30), { condition, raisedAtMs: 1_799_999_999_999 }).length).toBeLessThanOrEqual(80)
      }
    }
    expect(conditionId('RYJ-MRI-0001', { condition: { kind: 'quench', message: '', action: '' }, raisedAtMs: 5 })).toBe(
      'RYJ-MRI-0001/quench/5',
    )
  })
})
