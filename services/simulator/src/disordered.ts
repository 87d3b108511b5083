import type { OutgoingRecord } from '@imaging/event-log'
import type { ImagingEvent } from '@imaging/schemas'
import { deliveryOrder, disorderOf, type Delivered, type DisorderShares } from '../domain/index.ts'
import type { Counts } from './counts.ts'
import { noiseRecord } from './noise-record.ts'
import { recordOf } from './told.ts'

export interface DisorderTerms {
  readonly seed: number
  readonly shares: DisorderShares
  readonly counts: Counts
}

/**
 * True events as they reach the log: some late, twice or out of turn, with noise beside them. Every true event is there.
 *
 * Order is disturbed only within what is given, so that a back-fill sent in parts is whole when its last part is sent.
 */
export function disordered(
  { seed, shares, counts }: DisorderTerms,
  events: readonly ImagingEvent[],
  nowMs: number,
): readonly OutgoingRecord[] {
  const items = events.flatMap((event): Delivered<OutgoingRecord>[] => {
    const { delivery, noise } = disorderOf(seed, event.id, shares)
    counts.add(nameOf(event))
    if (delivery !== undefined) counts.add(delivery)
    const beside = noise === undefined ? undefined : noiseRecord(seed, event, noise, nowMs)
    if (beside !== undefined) counts.add(noise as string)
    const item: Delivered<OutgoingRecord> = { item: recordOf(event), ...(delivery !== undefined && { delivery }) }
    return beside === undefined ? [item] : [item, { item: beside }]
  })
  return deliveryOrder(seed, items)
}

/** What an event is called in the counts: its type without prefix and version. */
export const nameOf = ({ type }: ImagingEvent): string => type.replace('uk.nhs.imaging.', '').replace(/\.v\d+$/, '')
