import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { fileURLToPath } from 'node:url'
import { personOf } from '@imaging/identity/testing'
import type { WorkOrder } from '@imaging/schemas'
import { nameSearchAttributes } from '@imaging/workflows/test-search-attributes.ts'
import { correctiveMaintenanceId, courseQuery } from '@imaging/workflows/corrective-maintenance/messages.ts'
import { createTemporalClient } from '@imaging/workflows/temporal-client.ts'
import type { Client } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { startTestMaintenance, type TestMaintenance } from './test-maintenance.ts'

const WORKER = fileURLToPath(new URL('../../../workflows/worker/main.ts', import.meta.url))
const PATIENCE = { timeout: 30_000, interval: 150 }

const engineer = personOf('supplier-engineer', 'alpha-imaging')
const lead = personOf('radiology-lead', 'RYJ')
const manager = personOf('radiology-manager', 'RYJ')

let maintenance: TestMaintenance
let temporal: Client
let worker: ChildProcess
let door: Door

/** The way to Temporal, which can be shut. */
interface Door {
  readonly address: string
  open(): Promise<void>
  shut(): Promise<void>
}

async function doorTo(address: string): Promise<Door> {
  const [host, port] = address.split(':') as [string, string]
  const port_ = await freePort()
  let server: Server | undefined
  const sockets = new Set<{ destroy(): unknown }>()
  return {
    address: `127.0.0.1:${port_}`,
    async open() {
      server = createServer((near) => {
        const far = connect(Number(port), host)
        for (const socket of [near, far]) {
          sockets.add(socket)
          socket.on('error', () => socket.destroy())
        }
        near.pipe(far).pipe(near)
      }).listen(port_, '127.0.0.1')
      await once(server, 'listening')
    },
    async shut() {
      for (const socket of sockets) socket.destroy()
      sockets.clear()
      server?.close()
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

beforeAll(async () => {
  const temporalAddress = inject('temporalAddress')
  const namespace = `test-${randomBytes(4).toString('hex')}`
  temporal = createTemporalClient({ address: temporalAddress, namespace })
  await temporal.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: { seconds: 86_400 as never } })
  await nameSearchAttributes(temporal, namespace)
  door = await doorTo(temporalAddress)
  await door.open()
  maintenance = await startTestMaintenance({
    databaseUrl: inject('databaseUrl'),
    kafkaBrokers: inject('kafkaBrokers'),
    temporalAddress: door.address,
    temporalNamespace: namespace,
  })
  const port = await freePort()
  worker = spawn(process.execPath, [WORKER], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      PORT: String(port),
      LOG_LEVEL: 'error',
      TEMPORAL_ADDRESS: temporalAddress,
      TEMPORAL_NAMESPACE: namespace,
      MAINTENANCE_URL: maintenance.url,
      IDENTITY_PRIVATE_KEY_FILE: maintenance.workerKeyFile,
    },
  })
  await vi.waitFor(
    async () => {
      const { status } = await fetch(`http://127.0.0.1:${port}/health/ready`)
      if (status !== 200) throw new Error(`the worker is not ready: ${status}`)
    },
    { timeout: 60_000, interval: 200 },
  )
})
afterAll(async () => {
  if (worker?.exitCode === null) {
    worker.kill('SIGTERM')
    const [code] = await once(worker, 'exit')
    if (code !== 0) throw new Error(`the worker ended with ${code}`)
  }
  await maintenance?.stop()
  await door?.shut()
  await temporal?.connection.close()
})

/** Everything a history says in payloads, as text. */
const payloadsIn = (value: unknown): unknown[] => {
  if (value instanceof Uint8Array) return [Buffer.from(value).toString()]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(payloadsIn) : []
}

const raised = (downtimeId: string): Promise<WorkOrder> =>
  vi.waitFor(async () => {
    const order = await maintenance.workOrderOf(downtimeId, manager)
    if (order === undefined) throw new Error('no work order yet')
    return order
  }, PATIENCE)
const processOf = (assetId: string, downtimeId: string, more: { readonly follows?: string; readonly workOrderId?: string } = {}) =>
  temporal.workflow.getHandle(correctiveMaintenanceId({ assetId, downtimeId, workOrderId: '', ...more }))

