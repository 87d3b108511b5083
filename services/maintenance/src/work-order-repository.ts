import type { Sql } from '@imaging/postgres'
import type { Fact, WorkOrder } from '../domain/index.ts'

/** A fact with the id of the event that tells of it. */
export interface RecordedFact {
  readonly eventId: string
  readonly sequence: number
  readonly fact: Fact
  /** Who had the work then. */
  readonly supplierId: string
}

/** What a list is asked for. */
export interface WorkOrderFilter {
  readonly status?: string | undefined
  readonly supplierId?: string | undefined
  readonly trust?: string | undefined
  readonly assetId?: string | undefined
  readonly downtimeId?: string | undefined
  readonly open?: boolean | undefined
}

/** Where a page of a list begins: after this one. */
export interface ListPlace {
  readonly openedAtMs: number
  readonly number: number
}

/** The number of a work order, as in `WO-17`. */
export const numberOf = (workOrderId: string): number => Number(workOrderId.slice('WO-'.length))

/** A number never given before; gaps are harmless. */
export async function nextWorkOrderId(tx: Sql): Promise<string> {
  const { rows } = await tx.query<{ number: string }>(`select nextval('work_order_number') as number`)
  return `WO-${rows[0]?.number}`
}

/** Where a work order stands, for reading; `undefined` when there is none the transaction may see. */
export async function workOrder(sql: Sql, workOrderId: string): Promise<WorkOrder | undefined> {
  const { rows } = await sql.query<{ state: WorkOrder }>('select state from work_order where id = $1', [workOrderId])
  return rows[0]?.state
}

/** Where a work order stands, held against everyone else until the transaction ends. */
export async function heldWorkOrder(tx: Sql, workOrderId: string): Promise<WorkOrder | undefined> {
  const { rows } = await tx.query<{ state: WorkOrder }>('select state from work_order where id = $1 for update', [workOrderId])
  return rows[0]?.state
}

/** The open work orders of a scanner, oldest first, held until the transaction ends. */
export async function heldOpenWorkOrders(tx: Sql, assetId: string): Promise<WorkOrder[]> {
  const { rows } = await tx.query<{ state: WorkOrder }>(
    'select state from work_order where asset_id = $1 and closed_at is null order by number for update',
    [assetId],
  )
  return rows.map(({ state }) => state)
}

/** The work orders that a trust brought from an older system under these references. */
export async function workOrderIdsOf(tx: Sql, trust: string, references: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ reference: string; id: string }>(
    'select reference, id from work_order where trust = $1 and reference = any ($2)',
    [trust, references],
  )
  return new Map(rows.map(({ reference, id }) => [reference, id]))
}

/** The newest work order that stands for a downtime of a scanner, open or closed. */
export async function workOrderOfDowntime(tx: Sql, downtimeId: string, assetId: string): Promise<WorkOrder | undefined> {
  const { rows } = await tx.query<{ state: WorkOrder }>(
    `select state from work_order
      where downtime_id = $1 and asset_id = $2 and status <> 'CANCELLED'
      order by number desc
      limit 1`,
    [downtimeId, assetId],
  )
  return rows[0]?.state
}

/** What a work order goes on from, and what goes on from it. */
export interface LinkedWorkOrders {
  readonly follows?: string
  readonly followedBy?: string
}

/** The work orders before and after this one, as far as the transaction may see them. */
export async function linkedWorkOrders(sql: Sql, { workOrderId, follows }: WorkOrder['opening']): Promise<LinkedWorkOrders> {
  const { rows } = await sql.query<{ id: string }>(
    `select id from work_order where id = $1 or (follows = $2 and status <> 'CANCELLED') order by number`,
    [follows ?? null, workOrderId],
  )
  const followedBy = rows.find(({ id }) => id !== follows)?.id
  const isSeen = rows.some(({ id }) => id === follows)
  return { ...(follows !== undefined && isSeen && { follows }), ...(followedBy !== undefined && { followedBy }) }
}

/** A page of work orders, newest first; one more than `limit`, so that the last page is known to be the last. */
export async function workOrders(sql: Sql, filter: WorkOrderFilter, limit: number, after: ListPlace | undefined): Promise<WorkOrder[]> {
  const { rows } = await sql.query<{ state: WorkOrder }>(
    `select state from work_order
      where ($1::text is null or status = $1)
        and ($2::text is null or supplier_id = $2)
        and ($3::text is null or trust = $3)
        and ($4::text is null or asset_id = $4)
        and ($5::uuid is null or downtime_id = $5 or id = (select work_order_id from downtime where downtime.id = $5))
        and ($6::boolean is null or (closed_at is null) = $6)
        and ($7::timestamptz is null or (opened_at, number) < ($7, $8))
      order by opened_at desc, number desc
      limit $9`,
    [
      filter.status ?? null,
      filter.supplierId ?? null,
      filter.trust ?? null,
      filter.assetId ?? null,
      filter.downtimeId ?? null,
      filter.open ?? null,
      after === undefined ? null : new Date(after.openedAtMs),
      after?.number ?? null,
      limit + 1,
    ],
  )
  return rows.map(({ state }) => state)
}

/** Everything that happened to a work order, oldest first. */
export async function factsOf(sql: Sql, workOrderId: string): Promise<Fact[]> {
  const { rows } = await sql.query<{ body: Fact }>('select body from work_order_fact where work_order_id = $1 order by sequence', [
    workOrderId,
  ])
  return rows.map(({ body }) => body)
}

/** Writes where a work order now stands with the facts that brought it there. */
export async function saveWorkOrder(tx: Sql, order: WorkOrder, facts: readonly RecordedFact[], reference?: string): Promise<void> {
  const { opening, assignment, status, openedAtMs, closedAtMs, version, sequence } = order
  await tx.query(
    {
      name: 'save-work-order',
      text: `insert into work_order
               (id, number, asset_id, trust, supplier_id, downtime_id, follows, reference, status, opened_at, closed_at, version, sequence, state)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
             on conflict (id) do update
                set supplier_id = excluded.supplier_id, status = excluded.status, closed_at = excluded.closed_at,
                    version = excluded.version, sequence = excluded.sequence, state = excluded.state`,
    },
    [
      opening.workOrderId,
      numberOf(opening.workOrderId),
      opening.assetId,
      opening.trust,
      assignment.supplierId,
      opening.downtimeId ?? null,
      opening.follows ?? null,
      reference ?? null,
      status,
      new Date(openedAtMs),
      closedAtMs === undefined ? null : new Date(closedAtMs),
      version,
      sequence,
      JSON.stringify(order),
    ],
  )
  await tx.query(
    {
      name: 'save-work-order-facts',
      text: `insert into work_order_fact (work_order_id, trust, sequence, supplier_id, event_id, step, at, body)
             select $1, $2, sequence, supplier_id, event_id, body->>'step', at, body
               from unnest($3::int[], $4::text[], $5::uuid[], $6::timestamptz[], $7::jsonb[]) as fact (sequence, supplier_id, event_id, at, body)`,
    },
    [
      opening.workOrderId,
      opening.trust,
      facts.map((one) => one.sequence),
      facts.map((one) => one.supplierId),
      facts.map((one) => one.eventId),
      facts.map((one) => new Date(one.fact.atMs)),
      facts.map((one) => JSON.stringify(one.fact)),
    ],
  )
}
