import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import { TestWorkflowEnvironment } from '@temporalio/testing'
import { Worker } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { quietRuntime } from '../../worker/quiet-runtime.ts'
import { clockOf, createExampleMaintenance, type ExampleMaintenance } from './example-maintenance.ts'
import {
  CORRECTIVE_MAINTENANCE,
  correctiveMaintenanceAttributes,
  correctiveMaintenanceId,
  courseQuery,
  stepSignal,
  SUPPLIER_ATTRIBUTE,
  type Course,
} from './messages.ts'
import { nameSearchAttributes } from '../test-search-attributes.ts'

const HISTORIES = join(import.meta.dirname, '../../histories/corrective-maintenance')
/** Set to a date, such as 2026-11-22, to keep the histories of these runs. */
const RECORD_AS = process.env['RECORD_HISTORIES']
const HOUR_MS = 3_600_000

/** Histories name who wrote them; these are to name no machine. */
const IDENTITY = 'example'

let env: TestWorkflowEnvironment
beforeAll(async () => {
  quietRuntime()
  env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: inject('testServer') } },
    client: { identity: IDENTITY },
  })
  await nameSearchAttributes(env.client, 'default')
})
afterAll(() => env?.teardown())

interface Story {
  readonly maintenance: ExampleMaintenance
  /** Tells the process of the next step, starting it with the first. */
  tell(step: string, options?: { readonly sequence?: number; readonly supplierId?: string }): Promise<void>
  course(): Promise<Course>
  /** Under which supplier an operator finds it. */
  supplier(): Promise<string | undefined>
  /** Lets time pass. */
  pass(hours: number): Promise<void>
  /** Which run of the process it is. */
  runId(): Promise<string>
  nowMs(): Promise<number>
  ended(): Promise<Course>
}

let stories = 0

/** Plays a story on a worker of its own and, when asked and the story has a name, keeps its history. */
async function play(name: string | undefined, plot: (story: Story) => Promise<void>): Promise<void> {
  stories += 1
  const input = {
    workOrderId: `WO-${stories}`,
    assetId: 'RYJ-CT-1',
    downtimeId: `01890000-0000-7000-8000-${String(stories).padStart(12, '0')}`,
  }
  const workflowId = correctiveMaintenanceId(input)
  const taskQueue = `story-${stories}`
  const maintenance = createExampleMaintenance()
  const handle = env.client.workflow.getHandle(workflowId)
  let sequence = 0
  const worker = await Worker.create({
    connection: env.nativeConnection,
    identity: IDENTITY,
    taskQueue,
    workflowBundle: { codePath: inject('workflowBundle') },
    activities: maintenance.activities,
  })
  await worker.runUntil(
    plot({
      maintenance,
      nowMs: () => env.currentTimeMs(),
      runId: async () => (await handle.describe()).runId,
      pass: (hours) => env.sleep(hours * HOUR_MS),
      course: () => handle.query(courseQuery),
      supplier: async () => (await handle.describe()).typedSearchAttributes.get(SUPPLIER_ATTRIBUTE),
      ended: () => handle.result() as Promise<Course>,
      async tell(step, options = {}) {
        const { supplierId = 'alpha-imaging' } = options
        sequence = options.sequence ?? sequence + 1
        const signalArgs = [{ sequence, step, at: new Date(await env.currentTimeMs()).toISOString(), supplierId }] as const
        await env.client.workflow.signalWithStart(CORRECTIVE_MAINTENANCE, {
          workflowId,
          taskQueue,
          args: [input],
          signal: stepSignal,
          signalArgs: [...signalArgs],
          typedSearchAttributes: correctiveMaintenanceAttributes({ trust: 'RYJ', assetId: input.assetId, supplierId }),
        })
      },
    }),
  )
  if (RECORD_AS === undefined || name === undefined) return
  mkdirSync(HISTORIES, { recursive: true })
  writeFileSync(join(HISTORIES, `${RECORD_AS}-${name}.json`), `${historyToJSON(await handle.fetchHistory())}\n`)
}

