import { createEventLog, type TopicSpec } from '@imaging/event-log'
import { createLog } from '@imaging/observability'
import { deadLetterTopic, topics as everyTopic, type Topic } from '@imaging/schemas'

/** Refused records wait for a person: a year, in one partition so that they are read in the order they came. */
const DEAD_LETTER_RETENTION_MS = 365 * 86_400_000

/** A refused record goes aside whole, however large it was accepted (1 MiB by Kafka's own limit), with the reason in its headers. */
const DEAD_LETTER_BYTES_MAX = 2 * 1024 * 1024

/** Where the records are, and how many copies of each the cluster is to keep. */
export interface TopicTarget {
  readonly brokers: string
  /** One on a single broker; three survive the loss of one of three. */
  readonly copies: number
}

/**
 * Creates the topics that do not exist yet, each with its dead-letter topic; existing ones are left as they are.
 * @returns the names of those created.
 */
export async function createTopics({ brokers, copies }: TopicTarget, wanted: readonly Topic[] = everyTopic): Promise<readonly string[]> {
  const eventLog = createEventLog({
    brokers: brokers.split(','),
    clientId: 'topics',
    log: createLog({ service: 'topics', level: 'error' }),
  })
  try {
    const existing = new Set(await eventLog.admin.topics())
    const missing = wanted.flatMap(withDeadLetters).filter(({ topic }) => !existing.has(topic))
    await eventLog.admin.ensureTopics(missing.map((one) => ({ ...one, replicas: copies })))
    return missing.map(({ topic }) => topic)
  } finally {
    await eventLog.close()
  }
}

function withDeadLetters({ name, partitions, cleanup, retentionMs, deadLetter }: Topic): TopicSpec[] {
  const retention = retentionMs === undefined ? {} : { 'retention.ms': String(retentionMs) }
  const own = { topic: name, partitions, settings: { 'cleanup.policy': cleanup, ...retention } }
  const refused = {
    topic: deadLetterTopic(name),
    partitions: 1,
    settings: { 'retention.ms': String(DEAD_LETTER_RETENTION_MS), 'max.message.bytes': String(DEAD_LETTER_BYTES_MAX) },
  }
  return deadLetter ? [own, refused] : [own]
}
