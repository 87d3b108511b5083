import type { Share } from '@imaging/schemas'

/** What can be shared between organisations, in the order lists show it; `own` is not shared. */
export const sharedShares = ['status', 'ages', 'plans', 'capacity', 'commercial'] as const satisfies readonly Share[]

/** What each share is called, and what it lets the other see. */
export const sharedWords: Readonly<Record<(typeof sharedShares)[number], { readonly what: string; readonly detail: string }>> = {
  status: { what: 'Live status and downtime', detail: 'Which scanners work, since when, and the hours lost' },
  ages: { what: 'Scanners and their ages', detail: 'The register without prices' },
  plans: { what: 'Plans once proposed', detail: 'Replacement plans that were put to a decision' },
  capacity: { what: 'Spare capacity', detail: 'Sessions that another trust could use' },
  commercial: { what: 'Commercial detail', detail: 'Contracts, prices and how scanners are paid for' },
}
