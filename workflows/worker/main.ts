import { readFileSync } from 'node:fs'
import { createServer, listen, readConfig } from '@imaging/http'
import { createIdentitySigner, readPrivateKey } from '@imaging/identity'
import { createLog, createMetrics, startTracing } from '@imaging/observability'
import { DefaultLogger, Runtime, type LogEntry } from '@temporalio/worker'
import { config } from './config.ts'
import { startWorker } from './start-worker.ts'
import { workflowBundle } from './workflow-bundle.ts'

const { PORT, HOST, LOG_LEVEL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, MAINTENANCE_URL, BUILD_ID, BUNDLE_DIR, IDENTITY_PRIVATE_KEY_FILE } =
  readConfig(config, process.env)
startTracing({ service: 'worker' })
const log = createLog({ service: 'worker', level: LOG_LEVEL })
const metrics = createMetrics({ service: 'worker' })

/** The SDK's lines among ours. */
const toLog = ({ level, message, meta }: LogEntry): void => {
  const how = level === 'ERROR' ? 'error' : level === 'WARN' ? 'warn' : 'info'
  log[how]({ ...meta }, message)
}
const logger = new DefaultLogger('INFO', toLog)
// Signals are for the server below to act on: it closes the worker in its turn.
Runtime.install({ logger, shutdownSignals: [] })

const worker = await startWorker({
  address: TEMPORAL_ADDRESS,
  namespace: TEMPORAL_NAMESPACE,
  buildId: BUILD_ID,
  codePath: await workflowBundle(BUNDLE_DIR, logger),
  maintenanceUrl: MAINTENANCE_URL,
  sign: await createIdentitySigner({ key: readPrivateKey(readFileSync(IDENTITY_PRIVATE_KEY_FILE, 'utf8')), now: () => new Date() }),
  log,
  fatal(error) {
    log.fatal({ err: error }, 'the worker cannot go on')
    process.exit(1)
  },
})
const server = await createServer({
  service: 'worker',
  version: '0.1.0',
  log,
  metrics,
  openapi: { title: 'Worker', description: 'Runs the long-running processes; answers only for its health' },
  ready: [
    {
      name: 'worker',
      async check() {
        const why = worker.unwell()
        if (why !== undefined) throw new Error(why)
      },
    },
  ],
})
await listen(server, { port: PORT, host: HOST, onClose: [{ name: 'worker', close: () => worker.stop() }] })
