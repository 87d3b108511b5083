import { expect, it } from 'vitest'
import type { TestModule } from 'vitest/node'
import { closingLine } from './closing-line.ts'

type State = 'passed' | 'failed' | 'skipped'

/** As much of a test file's result as the line is made of. */
const file = (results: readonly State[], { state = 'passed', errors = 0 }: { state?: State; errors?: number } = {}): TestModule =>
  ({
    children: { allTests: () => results.map((result) => ({ result: () => ({ state: result }) })) },
    state: () => state,
    errors: () => Array.from({ length: errors }),
  }) as unknown as TestModule

it('counts tests over all files', () => {
  expect(closingLine([file(['passed', 'passed']), file(['passed', 'failed'], { state: 'failed' })], 0, 'failed')).toBe('3 passed, 1 failed')
})

it('counts a file that cannot load as one failure', () => {
  expect(closingLine([file(['passed']), file([], { state: 'failed', errors: 1 })], 0, 'failed')).toBe('1 passed, 1 failed')
})

it('counts stray rejections', () => {
  expect(closingLine([file(['passed'])], 2, 'failed')).toBe('1 passed, 2 failed')
})

it('counts a global setup that threw, or Ctrl-C, as a failure though no test failed', () => {
  expect(closingLine([], 0, 'interrupted')).toBe('0 passed, 1 failed')
})

it('names skipped tests only when there are any', () => {
  expect(closingLine([file(['passed', 'skipped'])], 0, 'passed')).toBe('1 passed, 0 failed, 1 skipped')
})
