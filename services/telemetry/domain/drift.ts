import { median } from './median.ts'

/** What is normal for a channel: known for the class, or learned from the asset's own first readings. */
export type Normal =
  | { readonly from: 'class'; readonly centre: number; readonly scale: number }
  | {
      readonly from: 'own-first-readings'
      /** Keeps a channel that hardly moved at first from calling every flicker a drift. In the channel's unit. */
      readonly scaleAtLeast: number
    }

/** A channel's share in a drift. Signs say which way is bad. */
export interface DriftChannel {
  readonly channel: string
  readonly normal: Normal
  /** Weight of how far the channel now is from its normal. */
  readonly levelWeight: number
  /** Weight of how far the channel has lately moved away from where it slowly was. */
  readonly trendWeight: number
}

/** Several channels weighed into one index, by how far each has moved from what is normal for this asset. */
export interface DriftRule {
  readonly channels: readonly DriftChannel[]
  /** Added to the weighted sum. */
  readonly offset: number
  /** Memory of the quick average that stands for "now". */
  readonly fastMs: number
  /** Memory of the slow average that stands for "lately". */
  readonly slowMs: number
  /** Readings of each channel before the index is known; the asset's own normal is learned from them. */
  readonly warmUpReadings: number
}

/** What one channel's drift remembers. */
export interface DriftMemory {
  /** Readings so far, counted no further than the warm-up. */
  readonly count: number
  readonly atMs: number
  /** First readings, kept only until the normal is learned from them. */
  readonly first: readonly number[]
  readonly centre: number | null
  readonly scale: number | null
  /** Averages in standard deviations from the normal. */
  readonly fast: number
  readonly slow: number
}

/** How far one channel has drifted, in standard deviations. */
export interface DriftTerms {
  readonly level: number
  readonly trend: number
}

/** A reading further out counts as this far out, so that one wild value cannot raise a condition. In standard deviations. */
const OUTLIER_SD = 12

/** However long the pause before it, one reading never counts for more than half of the quick average. */
const WEIGHT_MAX = 0.5

/** Turns a median absolute deviation into a standard deviation, for normally distributed noise. */
const SD_PER_MAD = 1.4826

/** A memory that changes in place: readings of a batch are taken into one after the other. */
export interface WorkingDrift {
  count: number
  atMs: number
  first: number[]
  centre: number | null
  scale: number | null
  fast: number
  slow: number
}

/** A working copy of a memory; of nothing before the first reading. */
export const openDrift = (memory: DriftMemory | undefined): WorkingDrift =>
  memory === undefined
    ? { count: 0, atMs: 0, first: [], centre: null, scale: null, fast: 0, slow: 0 }
    : { ...memory, first: [...memory.first] }

/** A channel's memory after one more reading; `takeInDrift` says how. */
export function stepDrift(
  rule: DriftRule,
  channel: DriftChannel,
  memory: DriftMemory | undefined,
  atMs: number,
  value: number,
): DriftMemory {
  const working = openDrift(memory)
  takeInDrift(rule, channel, working, atMs, value)
  return working
}

/**
 * Takes one more reading into a channel's memory.
 *
 * While the asset's own normal is being learned the averages rest at zero. The normal is the median of the first readings and their
 * median absolute deviation, so that a few wild ones among them do no harm. It then stays: a slow drift is never taken for normal.
 *
 * @param atMs Later than the memory's last reading.
 */
export function takeInDrift(rule: DriftRule, { normal }: DriftChannel, memory: WorkingDrift, atMs: number, value: number): void {
  const { count: before, atMs: lastAtMs } = memory
  memory.count = Math.min(before + 1, rule.warmUpReadings)
  memory.atMs = atMs
  if (normal.from === 'own-first-readings' && memory.centre === null) {
    memory.first.push(value)
    if (memory.first.length >= rule.warmUpReadings) learnNormal(memory, normal.scaleAtLeast)
    return
  }
  if (memory.first.length > 0) memory.first = []
  const centre = (memory.centre ??= normal.from === 'class' ? normal.centre : 0)
  const scale = (memory.scale ??= normal.from === 'class' ? normal.scale : 1)
  const deviation = Math.max(-OUTLIER_SD, Math.min(OUTLIER_SD, (value - centre) / scale))
  // The first few readings are averaged evenly: none of them is yet "lately".
  const evenly = normal.from === 'class' && before < rule.warmUpReadings ? 1 / (before + 1) : 0
  memory.fast = moved(memory.fast, deviation, atMs - lastAtMs, rule.fastMs, evenly)
  memory.slow = moved(memory.slow, deviation, atMs - lastAtMs, rule.slowMs, evenly)
}

function learnNormal(memory: WorkingDrift, scaleAtLeast: number): void {
  const { first } = memory
  const centre = median(first)
  const mad = median(first.map((each) => Math.abs(each - centre)))
  memory.centre = centre
  memory.scale = Math.max(SD_PER_MAD * mad, scaleAtLeast)
  memory.first = []
}

function moved(average: number, deviation: number, passedMs: number, memoryMs: number, weightAtLeast: number): number {
  const weight = Math.max(weightAtLeast, Math.min(WEIGHT_MAX, 1 - Math.exp(-passedMs / memoryMs)))
  return average + weight * (deviation - average)
}

/** How far one channel has drifted, or undefined until it is warmed up. */
export function driftTerms(rule: DriftRule, memory: DriftMemory | undefined): DriftTerms | undefined {
  if (memory === undefined || memory.count < rule.warmUpReadings) return undefined
  return { level: memory.fast, trend: memory.fast - memory.slow }
}

/**
 * The weighted sum of what every channel has drifted.
 *
 * @returns Undefined until every channel is warmed up: half the evidence is not a smaller drift.
 */
export function driftIndex(rule: DriftRule, memories: Readonly<Record<string, DriftMemory>>): number | undefined {
  let index = rule.offset
  for (const { channel, levelWeight, trendWeight } of rule.channels) {
    const terms = driftTerms(rule, memories[channel])
    if (terms === undefined) return undefined
    index += levelWeight * terms.level + trendWeight * terms.trend
  }
  return index
}
