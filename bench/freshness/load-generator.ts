// A program of its own: publishes telemetry at a steady rate and says how many events the log acknowledged. Arguments: brokers, assets, events a second, seconds.
import { setTimeout as pause } from 'node:timers/promises'
import type { OutgoingRecord } from '@imaging/event-log'
import { createDice } from '../dice.ts'
import { exampleAsset, exampleReading, recordOf } from '../example-register.ts'
import { quietEventLog } from '../stack.ts'

const TURN_MS = 20

const [, , brokers = '', assetsText = '400', perSecondText = '5000', secondsText = '60'] = process.argv
const assets = Number(assetsText)
const perTurn = (Number(perSecondText) * TURN_MS) / 1000
const turns = (Number(secondsText) * 1000) / TURN_MS
const dice = createDice(2)
const eventLog = quietEventLog(brokers)
let told = 0

function record(atMs: number): OutgoingRecord {
  const asset = exampleAsset(told % assets)
  told += 1
  return recordOf(exampleReading(asset, atMs, dice))
}

await eventLog.sink.send('imaging.telemetry', [record(Date.now())])
const startedAtMs = performance.now()
for (let turn = 0; turn < turns; turn += 1) {
  await eventLog.sink.send(
    'imaging.telemetry',
    Array.from({ length: perTurn }, () => record(Date.now())),
  )
  // Behind its time it sends at once until it has caught up.
  await pause(Math.max(0, startedAtMs + (turn + 1) * TURN_MS - performance.now()))
}
const seconds = (performance.now() - startedAtMs) / 1000
process.stdout.write(`${JSON.stringify({ acknowledged: told - 1, seconds })}\n`)
await eventLog.close()
