import { rmSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import './provided.ts'
import { startPlatform } from './platform.ts'
import { seconds, silentProgress } from './progress.ts'
import { testFolder } from './test-folder.ts'
import { TOOLS_DIR } from './where.ts'

/** Global setup of browser tests: the whole platform as `npm start` starts it, on free ports and fresh state, with a small fleet. */
export default async function withPlatform({ provide }: TestProject): Promise<() => Promise<void>> {
  const startedAtMs = performance.now()
  const stateDir = testFolder()
  const platform = await startPlatform({
    stateDir,
    toolsDir: TOOLS_DIR,
    env: { ...process.env, DATABASE_URL: '', KAFKA_BROKERS: '', TEMPORAL_ADDRESS: '', IMAGING_SIMULATOR_FLEET: 'small' },
    durable: false,
    anyPorts: true,
    progress: silentProgress,
    onCrash: ({ name, why, logFile }) => process.stderr.write(`${name} ${why} during the tests; its log is ${logFile}\n`),
  })
  provide('webUrl', platform.webUrl)
  provide('databaseUrl', platform.databaseUrl)
  provide('kafkaBrokers', platform.kafkaBrokers)
  provide('temporalAddress', platform.temporalAddress)
  process.stdout.write(`The whole platform ready in ${seconds(performance.now() - startedAtMs)}\n`)
  return async () => {
    await platform.stop()
    rmSync(stateDir, { recursive: true, force: true })
  }
}
