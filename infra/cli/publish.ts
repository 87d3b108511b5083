import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { command, progress, Refusal } from '@imaging/cli'
import type { EventLog, OutgoingRecord } from '@imaging/event-log'
import { eventReader, eventSchemas, topics, type TopicName } from '@imaging/schemas'
import { withEventLog } from './with-event-log.ts'

/** Records of one send: large enough to be quick, small enough to hold in memory. */
const BATCH_RECORDS = 500
/** Faults shown at once; a file with more is wrong as a whole. */
const FAULTS_SHOWN_MAX = 20

interface Line {
  readonly number: number
  readonly topic: TopicName
  readonly record: OutgoingRecord
}

/** `imaging publish FILE`: CloudEvents, one JSON object a line, checked whole before the first is sent. */
export const publish = command({
  name: 'publish',
  summary: 'Publish events from a file, one CloudEvent as JSON a line',
  arguments: [{ name: 'file', summary: 'JSON lines, as in schemas/examples/files/events.jsonl' }],
  options: { unchecked: { type: 'boolean', summary: 'Send lines that do not fit their schema too, to see how they are refused' } },
  examples: ['publish schemas/examples/files/events.jsonl'],
  async run({ arguments: { file }, options: { unchecked } }, { result, signal }) {
    const lines = await readLines(file, unchecked)
    const published = await withEventLog((eventLog) => send(eventLog, lines, signal))
    result({ published }, () => `Published ${published} events.`)
  },
})

async function readLines(file: string, unchecked: boolean): Promise<readonly Line[]> {
  const topicOf = new Map(eventSchemas.map(({ type, topic }) => [type, topic]))
  const readers = new Map(topics.map(({ name }) => [name, eventReader(name as TopicName)]))
  const lines: Line[] = []
  const faults: string[] = []
  let number = 0
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1
    if (text.trim() === '') continue
    const { type, subject } = parsed(text)
    const topic = topicOf.get(type ?? '')
    const read =
      topic === undefined
        ? { refused: `no topic carries events of type ${JSON.stringify(type)}` }
        : readers.get(topic)?.(Buffer.from(text), Date.now())
    if (topic === undefined || (read !== undefined && 'refused' in read && !unchecked)) {
      faults.push(`line ${number}: ${read !== undefined && 'refused' in read ? read.refused : ''}`)
    } else lines.push({ number, topic, record: { key: subject ?? null, body: text } })
  }
  if (faults.length === 0) return lines
  const more = faults.length > FAULTS_SHOWN_MAX ? `\n… and ${faults.length - FAULTS_SHOWN_MAX} more` : ''
  throw new Refusal(`Nothing was published. Mend these lines of ${file} first:\n${faults.slice(0, FAULTS_SHOWN_MAX).join('\n')}${more}`)
}

function parsed(text: string): { type?: string; subject?: string } {
  try {
    return JSON.parse(text) as { type?: string; subject?: string }
  } catch {
    return {}
  }
}

async function send(eventLog: EventLog, lines: readonly Line[], signal: AbortSignal): Promise<number> {
  const bar = progress({ total: lines.length, label: 'Publishing' })
  let sent = 0
  try {
    for (const batch of batches(lines)) {
      if (signal.aborted) break
      await eventLog.sink.send(batch.topic, batch.records)
      sent += batch.records.length
      bar.advance(batch.records.length)
    }
  } finally {
    bar.end()
  }
  return sent
}

/** Neighbouring lines of one topic, so that the order of the file is the order of the topic. */
function* batches(lines: readonly Line[]): Generator<{ topic: TopicName; records: OutgoingRecord[] }> {
  let batch: { topic: TopicName; records: OutgoingRecord[] } | undefined
  for (const { topic, record } of lines) {
    if (batch === undefined || batch.topic !== topic || batch.records.length === BATCH_RECORDS) {
      if (batch !== undefined) yield batch
      batch = { topic, records: [] }
    }
    batch.records.push(record)
  }
  if (batch !== undefined) yield batch
}
