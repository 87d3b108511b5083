import { rmSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import './provided.ts'
import { seconds, silentProgress } from './progress.ts'
import { startServers } from './servers.ts'
import { testFolder } from './test-folder.ts'
import { TOOLS_DIR } from './where.ts'

/**
 * Global setup of integration tests: real PostgreSQL, Kafka and Temporal on free ports and fresh state, or the running ones that
 * `TEST_DATABASE_URL`, `TEST_KAFKA_BROKERS` and `TEST_TEMPORAL_ADDRESS` name, which makes running one file quick.
 */
export default async function withStack({ provide }: TestProject): Promise<() => Promise<void>> {
  const startedAtMs = performance.now()
  const stateDir = testFolder()
  const { env } = process
  const servers = await startServers({
    stateDir,
    toolsDir: TOOLS_DIR,
    env: {
      ...env,
      DATABASE_URL: env['TEST_DATABASE_URL'],
      KAFKA_BROKERS: env['TEST_KAFKA_BROKERS'],
      TEMPORAL_ADDRESS: env['TEST_TEMPORAL_ADDRESS'],
    },
    durable: false,
    progress: silentProgress,
    onCrash: (name, why, logFile) => process.stderr.write(`${name} ${why} during the tests; its log is ${logFile}\n`),
  })
  provide('databaseUrl', servers.databaseUrl)
  provide('kafkaBrokers', servers.kafkaBrokers)
  provide('temporalAddress', servers.temporalAddress)
  process.stdout.write(`PostgreSQL, Kafka and Temporal ready in ${seconds(performance.now() - startedAtMs)}\n`)
  return async () => {
    await servers.stop()
    rmSync(stateDir, { recursive: true, force: true })
  }
}
