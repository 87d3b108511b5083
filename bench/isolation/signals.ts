import { randomUUID } from 'node:crypto'
import { until } from '@imaging/infra/local/ready.ts'
import { newEvent } from '@imaging/schemas'
import pg from 'pg'
import { recordOf } from '../example-register.ts'
import { quietEventLog, type Stack } from '../stack.ts'
import { conditionOf, valueOf } from './marks.ts'
import { TRUSTS } from './organisations.ts'
import { scannerIdOf } from './register.ts'

const PATIENCE_MS = 60_000
export const CHANNEL = 'filament-current'

/** Sends a reading and a count of exams of each trust's first scanner, and waits until they are kept. */
export async function sendSignals({ databaseUrl, kafkaBrokers }: Pick<Stack, 'databaseUrl' | 'kafkaBrokers'>): Promise<void> {
  const eventLog = quietEventLog(kafkaBrokers)
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const nowMs = Date.now()
    const at = (minutesAgo: number): string => new Date(nowMs - minutesAgo * 60_000).toISOString()
    const events = TRUSTS.flatMap((trust) => {
      const assetId = scannerIdOf(trust, 1)
      const envelope = { source: `urn:nhs:ods:${trust}:example-gateway`, subject: assetId, time: at(1), example: true }
      const readings = [{ channel: CHANNEL, unit: 'A', value: valueOf(trust) }]
      return [
        newEvent({ ...envelope, id: randomUUID(), name: 'telemetry.reading.v1', data: { assetId, observedAt: at(2), readings } }),
        newEvent({
          ...envelope,
          id: randomUUID(),
          name: 'telemetry.exams-counted.v1',
          data: { assetId, from: at(60), to: at(30), exams: 3 },
        }),
      ]
    })
    await eventLog.sink.send('imaging.telemetry', events.map(recordOf))
    await until({ what: 'readings of every trust', timeoutMs: PATIENCE_MS }, async () => {
      const { rows } = await client.query<{ assets: number }>('select count(distinct asset_id)::integer as assets from telemetry.reading')
      return rows[0]?.assets === TRUSTS.length
    })
    // Conditions take weeks of readings to come about: these are entered.
    for (const trust of TRUSTS)
      await client.query(
        `insert into telemetry.condition (condition_id, asset_id, kind, severity, raised_at, message, action)
         values ($1, $2, 'tube-wearing', 'warning', now(), $3, 'Ask for it')`,
        [`${scannerIdOf(trust, 1)}-tube-wearing-1`, scannerIdOf(trust, 1), conditionOf(trust)],
      )
  } finally {
    await client.end()
    await eventLog.close()
  }
}
