import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleWorkflowCode, DefaultLogger, Worker, type ReplayResult, type WorkflowBundleOption } from '@temporalio/worker'
import { afterAll, describe, expect, it } from 'vitest'
import { quietRuntime } from '../worker/quiet-runtime.ts'
import { workflowBundle } from '../worker/workflow-bundle.ts'

quietRuntime()
const logger = new DefaultLogger('ERROR')
const bundleDir = mkdtempSync(join(tmpdir(), 'imaging-replay-'))
afterAll(() => rmSync(bundleDir, { recursive: true, force: true }))

const files = globSync('*/*.json', { cwd: import.meta.dirname }).toSorted()
const histories = files.map((file) => ({
  workflowId: file,
  history: JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as never,
}))

async function replayed(bundle: WorkflowBundleOption): Promise<ReplayResult[]> {
  const results: ReplayResult[] = []
  for await (const result of Worker.runReplayHistories({ workflowBundle: bundle }, histories)) results.push(result)
  return results
}

describe('every history ever shipped', () => {
  it('is there for each path: in time, breached, declined, false alarm, paused, failed check, another supplier', () => {
    for (const path of [
      'mended-in-time',
      'breached-and-escalated',
      'declined-and-reassigned',
      'false-alarm',
      'paused-for-access',
      'failed-check',
      'supplier-changed',
    ]) {
      expect(files.filter((file) => file.endsWith(`-${path}.json`))).not.toEqual([])
    }
  })

  it('replays on the workflows of today, as the worker runs them', async () => {
    const results = await replayed({ codePath: await workflowBundle(bundleDir, logger) })
    expect(results.map(({ error }) => error)).toEqual(files.map(() => undefined))
  })

  it('fails on a workflow that does something else, so that this test can fail', async () => {
    const broken = await bundleWorkflowCode({ workflowsPath: join(import.meta.dirname, 'deliberately-broken.ts'), logger })
    const results = await replayed(broken)
    expect(results.map(({ error }) => error?.name)).toEqual(files.map(() => 'DeterminismViolationError'))
  })
})
