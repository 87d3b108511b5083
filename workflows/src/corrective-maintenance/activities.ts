import { ApplicationFailure, Context } from '@temporalio/activity'
import { ProblemError, type CallOptions, type Client } from '@imaging/http'
import type { Deadline, Deadlines } from './deadline.ts'

type Reminder = Extract<Deadline, { kind: 'reminder' }>
type Escalation = Extract<Deadline, { kind: 'escalation' }>

/** Whether it was still wanted: people may have been faster. */
export interface Outcome {
  readonly recorded: boolean
}

export interface CorrectiveMaintenanceActivities {
  deadlinesOf(input: { readonly workOrderId: string }): Promise<Deadlines>
  remind(input: Reminder & { readonly workOrderId: string }): Promise<Outcome>
  escalate(input: Escalation & { readonly workOrderId: string }): Promise<Outcome>
}

export interface ActivityDeps {
  readonly maintenance: Client
  /** Says that it is the worker who calls, acting for nobody; asked for anew for every attempt. */
  readonly authorization: () => Promise<string>
}

/** The failures that trying again does not mend. */
export const WORK_ORDER_UNKNOWN = 'WorkOrderUnknown'

/**
 * The process's acts, through the maintenance service.
 *
 * Each is safe to repeat: its key names the deadline, and the service records it once. Due instants depend on hours of cover
 * in local time, whose rules change, so they are worked out there and never in the workflow.
 *
 * @throws {ApplicationFailure} `WorkOrderUnknown`, not retryable. An outage is retried by Temporal.
 */
export const createCorrectiveMaintenanceActivities = ({ maintenance, authorization }: ActivityDeps): CorrectiveMaintenanceActivities => ({
  deadlinesOf: ({ workOrderId }) =>
    asked(() => maintenance.get<Deadlines>(`/internal/work-orders/${workOrderId}/deadlines`, calling(authorization))),
  remind: ({ workOrderId, about, at }) =>
    asked(() =>
      maintenance.post<Outcome>(
        `/internal/work-orders/${workOrderId}/reminders`,
        { about },
        { ...calling(authorization), idempotencyKey: `${workOrderId}/${about}/${at}` },
      ),
    ),
  escalate: ({ workOrderId, clock, level, at }) =>
    asked(() =>
      maintenance.post<Outcome>(
        `/internal/work-orders/${workOrderId}/escalations`,
        { clock, level },
        { ...calling(authorization), idempotencyKey: `${workOrderId}/${clock}/${level}/${at}` },
      ),
    ),
})

const calling = (authorization: ActivityDeps['authorization']): Pick<CallOptions, 'authorization' | 'signal'> => ({
  authorization,
  signal: Context.current().cancellationSignal,
})

async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) throw ApplicationFailure.nonRetryable(error.message, WORK_ORDER_UNKNOWN)
    throw error
  }
}
