import type { Clock, WorkOrderStatus } from '@imaging/schemas'
import type { TagColour } from './state-words.ts'

/** How each status of a work order is said. */
export const workOrderStatusWords: Readonly<Record<WorkOrderStatus, { readonly word: string; readonly tag: TagColour }>> = {
  NEW: { word: 'New', tag: 'red' },
  ACCEPTED: { word: 'Accepted', tag: 'blue' },
  ON_SITE: { word: 'On site', tag: 'blue' },
  WAITING_FOR_PART: { word: 'Waiting for part', tag: 'yellow' },
  AWAITING_CHECKS: { word: 'Fixed – needs checks', tag: 'purple' },
  CLOSED: { word: 'Closed', tag: 'grey' },
  CANCELLED: { word: 'Cancelled', tag: 'grey' },
}

/** What each clock of a contract measures. */
export const clockNames: Readonly<Record<Clock['name'], string>> = { response: 'Response', repair: 'Repair', release: 'Return to use' }

/** How urgent a work order is. */
export const priorityWords = { P1: 'Priority 1', P2: 'Priority 2', P3: 'Priority 3' } as const
