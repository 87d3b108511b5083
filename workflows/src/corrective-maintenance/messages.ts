import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common'
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
  /** The work order whose release with limits left this to be mended, in the same downtime. */
  readonly follows?: string
}

/** One process for each downtime of a scanner, and one for each work order that goes on in it: being told twice starts nothing twice. */
export const correctiveMaintenanceId = ({ assetId, downtimeId, follows, workOrderId }: CorrectiveMaintenance): string =>
  `corrective-maintenance/${assetId}/${downtimeId}${follows === undefined ? '' : `/${workOrderId}`}`

/** Who has the work now, by which an operator finds the processes of a supplier. */
export const SUPPLIER_ATTRIBUTE = defineSearchAttributeKey('ImagingSupplier', 'KEYWORD')
const TRUST_ATTRIBUTE = defineSearchAttributeKey('ImagingTrust', 'KEYWORD')
const ASSET_ATTRIBUTE = defineSearchAttributeKey('ImagingAsset', 'KEYWORD')

/** What an operator may look for processes by: codes alone, since nothing here is kept from those who run the server. */
export const correctiveMaintenanceAttributes = (of: {
  readonly trust: string
  readonly assetId: string
  readonly supplierId: string
}): TypedSearchAttributes =>
  new TypedSearchAttributes([
    { key: TRUST_ATTRIBUTE, value: of.trust },
    { key: ASSET_ATTRIBUTE, value: of.assetId },
    { key: SUPPLIER_ATTRIBUTE, value: of.supplierId },
  ])

/** A step of the work order, as its service recorded it. The sequence tells a repeat from news. */
export interface WorkOrderStep {
  readonly sequence: number
  readonly step: string
  /** RFC 3339, UTC. */
  readonly at: string
  /** Who has the work since; missing from what earlier versions told. */
  readonly supplierId?: string
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
