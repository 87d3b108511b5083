// A program of its own: reads a topic to its end with kafkajs and parses each record, and says what that cost. Arguments: brokers, topic, how many.
import { randomUUID } from 'node:crypto'
import kafkajs from 'kafkajs'

/** Larger fetches than the service's, which cost the least here: the limit is to be what is possible. */
const BYTES_PER_PARTITION = 2 * 1024 * 1024
const FETCH_BYTES_MAX = 16 * 1024 * 1024
const PARTITIONS_AT_ONCE = 2

const [, , brokers = '', topic = '', count = '0'] = process.argv
const wanted = Number(count)
const { Kafka, logLevel } = kafkajs
const consumer = new Kafka({ brokers: brokers.split(','), clientId: 'bench-parse', logLevel: logLevel.ERROR }).consumer({
  groupId: `bench-parse-${randomUUID()}`,
  maxBytesPerPartition: BYTES_PER_PARTITION,
  maxBytes: FETCH_BYTES_MAX,
})
const done = Promise.withResolvers<void>()
let seen = 0
let parsed = 0
let began: { readonly cpu: NodeJS.CpuUsage; readonly atMs: number } | undefined
await consumer.connect()
await consumer.subscribe({ topics: [topic], fromBeginning: true })
await consumer.run({
  partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
  eachBatch: async ({ batch }) => {
    began ??= { cpu: process.cpuUsage(), atMs: performance.now() }
    for (const { value } of batch.messages) {
      try {
        if (value !== null && JSON.parse(value.toString('utf8')) !== undefined) parsed += 1
      } catch {
        // A poisonous record costs its parsing all the same.
      }
      seen += 1
    }
    if (seen >= wanted) done.resolve()
  },
})
await done.promise
const { user, system } = process.cpuUsage(began?.cpu)
const wallS = (performance.now() - (began?.atMs ?? 0)) / 1000
process.stdout.write(`${JSON.stringify({ events: seen, parsed, cpuS: (user + system) / 1e6, wallS })}\n`)
await consumer.disconnect()
