/** One record of a topic. What is costly to decode is decoded when asked for. */
export interface EventRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
  /** The key as text; `keyBytes` is what was sent. */
  readonly key: string | null
  readonly keyBytes: Buffer | null
  /** `null` is a tombstone: on a compacted topic it removes the key. */
  readonly body: Buffer | null
  readonly headers: Readonly<Record<string, string>>
  /** When it was published by its producer's clock, milliseconds since the epoch. */
  readonly publishedAt: number
}

/** Consecutive records of one partition. */
export interface EventBatch {
  readonly topic: string
  readonly partition: number
  readonly records: readonly EventRecord[]
  /** The offset that was asked for; the first record may be later where compaction has removed some. */
  readonly fetchedFrom: bigint
  /** The offset behind the last record. */
  readonly nextOffset: bigint
  /** The offset behind the last record of the partition when the batch was fetched. */
  readonly endOffset: bigint
  /** Whether the partition has been taken from this member, or it is stopping: begin nothing new. */
  isStale(): boolean
}

/** Where to go on reading the partition, and after what rest. */
export interface BatchOutcome {
  readonly next: bigint
  readonly pauseMs?: number
}

export interface Partition {
  readonly topic: string
  readonly partition: number
}

export interface SourceOptions {
  readonly group: string
  readonly topics: readonly string[]
  /** Called for one batch of a partition at a time; never rejects for a reason that lies in the records. */
  readonly onBatch: (batch: EventBatch) => Promise<BatchOutcome>
  /** Told after every (re)assignment: earlier knowledge of any partition is void. */
  readonly onAssigned?: (partitions: readonly Partition[]) => void
  /** Called once when the source has stopped for good: the process must end and be restarted. */
  readonly fatal: (error: Error) => void
  /** Where a group without offsets begins; true unless told. */
  readonly fromBeginning?: boolean
  /** The most of one partition in a batch; 256 KiB unless told, 2 MiB for bulk. */
  readonly bytesPerPartitionMax?: number
  /** How many partitions are worked on at a time; 3 unless told. */
  readonly partitionsAtOnceMax?: number
  /** After so long without a heartbeat a member is taken for dead; 10 s unless told. */
  readonly sessionTimeoutMs?: number
}

export interface Subscription {
  /** When the source last asked the log for records, milliseconds since the epoch; 0 before the first time. */
  lastPolledAtMs(): number
  assigned(): readonly Partition[]
  /** Finishes the batches in hand, commits, leaves the group. */
  stop(): Promise<void>
}

/** Reads topics as a member of a group. */
export interface EventSource {
  run(options: SourceOptions): Promise<Subscription>
  /** Reads topics from their beginning to where they end now, as nobody's member. */
  readToEnd(topics: readonly string[], onRecord: (record: EventRecord) => void): Promise<void>
}

export interface OutgoingRecord {
  readonly key: string | Buffer | null
  readonly body: string | Buffer | null
  readonly headers?: Readonly<Record<string, string>>
}

/** Appends to topics. */
export interface EventSink {
  /**
   * Resolves when every record is safely stored, in this order for each key.
   *
   * @throws {EventLogError} `Refused` when the log will never take one of them, `Unavailable` when it may later.
   */
  send(topic: string, records: readonly OutgoingRecord[]): Promise<void>
}

export interface TopicSpec {
  readonly topic: string
  readonly partitions: number
  readonly replicas?: number
  /** Kafka's own topic settings: `cleanup.policy`, `retention.ms` … */
  readonly settings?: Readonly<Record<string, string>>
}

export interface PartitionOffsets extends Partition {
  /** The first offset still kept. */
  readonly lowOffset: bigint
  /** The offset behind the last record. */
  readonly endOffset: bigint
}

export interface EventLogAdmin {
  /** Creates what is missing; existing topics are left as they are. */
  ensureTopics(specs: readonly TopicSpec[]): Promise<void>
  topics(): Promise<readonly string[]>
  offsets(topics: readonly string[]): Promise<readonly PartitionOffsets[]>
  /** What a group has committed; empty when the group is not known. */
  committed(group: string): Promise<readonly (Partition & { readonly offset: bigint })[]>
  deleteTopics(topics: readonly string[]): Promise<void>
}

export interface EventLog {
  readonly source: EventSource
  readonly sink: EventSink
  readonly admin: EventLogAdmin
  close(): Promise<void>
}

export type EventLogErrorCode = 'Refused' | 'Unavailable'

export class EventLogError extends Error {
  override readonly name = 'EventLogError'
  readonly code: EventLogErrorCode

  constructor(code: EventLogErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
