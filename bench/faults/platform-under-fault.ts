import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { EventLog } from '@imaging/event-log'
import { prepareTopics } from '@imaging/infra/local/prepare.ts'
import { silentProgress } from '@imaging/infra/local/progress.ts'
import { provision } from '@imaging/infra/local/provision.ts'
import { freePorts } from '@imaging/infra/local/ready.ts'
import { testFolder } from '@imaging/infra/local/test-folder.ts'
import { TOOLS_DIR } from '@imaging/infra/local/where.ts'
import { createDice } from '../dice.ts'
import { exampleRegister } from '../example-register.ts'
import { prepareDatabase, quietEventLog } from '../stack.ts'
import { createGate, type Gate } from './gate.ts'
import { startKafkaProxy } from './kafka-proxy.ts'
import { startPostgresProxy } from './postgres-proxy.ts'
import type { Victim, WatchedService } from './schedule.ts'
import { brokerSufferer, databaseSufferer, serviceSufferer, type Sufferer, type SupervisedService } from './victims.ts'

/** Two services, a broker and a database, each to be hurt alone, with a gate between each service and its servers. */
export interface PlatformUnderFault {
  readonly sufferers: Readonly<Record<Victim, Sufferer>>
  readonly services: Readonly<Record<WatchedService, SupervisedService>>
  readonly gates: Readonly<Record<WatchedService, Gate>>
  /** Straight to the servers, past the gates. */
  readonly databaseUrl: string
  readonly eventLog: EventLog
  stop(): Promise<void>
}

const WATCHED = ['telemetry', 'availability'] as const

/** Starts the platform on servers of its own and registers a fleet. */
export async function startPlatformUnderFault({
  assets,
  seed,
}: {
  readonly assets: number
  readonly seed: number
}): Promise<PlatformUnderFault> {
  const stateDir = testFolder()
  const { kafkaJars: jars } = await provision(TOOLS_DIR, { kafka: true, temporal: false })
  const [databasePort = 0, brokerPort = 0, controllerPort = 0] = await freePorts(3)
  const broker = brokerSufferer({ dir: join(stateDir, 'kafka'), jars, port: brokerPort, controllerPort })
  const database = databaseSufferer(join(stateDir, 'postgres'), databasePort)
  const stops: (() => Promise<void>)[] = [async () => rmSync(stateDir, { recursive: true, force: true })]
  const stop = async (): Promise<void> => {
    for (const end of stops.toReversed()) await end()
  }
  try {
    stops.push(
      () => broker.stop(),
      () => database.stop(),
    )
    await Promise.all([broker.start(), database.start()])
    const databaseUrl = `postgres://postgres@127.0.0.1:${databasePort}/postgres`
    const brokers = `127.0.0.1:${brokerPort}`
    await Promise.all([prepareTopics(brokers, {}, silentProgress), prepareDatabase(databaseUrl, WATCHED)])
    const eventLog = quietEventLog(brokers)
    stops.push(() => eventLog.close())
    for (const [topic, records] of exampleRegister(assets, createDice(seed), Date.now())) await eventLog.sink.send(topic, records)
    const behindGate = async (name: WatchedService): Promise<readonly [SupervisedService, Gate]> => {
      const gate = createGate()
      const [toDatabase, toBroker] = await Promise.all([startPostgresProxy(databasePort, gate), startKafkaProxy(brokerPort, gate)])
      const service = serviceSufferer({
        name,
        databaseUrl: `postgres://postgres@127.0.0.1:${toDatabase.port}/postgres`,
        kafkaBrokers: `127.0.0.1:${toBroker.port}`,
        logFile: join(stateDir, `${name}.log`),
      })
      stops.push(async () => {
        await service.stop()
        await Promise.all([toDatabase.close(), toBroker.close()])
      })
      await service.start()
      return [service, gate]
    }
    const [[telemetry, telemetryGate], [availability, availabilityGate]] = await Promise.all([
      behindGate('telemetry'),
      behindGate('availability'),
    ])
    return {
      sufferers: { telemetry, availability, broker, database },
      services: { telemetry, availability },
      gates: { telemetry: telemetryGate, availability: availabilityGate },
      databaseUrl,
      eventLog,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
