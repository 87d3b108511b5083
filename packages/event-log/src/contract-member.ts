/** A member of a group in a process of its own, for promises that only hold if a process may die. Started by the contract. */
import { createPool, roleOf, type Transaction } from '@imaging/postgres'
import { adapters, consumeNumbers, recordEffects, type AdapterName, type Numbered } from './effects.ts'
import type { EventLog } from './ports.ts'
import type { Received } from './received.ts'

const [adapter, brokers, topicPrefix, url, topic, group, end] = process.argv.slice(2) as [
  AdapterName,
  string,
  string,
  string,
  string,
  string,
  'killed' | 'terminated',
]
const say = (what: string): void => void process.stdout.write(`${what}\n`)

const eventLog = adapters[adapter](brokers, topicPrefix)
const pool = createPool({ url, applicationName: 'contract member', role: roleOf('effects', 'ingest') })

/** Dies when the database has committed and the log does not know it yet. */
const dyingBeforeItsCommit: EventLog = {
  ...eventLog,
  source: {
    ...eventLog.source,
    run: (options) =>
      eventLog.source.run({
        ...options,
        onBatch: async (batch) => {
          await options.onBatch(batch)
          process.kill(process.pid, 'SIGKILL')
          return new Promise(() => {})
        },
      }),
  },
}

const applySlowly = async (tx: Transaction, events: readonly Received<Numbered>[]): Promise<void> => {
  say('in hand')
  await tx.query('select pg_sleep(0.5)')
  await recordEffects(tx, events)
}

const consumer = await consumeNumbers({
  eventLog: end === 'killed' ? dyingBeforeItsCommit : eventLog,
  pool,
  group,
  topics: [topic],
  ...(end === 'terminated' && { apply: applySlowly }),
})

process.once('SIGTERM', () => {
  void (async () => {
    await consumer.stop()
    await eventLog.close()
    await pool.end()
    say('drained')
  })()
})
