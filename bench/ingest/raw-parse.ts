import { join } from 'node:path'
import { run } from '@imaging/infra/local/child.ts'
import type { Stack } from '../stack.ts'
import { TOPIC, type LoadedTopic } from './loaded-topic.ts'
import type { Round } from './raw-copy.ts'

const TIMEOUT_MS = 300_000

/** The log's limit: the same topic consumed with kafkajs, every record parsed and dropped, in a process of its own. */
export async function rawParse({ kafkaBrokers }: Stack, { events }: LoadedTopic): Promise<Round> {
  const printed = await run(process.execPath, [join(import.meta.dirname, 'parse-topic.ts'), kafkaBrokers, TOPIC, String(events)], {
    timeoutMs: TIMEOUT_MS,
    output: 'stdout',
  })
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '') as Round
}
