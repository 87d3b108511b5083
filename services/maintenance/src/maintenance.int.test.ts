import { randomUUID } from 'node:crypto'
import { ProblemError } from '@imaging/http'
import { personOf } from '@imaging/identity/testing'
import { inTransaction, type Seeing, type Transaction } from '@imaging/postgres'
import {
  eventReader,
  ROLES,
  type ImagingEvent,
  type RecordActedV1,
  type Role,
  type WorkOrder,
  type WorkOrderHistoryOutcome,
} from '@imaging/schemas'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { replay, type Fact } from '../domain/index.ts'
import { startTestMaintenance, type TestMaintenance } from './test-maintenance.ts'

/** Nothing listens there: Temporal is away for the whole of this file. */
const TEMPORAL_AWAY = '127.0.0.1:1'

const engineer = personOf('supplier-engineer', 'alpha-imaging')
const rival = personOf('supplier-engineer', 'beta-care')
const lead = personOf('radiology-lead', 'RYJ')
const manager = personOf('radiology-manager', 'RYJ')
const administrator = personOf('administrator', 'RYJ')
const worker = { kind: 'service', name: 'worker' } as const

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
    await clear(order)
  })

  it('is another trust’s secret, whatever the trusts share with each other', async () => {
    const order = await raised(await maintenance.fail('RYJ-CT-1'))
    const shared = { status: ['RYJ', 'RQM'], ages: ['RYJ', 'RQM'], commercial: ['RYJ', 'RQM'] }
    const other = personOf('radiology-manager', 'RQM', shared)
    expect((await refused(maintenance.get(`/api/v1/work-orders/${order.workOrderId}`, other))).status).toBe(404)
    const cancel = { action: 'cancel', reason: 'false-alarm' } as const
    expect((await refused(maintenance.act(order.workOrderId, other, cancel, { ifMatch: '"1"' }))).status).toBe(404)
    for (const query of ['', '?trust=RYJ', `?downtimeId=${order.downtimeId}`]) {
      expect((await maintenance.get<{ items: WorkOrder[] }>(`/api/v1/work-orders${query}`, other)).body.items).toEqual([])
    }
    await clear(order)
  })

  it('is decided on by whoever’s role allows it, and a refusal says whose part it is', async () => {
    const order = await raised(await maintenance.fail('RYJ-CT-1'))
    const refusal = async (role: Role, organisation: string, command: object) =>
      refused(maintenance.act(order.workOrderId, personOf(role, organisation), command as never, { ifMatch: '"1"' }))
    expect(await refusal('supplier-engineer', 'alpha-imaging', { action: 'cancel', reason: 'duplicate' })).toMatchObject({
      status: 403,
      detail: 'The customer cancels a work order. Decline it, or say what you found.',
    })
    expect(await refusal('supplier-desk', 'alpha-imaging', { action: 'arrive' })).toMatchObject({
      status: 403,
      detail: 'This is not the part of a supplier desk.',
    })
    expect((await refusal('finance', 'RYJ', { action: 'accept' })).status).toBe(403)
    expect((await refusal('committee-member', 'QRV', { action: 'accept' })).status).toBe(403)
    await clear(order)
  })

  it('goes on to the maker’s own service when a third party declines, who then sees it no more', async () => {
    const order = await raised(await maintenance.fail('RYJ-CT-3'))
    expect(order.supplierId).toBe('beta-care')
    const declined = await maintenance.act(order.workOrderId, rival, { action: 'decline', reason: 'No engineer free.' })
    expect(declined.body.steps.map(({ step }) => step)).toEqual(['call-logged', 'declined'])
    expect(declined.body).toMatchObject({ assetName: 'CT 3', siteName: 'Example Hospital', supplierName: 'Beta Care' })
    expect(JSON.stringify(declined.body)).not.toMatch(/alpha/i)
    const { body } = await maintenance.get<WorkOrder>(`/api/v1/work-orders/${order.workOrderId}`, engineer)
    expect(body).toMatchObject({ supplierId: 'alpha-imaging', status: 'NEW' })
    expect(body.steps.map(({ step }) => step)).toEqual(['reassigned'])
    expect(JSON.stringify(body)).not.toMatch(/beta/i)
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
    expect(closed.body).toMatchObject({ status: 'CLOSED', followedBy: expect.any(String) })
    const next = await maintenance.get<WorkOrder>(`/api/v1/work-orders/${closed.body.followedBy}`, engineer)
    expect(next.body).toMatchObject({
      follows: workOrderId,
      status: 'NEW',
      priority: 'P3',
      supplierId: 'alpha-imaging',
      downtimeId: closed.body.downtimeId,
      summary: 'Limited: cooling. No heart scans.',
    })
    await vi.waitFor(async () => {
      const last = (await maintenance.published('imaging.downtime')).findLast(({ subject }) => subject === 'RYJ-CT-2')
      expect(last).toMatchObject({ data: { state: 'DEGRADED', canStill: ['head'], release: `${workOrderId}-R2`, note: 'No heart scans.' } })
    })
  })

  it('that goes on from a release with limits takes in what happens to the scanner next', async () => {
    const [open] = (await maintenance.get<{ items: WorkOrder[] }>('/api/v1/work-orders?assetId=RYJ-CT-2&open=true', manager)).body.items
    const { workOrderId = '', downtimeId = '' } = open ?? {}
    const at = new Date().toISOString()
    const restated = { assetId: 'RYJ-CT-2', from: at, renamed: [], voided: [], becauseOfEventIds: [] }
    const tell = (more: object) =>
      maintenance.publish('imaging.availability', 'availability.restated.v1', { ...restated, ...more }, 'RYJ-CT-2')
    await tell({ escalated: [{ downtimeId, at }] })
    const page = async (): Promise<WorkOrder> => (await maintenance.get<WorkOrder>(`/api/v1/work-orders/${workOrderId}`, manager)).body
    await vi.waitFor(async () => expect((await page()).steps.map(({ step }) => step)).toEqual(['call-logged', 'worsened']), 10_000)
    await tell({ voided: [downtimeId] })
    await vi.waitFor(async () => expect((await page()).status).toBe('CANCELLED'), 10_000)
  })

  it('is raised anew when a scanner whose limits were left as they are goes down in the same downtime', async () => {
    const order = await raised(await maintenance.fail('RYJ-CT-2'))
    const { workOrderId, downtimeId = '' } = order
    await maintenance.act(workOrderId, engineer, { action: 'accept', remote: true })
    await maintenance.act(workOrderId, engineer, { action: 'hand-back', scope: ['remote-fix'], work: 'Restarted.' })
    await maintenance.act(workOrderId, lead, { action: 'record-check', check: 'report-read', result: 'pass' })
    const limits = { limits: 'No heart scans.', canStill: ['head'], followUp: false }
    const closed = await maintenance.act(workOrderId, lead, { action: 'release', ...limits })
    expect(closed.body.followedBy).toBeUndefined()
    const at = new Date().toISOString()
    const restated = { assetId: 'RYJ-CT-2', from: at, renamed: [], voided: [], becauseOfEventIds: [], escalated: [{ downtimeId, at }] }
    await maintenance.publish('imaging.availability', 'availability.restated.v1', restated, 'RYJ-CT-2')
    const again = await vi.waitFor(async () => {
      const found = await maintenance.workOrderOf(downtimeId, manager)
      expect(found).toMatchObject({ follows: workOrderId, status: 'NEW', priority: 'P2' })
      return found as WorkOrder
    }, 10_000)
    await clear(again)
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
  const TABLES = ['work_order', 'work_order_fact', 'downtime', 'snapshot']
  const FORBIDDEN = [
    `update work_order_fact set step = 'x'`,
    'delete from work_order_fact',
    'truncate work_order_fact',
    'delete from work_order',
  ]

  /** Runs statements as a role of the service; for an organisation that sees its own rows, or for nobody. */
  const asRole = <T>(role: string, seeing: Seeing | undefined, work: (tx: Transaction) => Promise<T>): Promise<T> =>
    inTransaction(
      maintenance.pool,
      async (tx) => {
        await tx.query(`set local search_path = maintenance, public; set local role ${role}`)
        return work(tx)
      },
      seeing && { seeing },
    )
  const trust: Seeing = { organisation: 'RYJ', sees: { own: ['RYJ'] } }

  it('has row-level security, forced, on every table that holds what is an organisation’s', async () => {
    const { rows } = await maintenance.pool.query<{ table: string; enabled: boolean; forced: boolean }>(
      `select relname as table, relrowsecurity as enabled, relforcerowsecurity as forced
         from pg_class where relnamespace = 'maintenance'::regnamespace and relname = any ($1)`,
      [[...TABLES, 'attachment']],
    )
    expect(
      rows
        .filter(({ enabled, forced }) => enabled && forced)
        .map(({ table }) => table)
        .toSorted(),
    ).toEqual([...TABLES, 'attachment'].toSorted())
  })

  it('shows each its own, and fails when it is not said for whom', async () => {
    const seen = (organisation: string, own: readonly string[]) =>
      asRole('imaging_maintenance', { organisation, sees: { own } }, async (tx) => {
        const { rows } = await tx.query<{ trusts: string[]; suppliers: string[]; times: string[]; contracts: string[] }>(
          `select (select array_agg(distinct trust) from work_order) as trusts,
                  (select array_agg(distinct supplier_id) from work_order) as suppliers,
                  (select array_agg(distinct supplier_id) from work_order_fact) as times,
                  (select array_agg(key order by key) from snapshot where topic = 'imaging.contracts') as contracts`,
        )
        return rows[0]
      })
    const none = { trusts: null, suppliers: null, times: null, contracts: null }
    expect(await seen('RQM', ['RQM'])).toEqual(none)
    expect(await seen('nobody-known', [])).toEqual(none)
    expect(await seen('RYJ', ['RYJ'])).toMatchObject({ trusts: ['RYJ'], contracts: ['C-ALPHA', 'C-BETA', 'C-SWIFT'] })
    expect(await seen('alpha-imaging', [])).toEqual({
      trusts: ['RYJ'],
      suppliers: ['alpha-imaging'],
      times: ['alpha-imaging'],
      contracts: ['C-ALPHA'],
    })
    expect((await seen('beta-care', []))?.times).toEqual(['beta-care'])
    for (const table of TABLES) {
      const unsaid = asRole('imaging_maintenance', undefined, (tx) => tx.query(`select * from ${table}`))
      await expect(unsaid).rejects.toThrow('it is not said for whom')
    }
  })

  it('lets no role change or remove a fact, and no request change a work order by itself', async () => {
    for (const role of ['imaging_maintenance', 'imaging_maintenance_dispatch', 'imaging_maintenance_ingest']) {
      for (const statement of FORBIDDEN) {
        const tried = asRole(role, trust, (tx) => tx.query(statement))
        await expect(tried, `${role}: ${statement}`).rejects.toThrow('permission denied')
      }
    }
    const changed = asRole('imaging_maintenance', trust, (tx) => tx.query('update work_order set version = version'))
    await expect(changed).rejects.toThrow('row-level security')
  })

  it('keeps nothing of what scanners cost', async () => {
    const { rows } = await maintenance.pool.query<{ body: { data: object } }>(
      `select body from maintenance.snapshot where topic = 'imaging.assets' and key = 'RYJ-CT-1'`,
    )
    expect(rows[0]?.body.data).toMatchObject({ assetId: 'RYJ-CT-1', operator: 'RYJ' })
    expect(Object.keys(rows[0]?.body.data ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/Pence|funder|leaseEnds|donated/)]),
    )
  })
})

