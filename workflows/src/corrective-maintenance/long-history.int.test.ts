import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DefaultLogger, NativeConnection, Worker } from '@temporalio/worker'
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest'
import { quietRuntime } from '../../worker/quiet-runtime.ts'
import { workflowBundle } from '../../worker/workflow-bundle.ts'
import { createTemporalClient } from '../temporal-client.ts'
import { createExampleMaintenance } from './example-maintenance.ts'
import { CORRECTIVE_MAINTENANCE, courseQuery, stepSignal } from './messages.ts'

/** Temporal asks for a new run after 4,096 events; each step is one at least. */
const STEPS = 4_200
const AT_ONCE = 100

const bundleDir = mkdtempSync(join(tmpdir(), 'imaging-bundle-'))
let connection: NativeConnection
beforeAll(async () => {
  quietRuntime()
  connection = await NativeConnection.connect({ address: inject('temporalAddress') })
})
afterAll(async () => {
  rmSync(bundleDir, { recursive: true, force: true })
  await connection?.close()
})

it('leaves a long history behind without losing a step', { timeout: 120_000 }, async () => {
  const client = createTemporalClient({ address: inject('temporalAddress'), namespace: 'imaging' })
  const taskQueue = `long-history-${randomUUID()}`
  const workflowId = `long-history/${randomUUID()}`
  const maintenance = createExampleMaintenance()
  const codePath = await workflowBundle(bundleDir, new DefaultLogger('ERROR'))
  const worker = await Worker.create({ connection, namespace: 'imaging', taskQueue, workflowBundle: { codePath }, activities: maintenance.activities })
  await worker.runUntil(async () => {
    const input = { workOrderId: 'WO-1', assetId: 'RYJ-CT-1', downtimeId: randomUUID() }
    const first = await client.workflow.start(CORRECTIVE_MAINTENANCE, { workflowId, taskQueue, args: [input] })
    const handle = client.workflow.getHandle(workflowId)
    const tell = (sequence: number, step: string) => handle.signal(stepSignal, { sequence, step, at: '2026-03-02T09:00:00Z' })
    for (let sequence = 1; sequence <= STEPS; sequence += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => tell(sequence + index, 'promise-changed')))
    }
    await vi.waitFor(async () => expect((await handle.describe()).runId).not.toBe(first.firstExecutionRunId), { timeout: 30_000, interval: 200 })
    expect(await handle.query(courseQuery)).toMatchObject({ lastSequence: STEPS, lastStep: 'promise-changed' })
    await tell(STEPS + 1, 'released')
    expect(await handle.result()).toMatchObject({ lastSequence: STEPS + 1, isOver: true })
  })
  await client.connection.close()
})
