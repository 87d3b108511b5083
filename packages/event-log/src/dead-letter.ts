import type { OutgoingMessage } from '@imaging/postgres'
import type { EventRecord } from './ports.ts'

/** The topic that takes what a topic's consumers refuse. */
export const deadLetterTopic = (topic: string): string => `${topic}.dead-letter`

/** Headers that tell of a refusal; a replayed record leaves them behind. */
export const REFUSAL_HEADERS = [
  'dead-letter-reason',
  'dead-letter-group',
  'origin-topic',
  'origin-partition',
  'origin-offset',
  'origin-timestamp',
  'first-seen-at',
  'outbox-id',
] as const

export type RefusalHeader = (typeof REFUSAL_HEADERS)[number]

/** Headers travel with the record; a long reason (a database's, for example) is cut here. */
const REASON_CHARACTERS_MAX = 2_000

export interface DeadLetterOptions {
  readonly record: EventRecord
  readonly reason: string
  readonly group: string
  readonly topic: string
  readonly seenAt: Date
}

/** A refused record on its way aside: key, body and headers as they came, why and where from in headers of our own. */
export function deadLetter({ record, reason, group, topic, seenAt }: DeadLetterOptions): OutgoingMessage {
  const refusal: Record<RefusalHeader, string | undefined> = {
    'dead-letter-reason': reason.slice(0, REASON_CHARACTERS_MAX),
    'dead-letter-group': group,
    'origin-topic': record.topic,
    'origin-partition': String(record.partition),
    'origin-offset': String(record.offset),
    'origin-timestamp': new Date(record.publishedAt).toISOString(),
    'first-seen-at': seenAt.toISOString(),
    'outbox-id': undefined,
  }
  return {
    destination: 'kafka',
    topic,
    key: record.keyBytes,
    headers: { ...record.headers, ...refusal } as Record<string, string>,
    body: record.body,
  }
}
