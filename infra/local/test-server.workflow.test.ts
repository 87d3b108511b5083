import { readFileSync } from 'node:fs'
import { TestWorkflowEnvironment } from '@temporalio/testing'
import { expect, inject, it } from 'vitest'

it('passes thirty days at once', async () => {
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: inject('testServer') } },
  })
  try {
    const before = await environment.currentTimeMs()
    await environment.sleep('30 days')
    expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(30 * 86_400_000)
  } finally {
    await environment.teardown()
  }
})

it('gives workflow tests the bundled code', () => {
  expect(readFileSync(inject('workflowBundle'), 'utf8')).toContain('__TEMPORAL__')
})
