export interface Topic {
  readonly name: string
  readonly partitions: number
  /** `compact` keeps the last snapshot of each key for ever; `delete` drops records after `retentionMs`. */
  readonly cleanup: 'delete' | 'compact'
  readonly retentionMs?: number
  /** Whether records that are refused go to `<name>.dead-letter`. */
  readonly deadLetter: boolean
}

const DAY_MS = 86_400_000

/** Telemetry can be sent again from its source for a month; everything that counts is in the services' own stores. */
const TELEMETRY_RETENTION_MS = 30 * DAY_MS

/** Facts stay long enough to rebuild any service's store from the log. */
const FACT_RETENTION_MS = 10 * 365 * DAY_MS

const fact = (name: string, partitions: number): Topic => ({
  name,
  partitions,
  cleanup: 'delete',
  retentionMs: FACT_RETENTION_MS,
  deadLetter: true,
})

const snapshots = (name: string): Topic => ({ name, partitions: 1, cleanup: 'compact', deadLetter: true })

/** Every topic of the platform. The record key is what the event is about, so that one thing's facts stay in order. */
export const topics: readonly Topic[] = [
  { name: 'imaging.telemetry', partitions: 4, cleanup: 'delete', retentionMs: TELEMETRY_RETENTION_MS, deadLetter: true },
  fact('imaging.downtime', 4),
  fact('imaging.conditions', 4),
  fact('imaging.availability', 4),
  fact('imaging.work-orders', 4),
  // One partition: the record of an organisation is one chain, and there are few acts.
  fact('imaging.record', 1),
  snapshots('imaging.assets'),
  snapshots('imaging.sites'),
  snapshots('imaging.buildings'),
  snapshots('imaging.rooms'),
  snapshots('imaging.contracts'),
  snapshots('imaging.classes'),
]

/** Where a topic's refused records go, with the reason in their headers. */
export const deadLetterTopic = (name: string): string => `${name}.dead-letter`
