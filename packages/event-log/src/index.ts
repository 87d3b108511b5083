export { startConsumer, type ConsumerOptions, type EventConsumer } from './consumer.ts'
export { deadLetterTopic } from './dead-letter.ts'
export {
  listDeadLetters,
  replayDeadLetter,
  showDeadLetter,
  type DeadLetter,
  type ListOptions,
  type Replay,
  type ReplayOptions,
} from './dead-letters.ts'
export { kafkaDestination } from './kafka-destination.ts'
export { createEventLog, type EventLogOptions } from './kafkajs-event-log.ts'
export { lag, type GroupLag } from './lag.ts'
export {
  EventLogError,
  type BatchOutcome,
  type EventBatch,
  type EventLog,
  type EventLogAdmin,
  type EventLogErrorCode,
  type EventRecord,
  type EventSink,
  type EventSource,
  type OutgoingRecord,
  type Partition,
  type PartitionOffsets,
  type SourceOptions,
  type Subscription,
  type TopicSpec,
} from './ports.ts'
export { NotYet, type Reading, type Received, type Refusal } from './received.ts'
export { followSnapshots, snapshotOf, snapshotsOf, type SnapshotChange, type SnapshotOptions, type Snapshots } from './snapshots.ts'
export type { ConsumerHealth, ConsumerState } from './watchdog.ts'