describe('corrective maintenance', () => {
  it('ends with the release, and reminds nobody when everyone is in time', () =>
    play('mended-in-time', async ({ maintenance, tell, pass, nowMs, course, ended }) => {
      maintenance.plan(clockOf('response', await nowMs(), 4))
      await tell('call-logged')
      await pass(1)
      expect(await course()).toMatchObject({ lastStep: 'call-logged', isOver: false, nextDeadlineAt: expect.any(String) })
      await tell('accepted')
      await pass(1)
      maintenance.plan(clockOf('repair', await nowMs(), 8))
      await tell('arrived')
      await tell('access-given')
      await pass(3)
      maintenance.plan(clockOf('release', await nowMs(), 4))
      await tell('handed-back')
      await pass(1)
      await tell('check-recorded')
      maintenance.end()
      await tell('released')
      expect(await ended()).toMatchObject({ lastStep: 'released', reminders: 0, escalations: 0, isOver: true })
      expect(maintenance.done).toEqual([])
    }))

  it('reminds, then tells one level higher each time, when the supplier does not come', () =>
    play('breached-and-escalated', async ({ maintenance, tell, pass, nowMs, ended }) => {
      maintenance.plan(clockOf('response', await nowMs(), 4))
      await tell('call-logged')
      await pass(3.5)
      expect(maintenance.done).toEqual(['reminder response'])
      await pass(3)
      expect(maintenance.done).toEqual(['reminder response', 'escalation response 1', 'escalation response 2'])
      await pass(3)
      maintenance.plan(clockOf('repair', await nowMs(), 8))
      await tell('arrived')
      await pass(1)
      maintenance.end()
      await tell('released')
      expect(await ended()).toMatchObject({ reminders: 1, escalations: 3 })
    }))

  it('waits for another supplier after a decline, reminds of the choice, and begins a new clock', () =>
    play('declined-and-reassigned', async ({ maintenance, tell, pass, nowMs, supplier, ended }) => {
      const calledMs = await nowMs()
      maintenance.plan(clockOf('response', calledMs, 4))
      await tell('call-logged')
      await pass(0.5)
      maintenance.plan([
        { kind: 'reminder', about: 'choice', at: new Date((await nowMs()) + HOUR_MS / 4).toISOString() },
        ...clockOf('response', calledMs, 4),
      ])
      await tell('declined')
      await pass(1)
      expect(maintenance.done).toEqual(['reminder choice'])
      maintenance.plan(clockOf('response', await nowMs(), 4))
      expect(await supplier()).toBe('alpha-imaging')
      await tell('reassigned', { supplierId: 'beta-care' })
      await pass(2.5)
      expect(maintenance.done).toEqual(['reminder choice'])
      expect(await supplier()).toBe('beta-care')
      await tell('accepted', { supplierId: 'beta-care' })
      await pass(1)
      maintenance.end()
      await tell('released', { supplierId: 'beta-care' })
      expect(await ended()).toMatchObject({ reminders: 2, escalations: 0 })
    }))

  it('ends at once when the alarm was false', () =>
    play('false-alarm', async ({ maintenance, tell, pass, nowMs, ended }) => {
      maintenance.plan(clockOf('response', await nowMs(), 4))
      await tell('call-logged')
      await pass(0.2)
      maintenance.end()
      await tell('cancelled')
      expect(await ended()).toMatchObject({ lastStep: 'cancelled', isOver: true })
    }))

  it('holds nothing against anyone while the clock is paused for want of access, for days if need be', () =>
    play('paused-for-access', async ({ maintenance, tell, pass, nowMs, course, ended }) => {
      maintenance.plan(clockOf('repair', await nowMs(), 8))
      await tell('call-logged')
      await pass(2)
      maintenance.plan([])
      await tell('paused')
      await pass(60)
      expect(maintenance.done).toEqual([])
      expect((await course()).nextDeadlineAt).toBeUndefined()
      maintenance.plan(clockOf('repair', await nowMs(), 6))
      await tell('resumed')
      await pass(7)
      expect(maintenance.done).toEqual(['reminder repair', 'escalation repair 1'])
      maintenance.end()
      await tell('released')
      await ended()
    }))

  it('goes on when a check fails: the repair clock again, and the checks anew', () =>
    play('failed-check', async ({ maintenance, tell, pass, nowMs, course, ended }) => {
      maintenance.plan(clockOf('repair', await nowMs(), 8))
      await tell('call-logged')
      await pass(2)
      maintenance.plan(clockOf('release', await nowMs(), 4))
      await tell('handed-back')
      await pass(3.5)
      expect(maintenance.done).toEqual(['reminder release'])
      maintenance.plan(clockOf('repair', await nowMs(), 6))
      await tell('check-recorded')
      await pass(1)
      expect((await course()).isOver).toBe(false)
      maintenance.plan(clockOf('release', await nowMs(), 4))
      await tell('handed-back')
      await pass(1)
      maintenance.end()
      await tell('released')
      expect(await ended()).toMatchObject({ lastStep: 'released', reminders: 1, escalations: 0 })
    }))

  it('takes a step it knows for no news, and asks again when the service’s clock is behind', () =>
    play('told-twice', async ({ maintenance, tell, pass, nowMs, course, ended }) => {
      maintenance.plan(clockOf('response', await nowMs(), 4).slice(1, 2))
      await tell('call-logged')
      await tell('accepted')
      await tell('call-logged', { sequence: 1 })
      expect(await course()).toMatchObject({ lastStep: 'accepted', lastSequence: 2 })
      maintenance.refuse(2)
      await pass(5)
      expect(maintenance.done).toEqual(['escalation response 1'])
      maintenance.end()
      await tell('released', { sequence: 3 })
      expect(await ended()).toMatchObject({ escalations: 1 })
    }))

  it('ends when the service says that it is over, even if the last step never comes', () =>
    play(undefined, async ({ maintenance, tell, ended }) => {
      maintenance.end()
      await tell('call-logged')
      expect(await ended()).toMatchObject({ lastStep: 'call-logged', isOver: true })
    }))

  it('leaves a long history behind without losing a step', () =>
    play(undefined, async ({ maintenance, tell, course, runId, ended }) => {
      await tell('call-logged')
      const firstRun = await runId()
      const steps = 1_100
      for (let sequence = 2; sequence <= steps; sequence += 100) {
        await Promise.all(Array.from({ length: 100 }, (_, index) => tell('promise-changed', { sequence: sequence + index })))
      }
      await vi.waitFor(async () => expect(await runId()).not.toBe(firstRun), { timeout: 20_000, interval: 100 })
      expect(await course()).toMatchObject({ lastSequence: steps + 1, lastStep: 'promise-changed' })
      maintenance.end()
      await tell('released', { sequence: steps + 2 })
      expect(await ended()).toMatchObject({ lastSequence: steps + 2, isOver: true })
    }))
})
