import type { Destination, RelayedMessage } from '@imaging/postgres'
import { EventLogError, type EventSink } from './ports.ts'

/** The event log as a destination of an outbox's relay; give it the name `kafka`. */
export function kafkaDestination(sink: EventSink): Destination {
  return {
    async deliver(messages) {
      for (const [topic, ofTopic] of Map.groupBy(messages, (message: RelayedMessage) => message.topic)) await sink.send(topic, ofTopic)
    },
    isOutage: (error) => !(error instanceof EventLogError && error.code === 'Refused'),
  }
}
