import { until } from '@imaging/infra/local/ready.ts'
import type { HistoricWorkOrder, WorkOrder, WorkOrderCommand } from '@imaging/schemas'
import type { AskAs } from './asking.ts'
import { heldNoteOf, noteOf, wordsOf } from './marks.ts'
import { TRUSTS, type Supplier, type Trust } from './organisations.ts'
import { personOf, type People } from './people.ts'
import { scannerIdOf, SCANNERS } from './register.ts'

/** A work order of a trust, with who has it now. */
export interface Order {
  readonly workOrderId: string
  readonly supplier: Supplier
  readonly etag: string
}

/** What happened at the trusts, by trust. */
export interface Happened {
  /** Closed; with siemens, where nothing can be done any more whoever asks. */
  readonly closed: Readonly<Record<Trust, Order>>
  /** Accepted by ge, with words of its own. */
  readonly accepted: Readonly<Record<Trust, Order>>
  /** Declined by siemens with words of its own, and gone on to ge. */
  readonly handedOn: Readonly<Record<Trust, Order>>
  /** The event by which radiology reported the first scanner. */
  readonly events: Readonly<Record<Trust, string>>
  readonly heldReports: Readonly<Record<Trust, string>>
}

const PATIENCE_MS = 60_000
const HOUR_MS = 3_600_000

/** What a trust brought over from an older system; sending it again changes nothing. */
export const historicOrder = (trust: Trust): HistoricWorkOrder => {
  const at = (minutes: number): string => new Date(Date.UTC(2025, 2, 3, 9, minutes)).toISOString()
  return {
    reference: `OLD-${trust}`,
    assetId: scannerIdOf(trust, 2),
    supplierId: 'ge',
    priority: 'P2',
    summary: noteOf(trust),
    example: true,
    facts: [
      { step: 'call-logged', at: at(0), by: { role: 'radiology-manager', organisation: trust } },
      { step: 'cancelled', at: at(10), by: { role: 'radiology-manager', organisation: trust }, reason: 'false-alarm' },
    ] as HistoricWorkOrder['facts'],
  }
}

/** Reports failures, waits for their work orders and plays a part of each, for all trusts. */
export async function letThingsHappen(ask: AskAs, people: People): Promise<Happened> {
  const happened = { closed: {}, accepted: {}, handedOn: {}, events: {}, heldReports: {} } as {
    readonly [Part in keyof Happened]: Record<string, never>
  }
  for (const trust of TRUSTS) {
    const lead = personOf(people, 'L', trust)
    for (const { number } of SCANNERS) {
      const body = { assetId: scannerIdOf(trust, number), state: 'DOWN_UNPLANNED', cause: 'cooling', note: noteOf(trust) }
      const report = async (): Promise<string> =>
        (await ask<{ eventId: string }>(lead, 'availability', { method: 'POST', path: '/api/v1/state-reports', body })).body.eventId
      const eventId = await eventually(`the register of ${trust} at availability`, report)
      if (number === 1) Object.assign(happened.events, { [trust]: eventId })
    }
    const heldBody = { assetId: scannerIdOf(trust, 2), state: 'DEGRADED', note: heldNoteOf(trust) }
    const held = await ask<{ heldReportId: string }>('web', 'availability', {
      method: 'POST',
      path: '/api/v1/held-reports',
      body: heldBody,
    })
    Object.assign(happened.heldReports, { [trust]: held.body.heldReportId })
  }
  for (const trust of TRUSTS) Object.assign(happened, await playOrders(ask, people, trust, happened as unknown as Happened))
  return happened as unknown as Happened
}

async function playOrders(ask: AskAs, people: People, trust: Trust, before: Happened): Promise<Partial<Happened>> {
  const manager = personOf(people, 'M', trust)
  const orderOf = (number: number): Promise<string> =>
    eventually(`the work order of ${scannerIdOf(trust, number)}`, async () => {
      const path = `/api/v1/work-orders?open=true&assetId=${scannerIdOf(trust, number)}`
      const { body } = await ask<{ items: readonly { workOrderId: string }[] }>(manager, 'maintenance', { method: 'GET', path })
      const [first] = body.items
      if (first === undefined) throw new Error('there is none yet')
      return first.workOrderId
    })
  const act = async (who: 'M' | Supplier, workOrderId: string, command: WorkOrderCommand): Promise<void> => {
    const identity = who === 'M' ? manager : personOf(people, command.action === 'diagnose' ? 'S' : 'K', who)
    const path = `/api/v1/work-orders/${workOrderId}`
    const { etag } = await ask<WorkOrder>(identity, 'maintenance', { method: 'GET', path })
    await ask(identity, 'maintenance', { method: 'POST', path: `${path}/actions`, body: command, headers: { 'if-match': etag } })
  }
  const read = async (workOrderId: string, supplier: Supplier): Promise<Order> => {
    const { etag } = await ask(manager, 'maintenance', { method: 'GET', path: `/api/v1/work-orders/${workOrderId}` })
    return { workOrderId, supplier, etag }
  }
  const tomorrow = new Date(Date.now() + 24 * HOUR_MS).toISOString()
  const [first, second, third] = [await orderOf(1), await orderOf(2), await orderOf(3)]
  await act('siemens', first, { action: 'accept', arriveAt: tomorrow })
  await act('M', first, { action: 'cancel', reason: 'false-alarm', note: noteOf(trust) })
  await act('ge', second, { action: 'accept', arriveAt: tomorrow })
  await act('ge', second, { action: 'diagnose', finding: wordsOf('ge', trust) })
  await act('siemens', third, { action: 'accept', arriveAt: tomorrow })
  await act('siemens', third, { action: 'diagnose', finding: wordsOf('siemens', trust) })
  await act('siemens', third, { action: 'decline', reason: wordsOf('siemens', trust) })
  const history = { workOrders: [historicOrder(trust)] }
  await ask(personOf(people, 'A', trust), 'maintenance', { method: 'POST', path: '/api/v1/work-order-history', body: history })
  return {
    closed: { ...before.closed, [trust]: await read(first, 'siemens') },
    accepted: { ...before.accepted, [trust]: await read(second, 'ge') },
    handedOn: { ...before.handedOn, [trust]: await read(third, 'ge') },
  }
}

/** Tries until it works: what one service tells another takes a moment. */
async function eventually<T>(what: string, attempt: () => Promise<T>): Promise<T> {
  let found: { readonly value: T } | undefined
  await until({ what, timeoutMs: PATIENCE_MS }, async () => {
    try {
      found = { value: await attempt() }
      return true
    } catch {
      return false
    }
  })
  return (found as { readonly value: T }).value
}
