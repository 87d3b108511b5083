import { randomUUID } from 'node:crypto'
import { ProblemError } from '@imaging/http'
import { eventReader, type Actor, type ImagingEvent, type WorkOrder, type WorkOrderHistoryOutcome } from '@imaging/schemas'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { replay, type Fact } from '../domain/index.ts'
import { startTestMaintenance, type TestMaintenance } from './test-maintenance.ts'

/** Nothing listens there: Temporal is away for the whole of this file. */
const TEMPORAL_AWAY = '127.0.0.1:1'

const engineer: Actor = { name: 'Sam Taylor', role: 'supplier-engineer', organisation: 'alpha-imaging' }
const rival: Actor = { name: 'Kim Wood', role: 'supplier-engineer', organisation: 'beta-care' }
const lead: Actor = { name: 'Priya Shah', role: 'radiology-lead', organisation: 'RYJ' }
const manager: Actor = { name: 'Jo Bell', role: 'radiology-manager', organisation: 'RYJ' }

let maintenance: TestMaintenance
beforeAll(async () => {
  maintenance = await startTestMaintenance({
    databaseUrl: inject('databaseUrl'),
    kafkaBrokers: inject('kafkaBrokers'),
    temporalAddress: TEMPORAL_AWAY,
  })
})
afterAll(() => maintenance?.stop())

const raised = (downtimeId: string, actor = manager): Promise<WorkOrder> =>
  vi.waitFor(
    async () => {
      const order = await maintenance.workOrderOf(downtimeId, actor)
      if (order === undefined) throw new Error('no work order yet')
      return order
    },
    { timeout: 20_000, interval: 100 },
  )
const refused = async (asked: Promise<unknown>): Promise<ProblemError> => {
  const error: unknown = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ProblemError)) throw new Error(`it was not refused: ${String(error)}`)
  return error
}
const publishedOf = async (workOrderId: string): Promise<ImagingEvent[]> =>
  (await maintenance.published('imaging.work-orders')).filter(({ data }) => (data as { workOrderId?: string }).workOrderId === workOrderId)
const factsIn = async (workOrderId: string): Promise<Fact[]> =>
  (
    await maintenance.pool.query<{ body: Fact }>(
      'select body from maintenance.work_order_fact where work_order_id = $1 order by sequence',
      [workOrderId],
    )
  ).rows.map(({ body }) => body)
/** Cancels what is open, so that the next failure of the scanner is its own. */
const clear = (order: WorkOrder) => maintenance.act(order.workOrderId, manager, { action: 'cancel', reason: 'false-alarm' })

