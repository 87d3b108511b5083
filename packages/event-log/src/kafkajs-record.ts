import type { IHeaders, KafkaMessage } from 'kafkajs'
import type { EventRecord } from './ports.ts'

/** A view of a kafkajs message: two fields and no copying, for there are many thousands a second. */
export class KafkajsRecord implements EventRecord {
  readonly topic: string
  readonly partition: number
  readonly #message: KafkaMessage

  constructor(topic: string, partition: number, message: KafkaMessage) {
    this.topic = topic
    this.partition = partition
    this.#message = message
  }

  get offset(): bigint {
    return BigInt(this.#message.offset)
  }

  get key(): string | null {
    return this.#message.key?.toString() ?? null
  }

  get keyBytes(): Buffer | null {
    return this.#message.key
  }

  get body(): Buffer | null {
    return this.#message.value
  }

  get headers(): Readonly<Record<string, string>> {
    return textHeaders(this.#message.headers)
  }

  get publishedAt(): number {
    return Number(this.#message.timestamp)
  }
}

const NONE: Readonly<Record<string, string>> = Object.freeze({})

/** Headers as text; of a header sent several times the last counts. */
function textHeaders(headers: IHeaders | undefined): Readonly<Record<string, string>> {
  if (headers === undefined) return NONE
  const text: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? value.at(-1) : value
    if (last !== undefined) text[name] = last.toString()
  }
  return text
}