describe('the record', () => {
  it('is told of every decision and signature of a work order, by whom, in the record of the trust', async () => {
    const { workOrderId } = await raised(await maintenance.fail('RYJ-CT-3'))
    await maintenance.act(workOrderId, personOf('supplier-desk', 'beta-care'), { action: 'decline', reason: 'No engineer free.' })
    await maintenance.act(workOrderId, manager, { action: 'reassign', supplierId: 'beta-care', reason: 'Free again.' })
    await maintenance.act(workOrderId, rival, { action: 'accept' })
    await maintenance.act(workOrderId, rival, { action: 'arrive' })
    await maintenance.act(workOrderId, manager, { action: 'give-access' })
    await maintenance.act(workOrderId, rival, { action: 'hand-back', scope: ['table'], work: 'Table mended.' })
    await maintenance.act(workOrderId, lead, { action: 'record-check', check: 'local-checks', result: 'pass' })
    await maintenance.act(workOrderId, lead, { action: 'release' })
    const read = eventReader('imaging.record')
    const told = await vi.waitFor(async () => {
      const acts = (await maintenance.published('imaging.record')).filter(({ data }) => (data as { about: string }).about === workOrderId)
      expect(acts).toHaveLength(7)
      return acts
    }, 10_000)
    for (const event of told) expect(read(Buffer.from(JSON.stringify(event)), Date.now())).toHaveProperty('event')
    expect(told.map(({ subject, data }) => [subject, (data as { act: string }).act, (data as { by: { role: string } }).by.role])).toEqual([
      ['RYJ', 'work-order.declined', 'supplier-desk'],
      ['RYJ', 'work-order.reassigned', 'platform'],
      ['RYJ', 'work-order.reassigned', 'radiology-manager'],
      ['RYJ', 'work-order.access-given', 'radiology-manager'],
      ['RYJ', 'work-order.handed-back', 'supplier-engineer'],
      ['RYJ', 'work-order.check-recorded', 'radiology-lead'],
      ['RYJ', 'work-order.released', 'radiology-lead'],
    ])
    expect(told.at(-1)).toMatchObject({
      example: true,
      data: { organisation: 'RYJ', by: { name: lead.name }, details: { assetId: 'RYJ-CT-3', releaseId: `${workOrderId}-R1` } },
    })
  })
})

