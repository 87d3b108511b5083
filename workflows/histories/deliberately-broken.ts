import { proxyActivities } from '@temporalio/workflow'
import type { CorrectiveMaintenanceActivities } from '../src/corrective-maintenance/activities.ts'
import type { CorrectiveMaintenance } from '../src/corrective-maintenance/messages.ts'

const { escalate } = proxyActivities<CorrectiveMaintenanceActivities>({ startToCloseTimeout: '30 seconds' })

/** Not what any history shows: it escalates before it asks what is due. It proves that the replay test can fail. */
export async function correctiveMaintenance({ workOrderId }: CorrectiveMaintenance): Promise<void> {
  await escalate({ workOrderId, kind: 'escalation', clock: 'response', level: 1, at: '2026-01-01T00:00:00Z' })
}
