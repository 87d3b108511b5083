import { defineQuery, defineSignal } from '@temporalio/workflow'

/** Which workers run it. */
export const MAINTENANCE_QUEUE = 'maintenance'

/** The name it is started by; stable for ever. */
export const CORRECTIVE_MAINTENANCE = 'correctiveMaintenance'

/** What it is started with: keys alone. The maintenance service holds the rest. */
export interface CorrectiveMaintenance {
  readonly workOrderId: string
  readonly assetId: string
  readonly downtimeId: string
}

/** One process for each downtime of a scanner, so that being told twice starts nothing twice. */
export const correctiveMaintenanceId = ({ assetId, downtimeId }: Pick<CorrectiveMaintenance, 'assetId' | 'downtimeId'>): string =>
  `corrective-maintenance/${assetId}/${downtimeId}`

/** A step of the work order, as its service recorded it. The sequence tells a repeat from news. */
export interface WorkOrderStep {
  readonly sequence: number
  readonly step: string
  /** RFC 3339, UTC. */
  readonly at: string
}

/** What the process waits for or does next. */
export interface Course {
  readonly workOrderId: string
  readonly lastStep: string
  readonly lastSequence: number
  readonly reminders: number
  readonly escalations: number
  /** RFC 3339, UTC; none while no clock runs. */
  readonly nextDeadlineAt?: string
  readonly isOver: boolean
}

/**
 * A fact, which needs no answer: people decide in the maintenance service, which answers them at once, also while this
 * process is away. So there are no updates.
 */
export const stepSignal = defineSignal<[WorkOrderStep]>('step')

/** Where the process stands, for pages. */
export const courseQuery = defineQuery<Course>('course')
