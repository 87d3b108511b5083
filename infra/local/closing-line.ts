import type { Reporter, SerializedError, TestModule, TestRunEndReason } from 'vitest/node'

/** The last line of `npm test`: `N passed, N failed`. A file that cannot load, a stray rejection or a failed setup counts as a failure. */
export default class ClosingLine implements Reporter {
  #line = ''

  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly SerializedError[], reason: TestRunEndReason): void {
    this.#line = closingLine(modules, strayErrors.length, reason)
    process.once('exit', () => process.stdout.write(`${this.#line}\n`))
  }
}

/** Counts tests by their result; skipped ones are named only when there are any. */
export function closingLine(modules: readonly TestModule[], strayErrors: number, reason: TestRunEndReason): string {
  const count = { passed: 0, failed: strayErrors, skipped: 0 }
  for (const module of modules) {
    let found = 0
    for (const test of module.children.allTests()) {
      found += 1
      const { state } = test.result()
      if (state !== 'pending') count[state] += 1
    }
    if (module.state() === 'failed' && (found === 0 || module.errors().length > 0)) count.failed += 1
  }
  if (reason !== 'passed' && count.failed === 0) count.failed = 1 // a global setup that threw, or Ctrl-C
  return `${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ''}`
}
