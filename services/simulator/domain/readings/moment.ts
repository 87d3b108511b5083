import type { FleetAsset } from '../fleet.ts'
import { randomFor, type Random } from '../seeded-random.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** What a scanner's sensors say of one thing. */
export interface Reading {
  readonly channel: string
  readonly value: number
  readonly unit: string
}

/** A failure that lasts or comes, and for how long before it the last signs show. */
export interface Trouble {
  readonly cause: string
  readonly fromMs: number
  readonly warningMs: number
}

/** What is going on at a scanner when its sensors are read. */
export interface Situation {
  /** Whether patients are scanned now, as far as hours of use go. */
  readonly inUse: boolean
  /** What keeps it from being used now. */
  readonly outage?: Trouble
  /** The next failure, if it is known. */
  readonly ahead?: Trouble
}

/** A situation made ready for the sensors of any class. */
export interface Moment {
  readonly asset: FleetAsset
  readonly atMs: number
  readonly isHourly: boolean
  readonly isDaily: boolean
  /** How busy the scanner is: 0 to 1. */
  readonly load: number
  /** 0 in winter, 1 in the middle of summer. */
  readonly summer: number
  readonly random: Random
  /** The asset's own constant of that name, 0 to 1: no two machines are alike. */
  own(name: string): number
  /** How far the early signs of a failure of that cause have grown: 0 to 1 when it fails, and 0 where it fails without a sign. */
  early(cause: string): number
  /** How far the last signs have grown, 0 to 1. */
  late(cause: string): number
  /** Hours since the last signs of that cause began, until it is mended; 0 when there is no trouble. */
  troubleHours(cause: string): number
  isOutOf(cause: string): boolean
}

/** Early signs show for so many times as long as the last ones. */
const EARLY_TIMES = 18
/** So many failures announce themselves; the others come from nowhere. */
const ANNOUNCED_SHARE = 0.7
const DAILY_AT_MS = 6 * HOUR_MS
/** Readings come at most once a minute. */
const STEP_MS = 60_000

/** The moment at a scanner: the same for the same seed, asset and instant. */
export function momentOf(seed: number, asset: FleetAsset, atMs: number, { inUse, outage, ahead }: Situation): Moment {
  const { assetId } = asset
  const random = randomFor(seed, 'readings', assetId, atMs)
  const isAnnounced = ({ fromMs }: Trouble): boolean => randomFor(seed, 'announced', assetId, fromMs).chance(ANNOUNCED_SHARE)
  const growth = (cause: string, times: number): number => {
    if (outage?.cause === cause) return 1
    if (ahead?.cause !== cause || !isAnnounced(ahead)) return 0
    return Math.max(0, 1 - (ahead.fromMs - atMs) / (times * ahead.warningMs))
  }
  const troubleHours = (cause: string): number => {
    const trouble = outage?.cause === cause ? outage : ahead?.cause === cause && isAnnounced(ahead) ? ahead : undefined
    if (trouble === undefined) return 0
    const sinceMs = trouble.fromMs - (isAnnounced(trouble) ? trouble.warningMs : 0)
    return Math.max(0, atMs - sinceMs) / HOUR_MS
  }
  const isBusy = inUse && outage === undefined
  return {
    asset,
    atMs,
    isHourly: atMs % HOUR_MS < STEP_MS,
    isDaily: (atMs - DAILY_AT_MS) % DAY_MS < STEP_MS,
    load: isBusy ? random.between(0.45, 0.9) : random.between(0, 0.04),
    summer: (1 - Math.cos(((dayOfYear(atMs) - 20) / 365) * 2 * Math.PI)) / 2,
    random,
    own: (name) => randomFor(seed, 'own', assetId, name).unit(),
    early: (cause) => growth(cause, EARLY_TIMES) ** 2,
    late: (cause) => growth(cause, 1),
    troubleHours,
    isOutOf: (cause) => outage?.cause === cause,
  }
}

const dayOfYear = (ms: number): number => (ms - Date.UTC(new Date(ms).getUTCFullYear(), 0, 1)) / DAY_MS

/** A reading, rounded as a sensor would. */
export const reading = (channel: string, value: number, unit: string): Reading => ({
  channel,
  value: Math.round(value * 1000) / 1000,
  unit,
})

/** A count or a flag. */
export const count = (channel: string, value: number): Reading => ({ channel, value: Math.max(0, Math.round(value)), unit: '1' })
