import { createEventLog, type EventLog } from '@imaging/event-log'
import { createLog } from '@imaging/observability'
import { newEvent, type DowntimeStateChangedV1 } from '@imaging/schemas'
import { v7 as uuidV7 } from 'uuid'

/** What scanners and the people beside them can do in a story: speak through Kafka, and nothing else. */
export interface ScannerFloor {
  say(data: DowntimeStateChangedV1['data']): Promise<void>
  leave(): Promise<void>
}

export function scannerFloor(kafkaBrokers: string, operator: string): ScannerFloor {
  const eventLog: EventLog = createEventLog({
    brokers: kafkaBrokers.split(','),
    clientId: 'story',
    log: createLog({ service: 'story', level: 'silent' }),
  })
  return {
    async say(data) {
      const event = newEvent({
        id: uuidV7(),
        name: 'downtime.state-changed.v1',
        source: `urn:nhs:ods:${operator}:gateway`,
        subject: data.assetId,
        time: new Date().toISOString(),
        example: true,
        data,
      })
      await eventLog.sink.send('imaging.downtime', [{ key: data.assetId, body: JSON.stringify(event) }])
    },
    leave: () => eventLog.close(),
  }
}
