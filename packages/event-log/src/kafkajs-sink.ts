import kafkajs, { type Kafka, type Message, type Producer } from 'kafkajs'
import { EventLogError, type EventSink, type OutgoingRecord } from './ports.ts'

const { CompressionTypes, Partitioners } = kafkajs

/** Kafka refuses a request's batch over 1 MiB; this leaves room for framing. One larger record goes alone. */
const REQUEST_BYTES_MAX = 900 * 1024
const REQUEST_RECORDS_MAX = 2_000
/** A record's framing: lengths, offsets, timestamps, with room to spare. */
const RECORD_OVERHEAD_BYTES = 64

/** The broker will give the same answer next time. */
const REFUSALS = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'INVALID_TOPIC_EXCEPTION',
  'UNKNOWN_TOPIC_OR_PARTITION',
])

/**
 * An idempotent producer: acknowledged by all replicas, one request in flight so that order holds.
 *
 * After a failure the producer is replaced: kafkajs cannot take up its sequence again once the broker has lost it.
 */
export function createKafkajsSink(kafka: Kafka, prefixed: (topic: string) => string): EventSink & { close(): Promise<void> } {
  let producer: Promise<Producer> | undefined

  const connected = (): Promise<Producer> => {
    producer ??= connect(kafka)
    return producer
  }

  const discard = async (failed: Promise<Producer>): Promise<void> => {
    if (producer === failed) producer = undefined
    await failed.then((broken) => broken.disconnect()).catch(() => undefined)
  }

  const sendOnce = async (topic: string, messages: Message[]): Promise<void> => {
    const current = connected()
    try {
      await (await current).send({ topic: prefixed(topic), messages, acks: -1, compression: CompressionTypes.None })
    } catch (error) {
      await discard(current)
      throw sinkError(topic, error)
    }
  }

  return {
    async send(topic, records) {
      for (const messages of requests(records)) await sendOnce(topic, messages)
    },
    async close() {
      if (producer !== undefined) await discard(producer)
    },
  }
}

async function connect(kafka: Kafka): Promise<Producer> {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  })
  await producer.connect()
  return producer
}

function* requests(records: readonly OutgoingRecord[]): Generator<Message[]> {
  let messages: Message[] = []
  let sizeBytes = 0
  for (const { key, body, headers } of records) {
    const recordBytes = byteLength(key) + byteLength(body) + headersBytes(headers) + RECORD_OVERHEAD_BYTES
    if (messages.length === REQUEST_RECORDS_MAX || (messages.length > 0 && sizeBytes + recordBytes > REQUEST_BYTES_MAX)) {
      yield messages
      messages = []
      sizeBytes = 0
    }
    messages.push({ key, value: body, ...(headers && { headers: headers }) })
    sizeBytes += recordBytes
  }
  if (messages.length > 0) yield messages
}

const byteLength = (value: string | Buffer | null): number => (value === null ? 0 : Buffer.byteLength(value))

function headersBytes(headers: OutgoingRecord['headers']): number {
  let sum = 0
  for (const name in headers) sum += Buffer.byteLength(name) + Buffer.byteLength(headers[name] as string)
  return sum
}

function sinkError(topic: string, error: unknown): EventLogError {
  const root = rootOf(error)
  const type = (root as { type?: string }).type ?? ''
  const code = REFUSALS.has(type) ? 'Refused' : 'Unavailable'
  return new EventLogError(code, `${topic}: ${root.message}`, { cause: error })
}

/** kafkajs wraps what the broker said in "number of retries exceeded". */
function rootOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  return error.cause === undefined ? error : rootOf(error.cause)
}
