import type { EventBatch, EventRecord } from './ports.ts'
import type { Reading, Received } from './received.ts'
import type { RefusedRecord, Run } from './settle.ts'

export interface RunOptions<E> {
  readonly read: (record: EventRecord) => Reading<E>
  /** At most so many records in a run, which is one transaction. */
  readonly batchRecordsMax: number
}

/** A batch as runs of bounded length, read, without what is applied already. */
export function* runs<E>({ records, nextOffset }: EventBatch, from: bigint, { read, batchRecordsMax }: RunOptions<E>): Generator<Run<E>> {
  const first = records.findIndex(({ offset }) => offset >= from)
  // Nothing to apply, but the log has moved on: what was there has been compacted away.
  if (first === -1 && from < nextOffset) yield { events: [], refused: [], next: nextOffset }
  for (let start = first === -1 ? records.length : first; start < records.length; start += batchRecordsMax) {
    const following = records[start + batchRecordsMax]
    yield readRun(records.slice(start, start + batchRecordsMax), following?.offset ?? nextOffset, read)
  }
}

function readRun<E>(records: readonly EventRecord[], next: bigint, read: (record: EventRecord) => Reading<E>): Run<E> {
  const events: Received<E>[] = []
  const refused: RefusedRecord[] = []
  for (const record of records) {
    const reading = readSafely(record, read)
    if ('refused' in reading) refused.push({ record, reason: reading.refused })
    else events.push({ event: reading.event, record })
  }
  return { events, refused, next }
}

/** `read` is pure: what it throws lies in the record. */
function readSafely<E>(record: EventRecord, read: (record: EventRecord) => Reading<E>): Reading<E> {
  try {
    return read(record)
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) }
  }
}
