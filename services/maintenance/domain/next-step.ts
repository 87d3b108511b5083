import { releaseBlocks } from './release-blocks.ts'
import { accessBlocks } from './access-blocks.ts'
import { NO_SUPPLIER, runningPause, type WorkOrder } from './work-order.ts'

/** What is awaited and from whom, as one plain sentence. */
export function nextStep(order: WorkOrder, supplierName: string): string {
  const pause = runningPause(order)
  if (pause !== undefined) {
    return pause.reason === 'no-access'
      ? 'Radiology gives the engineer access. The clock is paused.'
      : 'Radiology finishes its checks. The clock is paused.'
  }
  switch (order.status) {
    case 'NEW':
      if (order.needsSupplierSinceMs === undefined) return `${supplierName} accepts or declines.`
      return order.assignment.supplierId === NO_SUPPLIER
        ? 'The radiology manager chooses a supplier: none is known for this scanner.'
        : `The radiology manager chooses another supplier: ${supplierName} declined.`
    case 'ACCEPTED':
      return accepted(order, supplierName)
    case 'ON_SITE':
      return order.accessGivenAtMs === undefined
        ? `Radiology hands the area over to the engineer.${beforeAccess(order)}`
        : `${supplierName} mends the scanner and hands it back.`
    case 'WAITING_FOR_PART':
      return `${supplierName} gets the part: ${order.partsAwaited.join(', ')}.`
    case 'AWAITING_CHECKS': {
      const [block] = releaseBlocks(order)
      return block === undefined ? 'The radiology lead returns the scanner to use.' : block
    }
    case 'CLOSED':
      return closed(order)
    case 'CANCELLED':
      return 'Nothing: the work order is cancelled.'
  }
}

function closed({ release }: WorkOrder): string {
  if (release?.limits === undefined) return 'Nothing: the scanner is back in use.'
  const rest = release.followUp === true ? ' What is left to mend goes on in a further work order.' : ''
  return `Nothing: the scanner is back in use, with limits.${rest}`
}

/** What stands before access, where something does. */
function beforeAccess(order: WorkOrder): string {
  const [block] = accessBlocks(order)
  return block === undefined ? '' : ` First: ${block.label}.`
}

function accepted(order: WorkOrder, supplierName: string): string {
  if (order.remote) return `${supplierName} mends it from a distance and hands it back.`
  if (order.handBacks.length > 0) return `A check failed: ${supplierName} comes again.`
  if (order.travelling) return `${supplierName}’s engineer is on the way.`
  return `${supplierName}’s engineer arrives.${beforeAccess(order)}`
}