describe('a failure', () => {
  it('raises one work order with the supplier of the contract, its priority and its clock, and tells Kafka', async () => {
    const order = await raised(await maintenance.fail('RYJ-MRI-1'))
    expect(order).toMatchObject({
      assetName: 'MRI 1',
      siteName: 'Example Hospital',
      supplierName: 'Alpha Imaging',
      priority: 'P1',
      status: 'NEW',
      example: true,
      version: 1,
    })
    expect(order.clocks).toMatchObject([{ name: 'response', breached: false, paused: false }])
    expect(order.nextStep).toBe('Alpha Imaging accepts or declines.')
    const [event] = await vi.waitFor(async () => {
      const events = await publishedOf(order.workOrderId)
      expect(events).toHaveLength(1)
      return events
    })
    expect(eventReader('imaging.work-orders')(Buffer.from(JSON.stringify(event)), Date.now())).toHaveProperty('event')
    expect(event).toMatchObject({
      example: true,
      subject: 'RYJ-MRI-1',
      data: { supplierId: 'alpha-imaging', contractId: 'C-ALPHA', respondBy: order.clocks[0]?.dueAt },
    })
    await clear(order)
  })

  it('told twice, or of a scanner whose work order is open, never makes a second one', async () => {
    const downtimeId = await maintenance.fail('RYJ-CT-1', { state: 'DEGRADED' })
    const order = await raised(downtimeId)
    await maintenance.fail('RYJ-CT-1', { downtimeId })
    const worse = await raised(await maintenance.fail('RYJ-CT-1'))
    expect(worse).toMatchObject({ workOrderId: order.workOrderId, priority: 'P2' })
    expect(worse.steps.map(({ step }) => step)).toEqual(['call-logged', 'worsened'])
    await clear(order)
  })

  it('that is planned work calls nobody, until it becomes a failure', async () => {
    const downtimeId = await maintenance.fail('RYJ-CT-2', { state: 'DOWN_PLANNED' })
    const nextId = await maintenance.fail('RYJ-CT-1')
    const next = await raised(nextId)
    expect(await maintenance.workOrderOf(downtimeId, manager)).toBeUndefined()
    const at = new Date().toISOString()
    const restated = { assetId: 'RYJ-CT-2', from: at, renamed: [], voided: [], becauseOfEventIds: [], escalated: [{ downtimeId, at }] }
    await maintenance.publish('imaging.availability', 'availability.restated.v1', restated, 'RYJ-CT-2')
    const order = await raised(downtimeId)
    expect(order.assetId).toBe('RYJ-CT-2')
    await clear(next)
    await clear(order)
  })

  it('learnt late and over by then is history; still going on, it calls the supplier after all', async () => {
    const over = await maintenance.fail('RYJ-CT-1', { minutesAgo: 300 })
    const from = new Date(Date.now() - 300 * 60_000).toISOString()
    const closed = { downtimeId: over, assetId: 'RYJ-CT-1', from, to: new Date(Date.now() - 200 * 60_000).toISOString() }
    await maintenance.publish('imaging.availability', 'availability.downtime-closed.v1', closed, 'RYJ-CT-1')
    const going = await maintenance.fail('RYJ-CT-2', { minutesAgo: 120 })
    const order = await raised(going)
    const { rows } = await maintenance.pool.query<{ fate: string }>('select fate from maintenance.downtime where id = $1', [over])
    expect(rows).toEqual([{ fate: 'history' }])
    await clear(order)
  })

  it('that never was is withdrawn; of two that were one, the older work order stays', async () => {
    const voided = await raised(await maintenance.fail('RYJ-CT-1'))
    const older = await raised(await maintenance.fail('RYJ-CT-2'))
    const wasId = older.downtimeId as string
    const isId = randomUUID()
    const at = new Date().toISOString()
    const restated = {
      assetId: 'RYJ-CT-1',
      from: at,
      renamed: [{ was: wasId, is: isId }],
      voided: [voided.downtimeId as string],
      becauseOfEventIds: [],
    }
    await maintenance.publish('imaging.availability', 'availability.restated.v1', restated, 'RYJ-CT-1')
    expect(await raised(isId)).toMatchObject({ workOrderId: older.workOrderId, status: 'NEW' })
    expect(await raised(voided.downtimeId as string)).toMatchObject({ status: 'CANCELLED' })
    await clear(older)
  })

  it('of a scanner the register will never know goes aside with the reason, and the rest goes on', async () => {
    await maintenance.fail('RYJ-GHOST-1')
    const order = await raised(await maintenance.fail('RYJ-CT-1'))
    await vi.waitFor(async () => {
      const aside: string[] = []
      await maintenance.eventLog.source.readToEnd(
        ['imaging.availability.dead-letter'],
        ({ headers }) => void aside.push(headers['dead-letter-reason'] ?? ''),
      )
      expect(aside).toEqual([expect.stringContaining('knows no asset RYJ-GHOST-1')])
    }, 10_000)
    await clear(order)
  })
})

