import type { Sql } from '@imaging/postgres'
import type { Attachment, AttachmentContent } from '@imaging/schemas'
import type { CleanPhoto } from '@imaging/photo'

/** Which photo of which report. */
export interface AttachmentKey {
  readonly eventId: string
  readonly number: number
}

/** Keeps a photo; one that is there already stays as it is. */
export async function keepAttachment(
  tx: Sql,
  { eventId, number }: AttachmentKey,
  { assetId, isHeld, photo }: { readonly assetId: string; readonly isHeld: boolean; readonly photo: CleanPhoto },
): Promise<void> {
  await tx.query(
    `insert into attachment (event_id, number, asset_id, is_held, media_type, bytes) values ($1, $2, $3, $4, $5, $6)
     on conflict (event_id, number) do nothing`,
    [eventId, number, assetId, isHeld, photo.mediaType, photo.bytes],
  )
}

/** The photos of reports, in the order they were sent. */
export async function attachmentsOfReports(sql: Sql, eventIds: readonly string[]): Promise<readonly Attachment[]> {
  const { rows } = await sql.query<Row>(
    `select ${COLUMNS}, null as "workOrderId" from attachment where event_id = any ($1) order by event_id, number`,
    [eventIds],
  )
  return rows.map(attachment)
}

/** The photos of work orders that the transaction may see, in the order they were sent. */
export async function attachmentsOfWorkOrders(sql: Sql, workOrderIds: readonly string[]): Promise<readonly Attachment[]> {
  const { rows } = await sql.query<Row>(
    `select ${COLUMNS}, work_order.id as "workOrderId" from work_order join attachment on ${BELONGS}
      where work_order.id = any ($1) order by work_order.number, received_at, event_id, attachment.number`,
    [workOrderIds],
  )
  return rows.map(attachment)
}

/** The picture itself. `viaWorkOrder`: only where a work order that the transaction may see has it. */
export async function attachmentContent(
  sql: Sql,
  { eventId, number }: AttachmentKey,
  viaWorkOrder: boolean,
): Promise<AttachmentContent | undefined> {
  const { rows } = await sql.query<{ mediaType: AttachmentContent['mediaType']; bytes: Buffer }>(
    `select media_type as "mediaType", bytes from attachment
      where event_id = $1 and number = $2 and (not $3 or exists (select from work_order where ${BELONGS}))`,
    [eventId, number, viaWorkOrder],
  )
  return rows.map(({ mediaType, bytes }) => ({ mediaType, content: bytes.toString('base64') }))[0]
}

/** Takes the photos of a report of a scanner out, for good; how many there were. */
export async function removeAttachments(tx: Sql, eventId: string): Promise<number> {
  const { rowCount } = await tx.query('delete from attachment where event_id = $1', [eventId])
  return rowCount ?? 0
}

/** Of which scanner the photos of a report are, or nothing where there are none. */
export async function assetOfAttachments(sql: Sql, eventId: string): Promise<string | undefined> {
  const { rows } = await sql.query<{ asset_id: string }>('select asset_id from attachment where event_id = $1 limit 1', [eventId])
  return rows[0]?.asset_id
}

/**
 * A photo belongs to a work order when its report opened the downtime of the work order, or one that the work order took in;
 * and, sent by someone signed in, when it came while the work order of its scanner was open, for then it was added to that fault.
 */
const BELONGS = `attachment.asset_id = work_order.asset_id and (
  attachment.event_id = work_order.downtime_id
  or exists (select from downtime where downtime.id = attachment.event_id and downtime.work_order_id = work_order.id)
  or (not attachment.is_held and attachment.received_at >= work_order.opened_at
      and attachment.received_at < coalesce(work_order.closed_at, 'infinity')))`

const COLUMNS = `attachment.event_id as "eventId", attachment.number, media_type as "mediaType", octet_length(bytes) as bytes, received_at as "receivedAt"`

type Row = Omit<Attachment, 'receivedAt' | 'workOrderId'> & { readonly receivedAt: Date; readonly workOrderId: string | null }

const attachment = ({ receivedAt, workOrderId, ...row }: Row): Attachment => ({
  ...row,
  receivedAt: receivedAt.toISOString(),
  ...(workOrderId === null ? {} : { workOrderId }),
})
