import type { Reporter, SerializedError, TestModule, TestRunEndReason } from 'vitest/node'

/** Prints the last line of `npm test`: 'N passed, N failed'. A suite that cannot load, or a stray rejection, counts as a failure. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly SerializedError[], reason: TestRunEndReason): void {
    const count = { passed: 0, failed: strayErrors.length, skipped: 0 }
    for (const module of modules) {
      let found = 0
      for (const test of module.children.allTests()) {
        found += 1
        const { state } = test.result()
        if (state !== 'pending') count[state] += 1
      }
      if (module.state() === 'failed' && (found === 0 || module.errors().length > 0)) count.failed += 1
    }
    // A global setup that threw, or Ctrl-C, fails no test, and is a failure all the same.
    if (reason !== 'passed' && count.failed === 0) count.failed = 1
    const line = `${count.passed} passed, ${count.failed} failed${count.skipped > 0 ? `, ${count.skipped} skipped` : ''}`
    process.once('exit', () => process.stdout.write(`${line}\n`))
  }
}
