import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lineProgress } from './progress.ts'
import { startServers } from './servers.ts'
import { TOOLS_DIR } from './where.ts'

/**
 * The three servers alone, on fixed ports, for running single test files again and again: start it in a second terminal, read the
 * file of exports it names into the first, and tests use it. Ctrl-C stops it.
 */
const stateDir = process.env['IMAGING_STATE_DIR'] ?? join(tmpdir(), 'imaging-dev')
const print = (line: string): void => void process.stdout.write(`${line}\n`)
const servers = await startServers({
  stateDir,
  toolsDir: TOOLS_DIR,
  env: { ...process.env, DATABASE_URL: '', KAFKA_BROKERS: '', TEMPORAL_ADDRESS: '' },
  durable: false,
  progress: lineProgress(print),
  ports: { postgres: 55_432, kafka: 59_092, temporal: 57_233, temporalPages: 57_234 },
  onCrash: (name, why, logFile) => {
    print(`${name} ${why}; its log is ${logFile}`)
    process.exit(1)
  },
})
const addresses = {
  TEST_DATABASE_URL: servers.databaseUrl,
  TEST_KAFKA_BROKERS: servers.kafkaBrokers,
  TEST_TEMPORAL_ADDRESS: servers.temporalAddress,
}
const exportsFile = join(stateDir, 'env.sh')
writeFileSync(
  exportsFile,
  Object.entries(addresses)
    .map(([name, value]) => `export ${name}=${value}\n`)
    .join(''),
)
print(`Ready. In another terminal: . ${exportsFile}`)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void servers.stop().then(() => process.exit(0)))