describe('service, worker and Temporal together', () => {
  it('watch a failure from the call to the return to use', async () => {
    const downtimeId = await maintenance.fail('RYJ-CT-1')
    const { workOrderId, clocks } = await raised(downtimeId)
    const process = processOf('RYJ-CT-1', downtimeId)
    await vi.waitFor(
      async () =>
        expect(await process.query(courseQuery)).toMatchObject({
          workOrderId,
          lastStep: 'call-logged',
          nextDeadlineAt: expect.any(String),
        }),
      PATIENCE,
    )
    const dueMs = Date.parse(clocks[0]?.dueAt ?? '')
    expect(Date.parse((await process.query(courseQuery)).nextDeadlineAt as string)).toBeLessThan(dueMs)

    await maintenance.act(workOrderId, engineer, { action: 'accept', remote: true })
    await maintenance.act(workOrderId, engineer, { action: 'hand-back', scope: ['remote-fix'], work: 'Restarted.' })
    await maintenance.act(workOrderId, lead, { action: 'record-check', check: 'report-read', result: 'pass' })
    await maintenance.act(workOrderId, lead, { action: 'release' })
    expect(await process.result()).toMatchObject({ lastStep: 'released', lastSequence: 5, escalations: 0, isOver: true })
  })

  it('tell one level higher each time when the time has run out, in the trace of what began it', async () => {
    const downtimeId = await maintenance.fail('RYJ-US-1', { minutesAgo: 50 })
    const { workOrderId } = await raised(downtimeId)
    const order = await vi.waitFor(async () => {
      const { body } = await maintenance.get<WorkOrder>(`/api/v1/work-orders/${workOrderId}`, manager)
      expect(body.steps.filter(({ step }) => step === 'escalated')).toHaveLength(3)
      return body
    }, PATIENCE)
    expect(order.version).toBe(0 + 1)
    expect(order.clocks.find(({ name }) => name === 'repair')).toMatchObject({ breached: true })
    const escalations = await vi.waitFor(async () => {
      const events = (await maintenance.published('imaging.work-orders')).filter(({ type }) => type.endsWith('escalated.v1'))
      expect(events.map(({ data }) => (data as { level: number }).level)).toEqual([1, 2, 3])
      return events
    }, PATIENCE)
    expect(new Set(escalations.map(({ traceparent }) => traceparent?.split('-')[1])).size).toBe(1)
    await maintenance.act(workOrderId, manager, { action: 'cancel', reason: 'false-alarm' })
    expect(await processOf('RYJ-US-1', downtimeId).result()).toMatchObject({ lastStep: 'cancelled', escalations: 3 })
  })

  it('let an operator find the processes of a trust, and those of the supplier who has the work now', async () => {
    const downtimeId = await maintenance.fail('RYJ-CT-3')
    const { workOrderId } = await raised(downtimeId)
    const found = async (query: string): Promise<string[]> => {
      const ids: string[] = []
      for await (const { workflowId } of temporal.workflow.list({ query })) ids.push(workflowId)
      return ids
    }
    const id = correctiveMaintenanceId({ assetId: 'RYJ-CT-3', downtimeId, workOrderId })
    await vi.waitFor(async () => expect(await found(`ImagingTrust = 'RYJ' and ImagingSupplier = 'beta-care'`)).toEqual([id]), PATIENCE)
    await maintenance.act(workOrderId, personOf('supplier-desk', 'beta-care'), { action: 'decline', reason: 'No engineer free.' })
    await vi.waitFor(async () => {
      expect(await found(`ImagingAsset = 'RYJ-CT-3' and ImagingSupplier = 'alpha-imaging'`)).toEqual([id])
      expect(await found(`ImagingSupplier = 'beta-care'`)).toEqual([])
    }, PATIENCE)
    const { events = [] } = await temporal.workflow.getHandle(id).fetchHistory()
    expect(JSON.stringify(events?.map((event) => payloadsIn(event)))).not.toContain('Example')
    await maintenance.act(workOrderId, manager, { action: 'cancel', reason: 'false-alarm' })
    await processOf('RYJ-CT-3', downtimeId).result()
  })

  it('watch over what a release with limits left to mend, in a process of its own', async () => {
    const downtimeId = await maintenance.fail('RYJ-MRI-1')
    const { workOrderId } = await raised(downtimeId)
    await maintenance.act(workOrderId, engineer, { action: 'accept', remote: true })
    await maintenance.act(workOrderId, engineer, { action: 'hand-back', scope: ['remote-fix'], work: 'Restarted.' })
    await maintenance.act(workOrderId, lead, { action: 'record-check', check: 'report-read', result: 'pass' })
    const limits = { limits: 'No heart scans.', canStill: ['head'] }
    const { body } = await maintenance.act(workOrderId, lead, { action: 'release', ...limits })
    expect(await processOf('RYJ-MRI-1', downtimeId).result()).toMatchObject({ lastStep: 'released', isOver: true })
    const next = body.followedBy as string
    const process = processOf('RYJ-MRI-1', downtimeId, { follows: workOrderId, workOrderId: next })
    await vi.waitFor(
      async () => expect(await process.query(courseQuery)).toMatchObject({ workOrderId: next, nextDeadlineAt: expect.any(String) }),
      PATIENCE,
    )
    await maintenance.act(next, manager, { action: 'cancel', reason: 'false-alarm' })
    expect(await process.result()).toMatchObject({ lastStep: 'cancelled' })
  })

  it('go on without Temporal, and tell it everything when it is back', async () => {
    await door.shut()
    const downtimeId = await maintenance.fail('RYJ-CT-2')
    const { workOrderId } = await raised(downtimeId)
    const { body } = await maintenance.act(workOrderId, engineer, { action: 'accept' })
    expect(body.status).toBe('ACCEPTED')
    await expect(processOf('RYJ-CT-2', downtimeId).describe()).rejects.toThrow()
    await door.open()
    await vi.waitFor(
      async () =>
        expect(await processOf('RYJ-CT-2', downtimeId).query(courseQuery)).toMatchObject({ lastStep: 'accepted', lastSequence: 2 }),
      PATIENCE,
    )
    await maintenance.act(workOrderId, manager, { action: 'cancel', reason: 'false-alarm' })
    await processOf('RYJ-CT-2', downtimeId).result()
    expect((await maintenance.pool.query('select 1 from maintenance.outbox_set_aside')).rows).toEqual([])
  })
})