describe('the routes', () => {
  const allowed: Readonly<Record<string, readonly Role[]>> = {
    'GET /api/v1/work-orders': [
      'radiology-manager',
      'radiology-lead',
      'medical-physicist',
      'modality-lead',
      'estates-planner',
      'finance',
      'supplier-desk',
      'supplier-engineer',
    ],
    'POST /api/v1/attachments': ['radiology-manager', 'radiology-lead', 'medical-physicist', 'modality-lead'],
    'POST /api/v1/held-attachments': [],
    'POST /api/v1/work-order-history': ['administrator'],
    'GET /internal/work-orders/WO-999999/deadlines': [],
  }
  const organisationOf = (role: Role): string =>
    role.startsWith('supplier') ? 'alpha-imaging' : /committee|board|lay/.test(role) ? 'QRV' : 'RYJ'

  it.each(Object.entries(allowed))('let in to %s whoever should be, and answer all others 403', async (route, roles) => {
    const [method, path] = route.split(' ') as ['GET' | 'POST', string]
    const letIn: Role[] = []
    for (const role of ROLES) {
      const who = personOf(role, organisationOf(role))
      const asked = method === 'GET' ? maintenance.get(path, who) : maintenance.post(path, {}, who)
      const status = await asked.then(
        () => 200,
        (error: ProblemError) => error.status,
      )
      if (status !== 403) letIn.push(role)
    }
    expect(letIn.toSorted()).toEqual([...roles].toSorted())
  })

  it('are the worker’s alone inside, and nobody’s without a token', async () => {
    expect((await refused(maintenance.get('/internal/work-orders/WO-999999/deadlines', worker))).status).toBe(404)
    expect((await refused(maintenance.get('/api/v1/work-orders', worker))).status).toBe(403)
    for (const path of ['/api/v1/work-orders', '/internal/work-orders/WO-1/deadlines']) {
      const { status } = await fetch(`${maintenance.url}${path}`, { headers: { 'imaging-actor': 'eyJyb2xlIjoicmFkaW9sb2d5LWxlYWQifQ' } })
      expect(status).toBe(401)
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
    const first = await maintenance.post<WorkOrderHistoryOutcome>('/api/v1/work-order-history', body, administrator)
    expect(first.body.workOrders.map(({ created }) => created)).toEqual([true, true])
    const again = await maintenance.post<WorkOrderHistoryOutcome>('/api/v1/work-order-history', body, administrator)
    expect(again.body.workOrders.map(({ created }) => created)).toEqual([false, false])
    const others = personOf('administrator', 'RQM')
    expect((await refused(maintenance.post('/api/v1/work-order-history', body, others))).errors[0]?.message).toContain(
      'knows no asset RYJ-MRI-1 of your trust',
    )
    const workOrderId = first.body.workOrders[0]?.workOrderId as string
    await vi.waitFor(async () => expect(await publishedOf(workOrderId)).toHaveLength(4))
    await vi.waitFor(async () => {
      const acts = (await maintenance.published('imaging.record')).map(({ data }) => data as RecordActedV1['data'])
      expect(acts.filter(({ act }) => act === 'work-order-history.brought')).toMatchObject([
        {
          organisation: 'RYJ',
          by: { role: 'administrator' },
          details: { workOrders: '2', firstReference: 'OLD-1', lastReference: 'OLD-2' },
        },
      ])
    })
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
    const problem = await refused(maintenance.post('/api/v1/work-order-history', { workOrders: wrong }, administrator))
    expect(problem.status).toBe(422)
    expect(problem.errors.map(({ pointer }) => pointer)).toEqual([1, 2, 3, 4].map((index) => `/body/workOrders/${index}`))
    const { rows } = await maintenance.pool.query(`select 1 from maintenance.work_order where reference in ('OLD-3', 'OLD-4')`)
    expect(rows).toEqual([])
  })
})
