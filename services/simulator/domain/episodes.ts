import { classBehaviours, failuresPerYear, type RepairHours } from './class-behaviour.ts'
import { YEAR_MS } from './example-period.ts'
import type { FleetAsset } from './fleet.ts'
import { randomFor, type Random } from './seeded-random.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** One stretch in which an asset was not plainly in use, before it is told as events. */
export interface Episode {
  readonly assetId: string
  readonly kind: 'failure' | 'limited' | 'service' | 'external'
  readonly cause: string
  readonly fault?: string
  readonly fromMs: number
  /** When the engineer hands back, the service ends or the power returns. */
  readonly mendedMs: number
  /** When it is in use again: after the checks, where there are any. */
  readonly backMs: number
  /** Set for a planned service: when it was agreed to end. */
  readonly agreedEndMs?: number
  readonly neededPart: boolean
}

/** Nothing shorter than this is told, and a machine works at least this long between two failures. */
const SHORTEST_MS = 10 * MINUTE_MS
const GAP_MS = 2 * HOUR_MS
/** One failure in five leaves the machine able to do some of its work. */
const LIMITED_SHARE = 0.2
/** A site loses power or chilled water about this often a year; heat makes it likelier in summer. */
const SITE_OUTAGES_PER_YEAR = 1.5
/** A machine out of support waits longer for a part. */
const PART_SHARE = 0.35

/** What happened to an asset between two instants, in order and without overlap: failures, services, outages of its site. */
export function episodesOf(seed: number, asset: FleetAsset, fromMs: number, toMs: number): readonly Episode[] {
  const all = [...failures(seed, asset, fromMs, toMs), ...services(seed, asset, fromMs, toMs), ...siteOutages(seed, asset, fromMs, toMs)]
  return withoutOverlap(all.toSorted((a, b) => a.fromMs - b.fromMs))
}

/** Drops what would begin while another episode lasts, or too soon after it: a machine that is down cannot fail. */
export function withoutOverlap(sorted: readonly Episode[]): readonly Episode[] {
  const kept: Episode[] = []
  for (const episode of sorted) {
    const last = kept.at(-1)
    if (last === undefined || episode.fromMs >= last.backMs + GAP_MS) kept.push(episode)
  }
  return kept
}

function failures(seed: number, asset: FleetAsset, fromMs: number, toMs: number): Episode[] {
  const random = randomFor(seed, 'failures', asset.assetId)
  const found: Episode[] = []
  for (let atMs = fromMs; ;) {
    const ageYears = (atMs - (asset.refreshedMs ?? asset.installedMs)) / YEAR_MS
    atMs += random.exponential(YEAR_MS / failuresPerYear(asset.classId, ageYears))
    if (atMs >= toMs) return found
    const episode = failure(asset, wholeMinute(atMs), random)
    found.push(episode)
    atMs = episode.backMs
  }
}

/** One failure of an asset from an instant on, drawn as its class fails. */
export function failure(asset: FleetAsset, fromMs: number, random: Random): Episode {
  const behaviour = classBehaviours[asset.classId]
  const cause = random.weighted(behaviour.causes)
  const limited = random.chance(LIMITED_SHARE)
  const repairMs = Math.max(SHORTEST_MS, wholeMinute(repairHours(behaviour.repairHours, random) * HOUR_MS))
  const checksMs = wholeMinute(Math.min(4, random.logNormal(-0.6, 0.5)) * HOUR_MS)
  return {
    assetId: asset.assetId,
    kind: limited ? 'limited' : 'failure',
    cause,
    fault: `${cause}-${random.whole(1, 9)}`,
    fromMs,
    mendedMs: fromMs + repairMs,
    backMs: fromMs + repairMs + Math.max(SHORTEST_MS, checksMs),
    neededPart: repairMs > 5 * HOUR_MS && random.chance(PART_SHARE),
  }
}

function repairHours(mixture: RepairHours, random: Random): number {
  const [mu, sigma] = random.weighted(mixture.map(([share, mean, spread]) => [[mean, spread] as const, share] as const))
  return random.logNormal(mu, sigma)
}

/** Services fall on weekday mornings, evenly over the year, and now and then run past their agreed end. */
function services(seed: number, asset: FleetAsset, fromMs: number, toMs: number): Episode[] {
  const { perYear, hours } = classBehaviours[asset.classId].services
  const random = randomFor(seed, 'services', asset.assetId)
  const everyMs = YEAR_MS / perYear
  const found: Episode[] = []
  for (let atMs = fromMs + random.unit() * everyMs; atMs < toMs; atMs += everyMs) {
    const startMs = weekdayMorning(atMs)
    const agreedEndMs = startMs + hours * HOUR_MS
    const overrunMs = random.chance(0.1) ? wholeMinute(random.between(0.5, 3) * HOUR_MS) : 0
    const earlyMs = overrunMs === 0 ? wholeMinute(random.between(0, 0.15) * hours * HOUR_MS) : 0
    const mendedMs = agreedEndMs + overrunMs - earlyMs
    found.push({
      assetId: asset.assetId,
      kind: 'service',
      cause: 'planned-service',
      fromMs: startMs,
      mendedMs,
      backMs: mendedMs,
      agreedEndMs,
      neededPart: false,
    })
  }
  return found
}

/** 8am in winter, 9am in summer; close enough for an invented service. */
function weekdayMorning(ms: number): number {
  const morning = new Date(ms)
  morning.setUTCHours(8, 0, 0, 0)
  const weekday = morning.getUTCDay()
  if (weekday === 0 || weekday === 6) morning.setUTCDate(morning.getUTCDate() + (weekday === 6 ? 2 : 1))
  return morning.getTime()
}

/** Power and chilled water take several machines of a site down together. */
function siteOutages(seed: number, asset: FleetAsset, fromMs: number, toMs: number): Episode[] {
  const random = randomFor(seed, 'site-outages', asset.siteCode)
  const found: Episode[] = []
  for (let atMs = fromMs; ;) {
    atMs += random.exponential(YEAR_MS / SITE_OUTAGES_PER_YEAR)
    if (atMs >= toMs) return found
    const summer = [5, 6, 7].includes(new Date(atMs).getUTCMonth())
    const cause = random.chance(summer ? 0.8 : 0.4) ? 'chilled-water' : 'power'
    const startMs = wholeMinute(atMs)
    const endMs = startMs + wholeMinute(random.between(0.5, 8) * HOUR_MS)
    if (isAffected(asset, cause))
      found.push({ assetId: asset.assetId, kind: 'external', cause, fromMs: startMs, mendedMs: endMs, backMs: endMs, neededPart: false })
  }
}

const isAffected = ({ classId }: FleetAsset, cause: string): boolean =>
  cause === 'chilled-water' ? ['mri', 'ct', 'pet-ct'].includes(classId) : !['ultrasound', 'mobile-x-ray'].includes(classId)

const wholeMinute = (ms: number): number => Math.round(ms / MINUTE_MS) * MINUTE_MS
