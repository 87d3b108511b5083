import { createEventLog, type EventLog } from '@imaging/event-log'
import { createLog } from '@imaging/observability'
import { setting } from './settings.ts'

/** Runs work with a connection to the event log and closes it, whatever comes. */
export async function withEventLog<T>(work: (eventLog: EventLog) => Promise<T>): Promise<T> {
  const log = createLog({ service: 'cli', level: 'error' })
  const eventLog = createEventLog({
    brokers: setting('KAFKA_BROKERS').split(','),
    clientId: 'imaging-cli',
    topicPrefix: process.env['KAFKA_TOPIC_PREFIX'] ?? '',
    log,
  })
  try {
    return await work(eventLog)
  } finally {
    await eventLog.close()
  }
}
