import { enqueue, inTransaction, type Pool } from '@imaging/postgres'
import type { DowntimeStateChangedV1 } from '@imaging/schemas'
import { disorderOf, randomFor } from '../domain/index.ts'
import { nameOf, type DisorderTerms } from './disordered.ts'
import { holdBack, kafkaMessage } from './held-back.ts'
import { addMadeDowntime, endMadeDowntime, type MadeDowntime } from './made-downtime-repository.ts'
import { noiseRecord } from './noise-record.ts'
import { DOWNTIME, recordOf } from './told.ts'

const MINUTE_MS = 60_000
/** A late word about a scanner comes within minutes; later it would be seen that it stands still. */
const LATE_MINUTES_MAX = 10
const REORDERED_MS_MAX = 20_000

export interface CauseDeps extends DisorderTerms {
  readonly pool: Pool
  readonly now: () => Date
}

/** Takes an asset out of use: notes the downtime and tells of it, both or neither. False: it is out of use already. */
export const causeDowntime = (deps: CauseDeps, made: MadeDowntime, opening: DowntimeStateChangedV1): Promise<boolean> =>
  inTransaction(deps.pool, async (tx) => {
    if (!(await addMadeDowntime(tx, made))) return false
    await tell(deps, tx, opening)
    return true
  })

/** Ends a downtime that ends by itself, a service or a power cut, and tells of it. False: it had ended. */
export const endDowntime = (deps: CauseDeps, { downtimeId }: MadeDowntime, closing: DowntimeStateChangedV1): Promise<boolean> =>
  inTransaction(deps.pool, async (tx) => {
    if (!(await endMadeDowntime(tx, downtimeId, deps.now()))) return false
    await tell(deps, tx, closing)
    return true
  })

/** Tells an event as disorder has it: at once, twice, later, or with noise beside it. */
async function tell(
  { seed, shares, counts, now }: CauseDeps,
  tx: Parameters<typeof enqueue>[0],
  event: DowntimeStateChangedV1,
): Promise<void> {
  const { delivery, noise } = disorderOf(seed, event.id, shares)
  const message = { topic: DOWNTIME, ...recordOf(event) }
  const nowMs = now().getTime()
  counts.add(nameOf(event))
  if (delivery !== undefined) counts.add(delivery)
  if (delivery === 'late' || delivery === 'reordered') await holdBack(tx, message, new Date(nowMs + heldMs(seed, event.id, delivery)))
  else await enqueue(tx, [message, ...(delivery === 'duplicate' ? [message] : [])].map(kafkaMessage))
  const beside = noise === undefined ? undefined : noiseRecord(seed, event, noise, nowMs)
  if (beside === undefined) return
  counts.add(noise as string)
  await enqueue(tx, [kafkaMessage({ topic: DOWNTIME, ...beside })])
}

function heldMs(seed: number, name: string, delivery: 'late' | 'reordered'): number {
  const random = randomFor(seed, 'held', name)
  return delivery === 'late' ? random.whole(1, LATE_MINUTES_MAX) * MINUTE_MS : random.whole(1, REORDERED_MS_MAX)
}
