import type { CleanPhoto } from '@imaging/photo'
import type { Sql } from '@imaging/postgres'
import type { AssetSnapshot, Attachment, AttachmentContent } from '@imaging/schemas'

/** Which photo of which report. */
export interface AttachmentKey {
  readonly eventId: string
  readonly number: number
}

/** Keeps a photo; one that is there already stays as it is. */
export async function keepAttachment(
  tx: Sql,
  { eventId, number }: AttachmentKey,
  { asset: { assetId, operator }, isHeld, photo }: { readonly asset: AssetSnapshot; readonly isHeld: boolean; readonly photo: CleanPhoto },
): Promise<void> {
  // No conflict is named: who adds a photo from a label may not read the table, not even its key.
  await tx.query(
    `insert into attachment (event_id, number, asset_id, trust, is_held, media_type, bytes) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict do nothing`,
    [eventId, number, assetId, operator, isHeld, photo.mediaType, photo.bytes],
  )
}

/** The photos of reports that the transaction may see, in the order they were sent. */
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
    `select ${COLUMNS}, work_order_id as "workOrderId"
       from attachment cross join work_orders_of_photo(asset_id, event_id, is_held, received_at) as work_order_id
      where asset_id in (select asset_id from work_order where id = any ($1)) and work_order_id = any ($1)
      order by work_order_id, received_at, event_id, number`,
    [workOrderIds],
  )
  return rows.map(attachment)
}

/** The picture itself, where the transaction may see it. */
export async function attachmentContent(sql: Sql, { eventId, number }: AttachmentKey): Promise<AttachmentContent | undefined> {
  const { rows } = await sql.query<{ mediaType: AttachmentContent['mediaType']; bytes: Buffer }>(
    'select media_type as "mediaType", bytes from attachment where event_id = $1 and number = $2',
    [eventId, number],
  )
  return rows.map(({ mediaType, bytes }) => ({ mediaType, content: bytes.toString('base64') }))[0]
}

/** What was taken out: how many photos, of whose scanner. */
export interface RemovedAttachments {
  readonly assetId: string
  readonly trust: string
  readonly count: number
}

/** Takes the photos of a report out, for good; nothing where there were none that the transaction may take out. */
export async function removeAttachments(tx: Sql, eventId: string): Promise<RemovedAttachments | undefined> {
  const { rows } = await tx.query<Omit<RemovedAttachments, 'count'>>(
    'delete from attachment where event_id = $1 returning asset_id as "assetId", trust',
    [eventId],
  )
  return rows[0] && { ...rows[0], count: rows.length }
}

const COLUMNS = `event_id as "eventId", number, media_type as "mediaType", octet_length(bytes) as bytes, received_at as "receivedAt"`

type Row = Omit<Attachment, 'receivedAt' | 'workOrderId'> & { readonly receivedAt: Date; readonly workOrderId: string | null }

const attachment = ({ receivedAt, workOrderId, ...row }: Row): Attachment => ({
  ...row,
  receivedAt: receivedAt.toISOString(),
  ...(workOrderId === null ? {} : { workOrderId }),
})
