import { Type, type Static } from 'typebox'
import { AssetId, EventId, Instant, WorkOrderId } from '../identifiers.ts'

/** Base64 of at most 10 MiB. */
const Content = Type.String({ minLength: 1, maxLength: 13_981_016, description: 'Base64 of the file' })

/** A photo of a report to be kept. */
export const NewAttachment = Type.Object({
  eventId: { ...EventId, description: 'The report it belongs to' },
  number: Type.Integer({ minimum: 1, maximum: 3 }),
  assetId: AssetId,
  content: Content,
})
export type NewAttachment = Static<typeof NewAttachment>

/** A photo that is kept. */
export const Attachment = Type.Object({
  eventId: EventId,
  number: Type.Integer(),
  workOrderId: Type.Optional({ ...WorkOrderId, description: 'The work order it was asked for by' }),
  mediaType: Type.Enum(['image/jpeg', 'image/png']),
  bytes: Type.Integer(),
  receivedAt: Instant,
})
export type Attachment = Static<typeof Attachment>

export const Attachments = Type.Object({ attachments: Type.Array(Attachment) })

export const AttachmentContent = Type.Object({ mediaType: Attachment.properties.mediaType, content: Content })
export type AttachmentContent = Static<typeof AttachmentContent>
