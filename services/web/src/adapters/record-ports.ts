import { RecordEntryPage } from '@imaging/schemas'
import type { RecordReader } from '../pages/admin/record-reader.ts'
import type { Clients } from './clients.ts'

/** Entries on one page of the list. */
const ENTRIES = 50

/** The record of one's own organisation. */
export const recordReader = ({ record }: Clients): RecordReader => ({
  entries: (identity, { act, cursor }) =>
    record.get('/api/v1/record/entries', {
      ...record.as(identity),
      query: { act, cursor, limit: ENTRIES },
      schema: RecordEntryPage,
    }),
})