describe('a work order', () => {
  it('goes from the call to return to use while Temporal is away, and its steps wait for it', async () => {
    const { workOrderId } = await raised(await maintenance.fail('RYJ-CT-1'))
    const act = maintenance.act
    await act(workOrderId, engineer, { action: 'accept', arriveAt: new Date(Date.now() + 3_600_000).toISOString() })
    await act(workOrderId, engineer, { action: 'arrive' })
    await act(workOrderId, manager, { action: 'give-access' })
    const back = await act(workOrderId, engineer, { action: 'hand-back', scope: ['routine-repair'], work: 'Fan replaced.' })
    expect(back.body.actions).toEqual([])
    expect((await refused(act(workOrderId, engineer, { action: 'release' }))).status).toBe(403)
    expect((await refused(act(workOrderId, lead, { action: 'release' }))).detail).toContain('Local checks')
    await act(workOrderId, lead, { action: 'record-check', check: 'local-checks', result: 'pass' })
    const released = await act(workOrderId, lead, { action: 'release' })
    expect(released.body).toMatchObject({ status: 'CLOSED', nextStep: 'Nothing: the scanner is back in use.' })

    const states = await vi.waitFor(async () => {
      const told = (await maintenance.published('imaging.downtime')).filter(({ subject }) => subject === 'RYJ-CT-1').slice(-2)
      expect(told.map(({ data }) => (data as { state: string }).state)).toEqual(['IN_QA', 'UP'])
      return told
    })
    expect(states[0]).toMatchObject({ data: { reportedBy: { kind: 'supplier', role: 'supplier-engineer' } } })
    expect(states[1]).toMatchObject({ data: { release: `${workOrderId}-R1`, reportedBy: { kind: 'person', role: 'radiology-lead' } } })
    const facts = await publishedOf(workOrderId)
    expect(facts.map(({ type }) => type.split('.').at(-2))).toEqual([
      'call-logged',
      'accepted',
      'arrived',
      'access-given',
      'handed-back',
      'check-recorded',
      'released',
    ])
    for (const fact of facts)
      expect(eventReader('imaging.work-orders')(Buffer.from(JSON.stringify(fact)), Date.now())).toHaveProperty('event')
    const { rows } = await maintenance.pool.query<{ waiting: number }>(
      `select count(*)::int as waiting from maintenance.outbox where destination = 'temporal' and convert_from(body, 'utf8')::jsonb->'input'->>'workOrderId' = $1`,
      [workOrderId],
    )
    expect(rows).toEqual([{ waiting: 7 }])
  })

  it('is what its facts add up to', async () => {
    const { rows } = await maintenance.pool.query<{ id: string; state: unknown }>('select id, state from maintenance.work_order')
    expect(rows.length).toBeGreaterThan(3)
    for (const { id, state } of rows) expect(replay(await factsIn(id))).toEqual(state)
  })

  it('lets the same press count once, and refuses an act decided on an older version', async () => {
    const order = await raised(await maintenance.fail('RYJ-CT-1'))
    const press = { ifMatch: '"1"', idempotencyKey: randomUUID() }
    const first = await maintenance.act(order.workOrderId, engineer, { action: 'accept' }, press)
    const second = await maintenance.act(order.workOrderId, engineer, { action: 'accept' }, press)
    expect(second.body).toEqual(first.body)
    expect((await factsIn(order.workOrderId)).map(({ step }) => step)).toEqual(['call-logged', 'accepted'])
    expect((await refused(maintenance.act(order.workOrderId, engineer, { action: 'arrive' }, { ifMatch: '"1"' }))).status).toBe(412)
    expect((await refused(maintenance.act(order.workOrderId, engineer, { action: 'accept' }))).status).toBe(409)
    await clear(order)
  })

  it('of two acts on one version at the same moment takes one', async () => {
    const order = await raised(await maintenance.fail('RYJ-CT-1'))
    const race = await Promise.allSettled(
      ['accept', 'decline'].map((action) =>
        maintenance.act(order.workOrderId, engineer, { action, reason: 'x' } as never, { ifMatch: '"1"' }),
      ),
    )
    expect(race.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await clear(order)
  })

  it('is another supplier’s secret', async () => {
    const order = await raised(await maintenance.fail('RYJ-CT-1'))
    expect((await refused(maintenance.get(`/api/v1/work-orders/${order.workOrderId}`, rival))).status).toBe(404)
    expect((await refused(maintenance.act(order.workOrderId, rival, { action: 'accept' }, { ifMatch: '"1"' }))).status).toBe(404)
    const { body } = await maintenance.get<{ items: WorkOrder[] }>(`/api/v1/work-orders?supplierId=alpha-imaging`, rival)
    expect(body.items).toEqual([])
    expect((await refused(maintenance.get('/api/v1/work-orders', { ...rival, organisation: 'RYJ' }))).status).toBe(401)
    expect((await refused(maintenance.post(`/api/v1/work-orders/${order.workOrderId}/actions`, { action: 'accept' }))).status).toBe(401)
    await clear(order)
  })

  it('goes on to the maker’s own service when a third party declines, who then sees it no more', async () => {
    const order = await raised(await maintenance.fail('RYJ-CT-3'))
    expect(order.supplierId).toBe('beta-care')
    const declined = await maintenance.act(order.workOrderId, rival, { action: 'decline', reason: 'No engineer free.' })
    expect(declined.body.steps.map(({ step }) => step)).toEqual(['call-logged', 'declined'])
    const { body } = await maintenance.get<WorkOrder>(`/api/v1/work-orders/${order.workOrderId}`, engineer)
    expect(body).toMatchObject({ supplierId: 'alpha-imaging', status: 'NEW' })
    expect(body.steps.map(({ step }) => step)).toEqual(['reassigned'])
    expect(body.suppliersOffered).toBeUndefined()
    expect((await refused(maintenance.get(`/api/v1/work-orders/${order.workOrderId}`, rival))).status).toBe(404)
    await clear(order)
  })

  it('takes the scanner down again when a check fails, for the same cause, and goes on', async () => {
    const { workOrderId } = await raised(await maintenance.fail('RYJ-CT-2'))
    await maintenance.act(workOrderId, engineer, { action: 'accept', remote: true })
    await maintenance.act(workOrderId, engineer, { action: 'hand-back', scope: ['remote-fix'], work: 'Restarted.' })
    const check = { action: 'record-check', check: 'report-read', result: 'fail', note: 'Still stops.' } as const
    const failed = await maintenance.act(workOrderId, lead, check)
    expect(failed.body).toMatchObject({
      status: 'ACCEPTED',
      checks: [],
      nextStep: 'Alpha Imaging mends it from a distance and hands it back.',
    })
    await vi.waitFor(async () => {
      const told = (await maintenance.published('imaging.downtime')).filter(({ subject }) => subject === 'RYJ-CT-2').slice(-2)
      expect(told).toMatchObject([
        { data: { state: 'IN_QA' } },
        { data: { state: 'DOWN_UNPLANNED', cause: 'cooling', note: 'Still stops.', reportedBy: { kind: 'person' } } },
      ])
    })
    await maintenance.act(workOrderId, engineer, { action: 'hand-back', scope: ['remote-fix'], work: 'Reinstalled.' })
    await maintenance.act(workOrderId, lead, { action: 'record-check', check: 'report-read', result: 'pass' })
    const closed = await maintenance.act(workOrderId, lead, { action: 'release', limits: 'No heart scans.', canStill: ['head'] })
    expect(closed.body.nextStep).toContain('with limits')
    await vi.waitFor(async () => {
      const last = (await maintenance.published('imaging.downtime')).findLast(({ subject }) => subject === 'RYJ-CT-2')
      expect(last).toMatchObject({ data: { state: 'DEGRADED', canStill: ['head'], release: `${workOrderId}-R2`, note: 'No heart scans.' } })
    })
  })

  it('returns the scanner to use by a person’s word when the alarm was false', async () => {
    const order = await raised(await maintenance.fail('RYJ-CT-2'))
    await maintenance.act(order.workOrderId, lead, { action: 'cancel', reason: 'false-alarm', note: 'Door was open.' })
    await vi.waitFor(async () => {
      const last = (await maintenance.published('imaging.downtime')).findLast(({ subject }) => subject === 'RYJ-CT-2')
      expect(last).toMatchObject({ data: { state: 'UP', release: `${order.workOrderId}-F`, reportedBy: { kind: 'person' } } })
    })
  })

  it('is listed newest first, page by page, by what is asked for', async () => {
    const seen: string[] = []
    let cursor = ''
    for (let pages = 0; pages < 20; pages += 1) {
      const { body } = await maintenance.get<{ items: WorkOrder[]; next?: string }>(`/api/v1/work-orders?limit=3${cursor}`, manager)
      seen.push(...body.items.map(({ workOrderId }) => workOrderId))
      if (body.next === undefined) break
      cursor = `&cursor=${body.next}`
    }
    const { rows } = await maintenance.pool.query<{ id: string }>(
      'select id from maintenance.work_order order by opened_at desc, number desc',
    )
    expect(seen).toEqual(rows.map(({ id }) => id))
    const { body } = await maintenance.get<{ items: WorkOrder[] }>('/api/v1/work-orders?open=false&status=CLOSED&trust=RYJ', manager)
    expect(new Set(body.items.map(({ status }) => status))).toEqual(new Set(['CLOSED']))
  })
})

describe('the store', () => {
  it('refuses to change or remove a fact, and shows nothing to a stranger', async () => {
    const client = await maintenance.pool.connect()
    try {
      await client.query('set role imaging_maintenance')
      await expect(client.query(`update maintenance.work_order_fact set step = 'x'`)).rejects.toThrow('permission denied')
      await expect(client.query('delete from maintenance.work_order_fact')).rejects.toThrow('permission denied')
      for (const [organisation, sees] of [
        ['', false],
        ['nobody-known', false],
        ['alpha-imaging', true],
        ['RQM', true],
      ] as const) {
        await client.query(`select set_config('imaging.organisation', $1, false)`, [organisation])
        for (const table of ['maintenance.work_order', 'maintenance.work_order_fact']) {
          const { rows } = await client.query<{ some: boolean }>(`select exists (select from ${table}) as some`)
          expect([organisation, table, rows[0]?.some]).toEqual([organisation, table, sees])
        }
      }
    } finally {
      client.release(true)
    }
  })
})

describe('history', () => {
  const by = { role: 'supplier-engineer', organisation: 'alpha-imaging' }
  const historic = (reference: string, more: object = {}) => ({
    reference,
    assetId: 'RYJ-MRI-1',
    downtimeId: randomUUID(),
    supplierId: 'alpha-imaging',
    priority: 'P2',
    summary: 'Down: gradient.',
    example: true,
    facts: [
      { step: 'call-logged', at: '2025-03-03T09:00:00Z', by },
      { step: 'accepted', at: '2025-03-03T09:20:00Z', by, arriveAt: '2025-03-03T11:00:00Z' },
      { step: 'handed-back', at: '2025-03-03T15:00:00Z', by, scope: ['gradient'], work: 'Amplifier replaced.' },
      { step: 'released', at: '2025-03-03T16:00:00Z', by, releaseId: 'OLD-1' },
    ],
    ...more,
  })

  it('is taken in as it was, once, emits the same facts and starts nothing', async () => {
    const body = { workOrders: [historic('OLD-1'), historic('OLD-2')] }
    const first = await maintenance.post<WorkOrderHistoryOutcome>('/api/v1/work-order-history', body)
    expect(first.body.workOrders.map(({ created }) => created)).toEqual([true, true])
    const again = await maintenance.post<WorkOrderHistoryOutcome>('/api/v1/work-order-history', body)
    expect(again.body.workOrders.map(({ created }) => created)).toEqual([false, false])
    const workOrderId = first.body.workOrders[0]?.workOrderId as string
    await vi.waitFor(async () => expect(await publishedOf(workOrderId)).toHaveLength(4))
    const [call] = await publishedOf(workOrderId)
    expect(call).toMatchObject({
      time: '2025-03-03T09:00:00.000Z',
      recordedtime: '2025-03-03T09:00:00.000Z',
      data: { respondBy: '2025-03-03T13:00:00.000Z' },
    })
    const { rows } = await maintenance.pool.query(
      `select 1 from maintenance.outbox where destination = 'temporal' and convert_from(body, 'utf8')::jsonb->'input'->>'workOrderId' = $1`,
      [workOrderId],
    )
    expect(rows).toEqual([])
    const { body: page } = await maintenance.get<WorkOrder>(`/api/v1/work-orders/${workOrderId}`, manager)
    expect(page).toMatchObject({ status: 'CLOSED', actions: [], closedAt: '2025-03-03T16:00:00.000Z' })
  })

  it('is refused whole, each fault with its place, and nothing of it is kept', async () => {
    const facts = historic('x').facts
    const wrong = [
      historic('OLD-3'),
      historic('OLD-4', { facts: facts.slice(0, 2) }),
      historic('OLD-5', { assetId: 'RYJ-GHOST-1' }),
      historic('OLD-6', { facts: [...facts.slice(0, 3), { ...facts[3], at: '2025-03-03T08:00:00Z' }] }),
      historic('OLD-7', { facts: [facts[0], { step: 'sung', at: '2025-03-03T10:00:00Z', by }] }),
    ]
    const problem = await refused(maintenance.post('/api/v1/work-order-history', { workOrders: wrong }))
    expect(problem.status).toBe(422)
    expect(problem.errors.map(({ pointer }) => pointer)).toEqual([1, 2, 3, 4].map((index) => `/body/workOrders/${index}`))
    const { rows } = await maintenance.pool.query(`select 1 from maintenance.work_order where reference in ('OLD-3', 'OLD-4')`)
    expect(rows).toEqual([])
  })
})
