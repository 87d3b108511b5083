import { describe, expect, it } from 'vitest'
import { emptyExamWatch, examCheck, type ExamFacts, type ExamWatch } from './exam-check.ts'

const hourMs = 3_600_000
const working: ExamFacts = {
  marked: 'working',
  markedSinceMs: 0,
  countedToMs: 10 * hourMs,
  lastExamAtMs: 9 * hourMs,
  openDuring: [
    { fromMs: 8 * hourMs, toMs: 20 * hourMs },
    { fromMs: 32 * hourMs, toMs: 44 * hourMs },
  ],
  expectedWithinOpenMs: 4 * hourMs,
}

function check(facts: Partial<ExamFacts>, from: ExamWatch = emptyExamWatch): { watch: ExamWatch; changes: string[] } {
  const { watch, changes } = examCheck(from, { ...working, ...facts })
  return { watch, changes: changes.map(({ change, condition }) => `${condition.kind} ${change}`) }
}

describe('exams against the state', () => {
  it('doubts a scanner marked working after four open hours without an exam', () => {
    expect(check({ countedToMs: 13 * hourMs - 1 }).changes).toEqual([])
    expect(check({ countedToMs: 13 * hourMs }).changes).toEqual(['no-exams-while-working raised'])
  })

  it('does not count the night', () => {
    expect(check({ lastExamAtMs: 19 * hourMs, countedToMs: 34 * hourMs }).changes).toEqual([])
    expect(check({ lastExamAtMs: 19 * hourMs, countedToMs: 35 * hourMs }).changes).toEqual(['no-exams-while-working raised'])
  })

  it('judges nothing that was not counted: a RIS that is behind raises nothing', () => {
    expect(check({ countedToMs: 9.5 * hourMs }).changes).toEqual([])
  })

  it('starts afresh when the scanner comes back into use', () => {
    expect(check({ markedSinceMs: 12 * hourMs, countedToMs: 15 * hourMs }).changes).toEqual([])
  })

  it('raises once and clears with the next exam', () => {
    const raised = check({ countedToMs: 14 * hourMs })
    expect(check({ countedToMs: 15 * hourMs }, raised.watch).changes).toEqual([])
    const cleared = check({ countedToMs: 16 * hourMs, lastExamAtMs: 15.5 * hourMs }, raised.watch)
    expect(cleared).toEqual({ watch: emptyExamWatch, changes: ['no-exams-while-working cleared'] })
  })

  it('doubts a scanner marked down that was used since, but not for the exam that was being closed', () => {
    const down = { marked: 'down', markedSinceMs: 9 * hourMs } as const
    expect(check({ ...down, lastExamAtMs: 9.5 * hourMs }).changes).toEqual([])
    expect(check({ ...down, lastExamAtMs: 9.6 * hourMs }).changes).toEqual(['exams-while-down raised'])
  })

  it('says nothing where exams are not counted or the asset is neither working nor down', () => {
    const { expectedWithinOpenMs: _, ...uncounted } = working
    expect(examCheck(emptyExamWatch, { ...uncounted, countedToMs: 40 * hourMs }).changes).toEqual([])
    expect(check({ marked: 'other', countedToMs: 40 * hourMs }).changes).toEqual([])
  })
})
