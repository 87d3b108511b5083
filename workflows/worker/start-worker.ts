import { createClient } from '@imaging/http'
import type { IdentitySigner } from '@imaging/identity'
import type { Log } from '@imaging/observability'
import { OpenTelemetryActivityInboundInterceptor } from '@temporalio/interceptors-opentelemetry'
import { NativeConnection, Worker } from '@temporalio/worker'
import { createCorrectiveMaintenanceActivities } from '../src/corrective-maintenance/activities.ts'
import { MAINTENANCE_QUEUE } from '../src/corrective-maintenance/messages.ts'
import { makeCurrent } from './make-current.ts'

export interface WorkerOptions {
  readonly address: string
  readonly namespace: string
  readonly buildId: string
  /** Where the bundled workflows are. */
  readonly codePath: string
  readonly maintenanceUrl: string
  readonly sign: IdentitySigner
  readonly log: Log
  /** Told when the worker ends by itself. */
  readonly fatal: (error: Error) => void
}

export interface RunningWorker {
  /** Why no work should be expected of it now; nothing while it works. */
  unwell(): string | undefined
  /** Finishes what is in hand. */
  stop(): Promise<void>
}

/** One deployment for each task queue. */
const DEPLOYMENT = MAINTENANCE_QUEUE

/** The worker acts for nobody: services let it do what they keep for it alone. */
const ITSELF = { kind: 'service', name: 'worker' } as const

/** What is in hand has this long to end; the process is given ten seconds. */
const GRACE = '8 seconds'

/** Starts the worker of the task queue `maintenance` and makes its build the current one. */
export async function startWorker({
  address,
  namespace,
  buildId,
  codePath,
  maintenanceUrl,
  sign,
  log,
  fatal,
}: WorkerOptions): Promise<RunningWorker> {
  const connection = await NativeConnection.connect({ address })
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: MAINTENANCE_QUEUE,
    workflowBundle: { codePath },
    activities: createCorrectiveMaintenanceActivities({
      maintenance: createClient({ baseUrl: maintenanceUrl, log }),
      authorization: async () => `Bearer ${await sign(ITSELF, 'maintenance')}`,
    }),
    interceptors: { activity: [(context) => ({ inbound: new OpenTelemetryActivityInboundInterceptor(context) })] },
    shutdownGraceTime: GRACE,
    workerDeploymentOptions: {
      version: { deploymentName: DEPLOYMENT, buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'PINNED',
    },
  })
  const stopping = new AbortController()
  const running = worker.run().catch((error: Error) => {
    if (!stopping.signal.aborted) fatal(error)
  })
  let isCurrent = false
  const becoming = makeCurrent(connection, { namespace, deploymentName: DEPLOYMENT, buildId }, stopping.signal).then(
    () => void (isCurrent = true),
    (error: Error) => void (stopping.signal.aborted || fatal(error)),
  )
  return {
    unwell() {
      if (worker.getState() !== 'RUNNING') return `the worker is ${worker.getState()}`
      return isCurrent ? undefined : `build ${buildId} is not the current one yet`
    },
    async stop() {
      stopping.abort()
      if (worker.getState() === 'RUNNING') worker.shutdown()
      await Promise.all([running, becoming])
      await connection.close()
    },
  }
}
