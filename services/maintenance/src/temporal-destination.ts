import { isGrpcServiceError, WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client'
import type { Destination } from '@imaging/postgres'
import { withTraceparent } from '@imaging/observability'
import {
  CORRECTIVE_MAINTENANCE,
  correctiveMaintenanceAttributes,
  correctiveMaintenanceId,
  MAINTENANCE_QUEUE,
  stepSignal,
} from '@imaging/workflows/corrective-maintenance/messages.ts'
import type { ProcessTold } from './outgoing.ts'

type TemporalClient = Pick<Client, 'workflow' | 'withDeadline'>

/** Longer is as good as away; and the relay must be able to stop within the ten seconds a service has to drain. */
const DEADLINE_MS = 4_000

/** gRPC codes that put the blame on the message: INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE, UNIMPLEMENTED. */
const REFUSED = new Set([3, 9, 11, 12])

/**
 * Temporal as a destination of the outbox: each step starts its process, if it does not run yet, and tells it.
 *
 * A repeat is harmless: the process knows a step by its sequence. A step that comes after the process has ended (its last one,
 * told twice) is done with.
 */
export const temporalDestination = (client: TemporalClient): Destination => ({
  async deliver(messages) {
    for (const { body, headers } of messages) {
      const told = JSON.parse(String(body)) as ProcessTold
      await withTraceparent(headers['traceparent'], 'tell corrective maintenance', () => tell(client, told))
    }
  },
  isOutage: (error) =>
    !(error instanceof SyntaxError) && !(isGrpcServiceError(root(error)) && REFUSED.has((root(error) as { code: number }).code)),
})

async function tell(client: TemporalClient, { input, trust, step }: ProcessTold): Promise<void> {
  try {
    await client.withDeadline(Date.now() + DEADLINE_MS, () =>
      client.workflow.signalWithStart(CORRECTIVE_MAINTENANCE, {
        workflowId: correctiveMaintenanceId(input),
        taskQueue: MAINTENANCE_QUEUE,
        args: [input],
        signal: stepSignal,
        signalArgs: [step],
        typedSearchAttributes: correctiveMaintenanceAttributes({ trust, assetId: input.assetId, supplierId: step.supplierId }),
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
      }),
    )
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
  }
}

/** The client wraps what the server said. */
const root = (error: unknown): unknown => (error instanceof Error && error.cause !== undefined ? root(error.cause) : error)
