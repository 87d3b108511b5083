import type { Opening } from './fact.ts'
import type { Priority } from './terms.ts'

/** How much hangs on the scanner: whether its site has another of its class, and another for everything it can do. */
export interface Stand {
  readonly isOnlyOfClassAtSite: boolean
  readonly isOnlyWithCapabilityAtSite: boolean
}

/**
 * How urgent a failure is.
 *
 * P1: down, and the site has no other of its class or for something it can do. P2: down, others stand in; or limited, and
 * the only one of its class. P3: limited, others stand in.
 *
 * @source local policy; suppliers’ own levels differ, contracts name times for three
 */
export function priority(scannerState: Opening['scannerState'], { isOnlyOfClassAtSite, isOnlyWithCapabilityAtSite }: Stand): Priority {
  if (scannerState === 'DOWN_UNPLANNED') return isOnlyOfClassAtSite || isOnlyWithCapabilityAtSite ? 'P1' : 'P2'
  return isOnlyOfClassAtSite ? 'P2' : 'P3'
}
