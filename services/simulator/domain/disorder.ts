import { randomFor } from './seeded-random.ts'

/** Ways in which a true record reaches the log otherwise than once and in order. It stays true, and counts once. */
export const DELIVERIES = ['late', 'duplicate', 'reordered'] as const
export type Delivery = (typeof DELIVERIES)[number]

/** Kinds of records that stand beside the true ones and must not count. */
export const NOISES = ['skewed', 'malformed', 'schemaFault', 'unknownAsset', 'impossibleUnit', 'wrongSource'] as const
export type Noise = (typeof NOISES)[number]

/** Of all true records, the share that each disorder befalls. */
export type DisorderShares = Readonly<Record<Delivery | Noise, number>>

/** No disorder at all. */
export const NO_DISORDER: DisorderShares = {
  late: 0,
  duplicate: 0,
  reordered: 0,
  skewed: 0,
  malformed: 0,
  schemaFault: 0,
  unknownAsset: 0,
  impossibleUnit: 0,
  wrongSource: 0,
}

/** What befalls one record. */
export interface Disorder {
  readonly delivery?: Delivery
  readonly noise?: Noise
}

/** What befalls the record of that name: the same for the same seed, whenever it is asked. */
export function disorderOf(seed: number, name: string, shares: DisorderShares): Disorder {
  const random = randomFor(seed, 'disorder', name)
  const delivery = drawn(DELIVERIES, shares, random.unit())
  const noise = drawn(NOISES, shares, random.unit())
  return { ...(delivery !== undefined && { delivery }), ...(noise !== undefined && { noise }) }
}

function drawn<Kind extends Delivery | Noise>(kinds: readonly Kind[], shares: DisorderShares, unit: number): Kind | undefined {
  let left = unit
  for (const kind of kinds) {
    left -= shares[kind]
    if (left < 0) return kind
  }
  return undefined
}

/** A reordered record is overtaken by at most so many others. */
const OVERTAKEN_BY_MAX = 20

/** One thing to deliver, with what befalls it. */
export interface Delivered<Item> {
  readonly item: Item
  readonly delivery?: Delivery
}

/**
 * The order in which items are delivered: late ones at the end, reordered ones a little after their turn, duplicates a second
 * time. Nothing is lost.
 */
export function deliveryOrder<Item>(seed: number, items: readonly Delivered<Item>[]): readonly Item[] {
  const random = randomFor(seed, 'delivery', items.length)
  const turns = items.flatMap(({ item, delivery }, index) => {
    if (delivery === 'late') return [{ item, turn: items.length + index }]
    const overtaken = random.whole(1, OVERTAKEN_BY_MAX) + 0.5
    if (delivery === 'reordered') return [{ item, turn: index + overtaken }]
    return delivery === 'duplicate'
      ? [
          { item, turn: index },
          { item, turn: index + overtaken },
        ]
      : [{ item, turn: index }]
  })
  return turns.toSorted((one, other) => one.turn - other.turn).map(({ item }) => item)
}
