import { setTimeout as delay } from 'node:timers/promises'
import type { NativeConnection } from '@temporalio/worker'

export interface Deployment {
  readonly namespace: string
  readonly deploymentName: string
  readonly buildId: string
}

/** The server knows a version once it has seen its pollers: usually within a second. */
const RETRY_MS = 250
const ATTEMPTS_MAX = 240

/**
 * Makes this build the one that new runs begin on. Nothing runs on a deployment that has no current version.
 *
 * @throws The server's error, after a minute.
 */
export async function makeCurrent(
  connection: NativeConnection,
  { namespace, deploymentName, buildId }: Deployment,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await connection.workflowService.setWorkerDeploymentCurrentVersion({
        namespace,
        deploymentName,
        buildId,
        identity: 'worker',
        ignoreMissingTaskQueues: false,
      })
      return
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || signal.aborted) throw error
      await delay(RETRY_MS, undefined, { signal })
    }
  }
}
