import type { ActingIdentity, RecordEntryPage } from '@imaging/schemas'

/** What a list of the record asks for. */
export interface RecordQuestion {
  /** One kind of act, such as `grant.revoked`; all, when undefined. */
  readonly act: string | undefined
  readonly cursor: string | undefined
}

/** The record of the organisation of whoever asks. */
export interface RecordReader {
  /** The newest first, a page at a time. */
  entries(identity: ActingIdentity, question: RecordQuestion): Promise<RecordEntryPage>
}
