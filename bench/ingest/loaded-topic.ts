import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { OutgoingRecord } from '@imaging/event-log'
import { CLASSES, exampleRegister } from '../example-register.ts'
import { createDice } from '../dice.ts'
import { quietEventLog, type Stack } from '../stack.ts'
import { readingEvents } from './reading-events.ts'

export const TOPIC = 'imaging.telemetry'
/** As many records as go into one request. */
const RECORDS_AT_ONCE = 1_000

/** What stands on the topic, and what must come of it. */
export interface LoadedTopic {
  readonly events: number
  readonly poison: number
  readonly repeats: number
  /** Distinct valid readings: the rows that must be in the table. */
  readonly rows: number
  readonly megabytes: number
  /** The same rows as text for `COPY`. */
  readonly copyFile: string
}

export interface Load {
  readonly events: number
  readonly assets: number
  readonly seed: number
}

/** Registers the fleet and puts its readings onto the topic, once for all rounds. */
export async function loadTopic({ kafkaBrokers, stateDir }: Stack, { events, assets, seed }: Load): Promise<LoadedTopic> {
  const dice = createDice(seed)
  const nowMs = Date.now()
  const eventLog = quietEventLog(kafkaBrokers)
  for (const [topic, records] of exampleRegister(assets, dice, nowMs)) await eventLog.sink.send(topic, records)
  const copyFile = join(stateDir, 'readings.copy')
  const file = openSync(copyFile, 'w')
  const seen = new Set<string>()
  let poison = 0
  let repeats = 0
  let bytes = 0
  let records: OutgoingRecord[] = []
  let lines = ''
  const flush = async (): Promise<void> => {
    writeSync(file, lines)
    await eventLog.sink.send(TOPIC, records)
    records = []
    lines = ''
  }
  for (const { key, body, row, isRepeat } of readingEvents({ events, assets, untilMs: nowMs, dice })) {
    records.push({ key, body })
    bytes += body.length
    if (isRepeat) repeats += 1
    if (row === undefined) poison += 1
    const name = row === undefined ? undefined : `${row.assetId} ${row.observedAt}`
    if (row !== undefined && name !== undefined && !seen.has(name)) {
      seen.add(name)
      lines += `${row.assetId}\t${row.observedAt}\t${CLASSES.indexOf(row.classId) + 1}\t{${row.values.join(',')}}\n`
    }
    if (records.length === RECORDS_AT_ONCE) await flush()
  }
  await flush()
  closeSync(file)
  await eventLog.close()
  return { events, poison, repeats, rows: seen.size, megabytes: bytes / 1024 ** 2, copyFile }
}
