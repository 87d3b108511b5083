import type { TelemetryExamsCountedV1, TelemetryReadingV1 } from '@imaging/schemas'
import {
  countsExams,
  examCount,
  exampleOpenHours,
  isSilent,
  readingsAt,
  troubleAt,
  WARNING_MS,
  without,
  type FleetAsset,
  type Situation,
} from '../domain/index.ts'
import type { Example } from './example.ts'
import { instant, told } from './told.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
const TEN_MINUTES_MS = 600_000
/** How far back readings and exam counts go. */
const TELEMETRY_DAYS = 14
/** A gateway sends what it read within seconds. */
const SENT_AFTER_MS = 3_000
/** A RIS counts an hour a little after it is over. */
const COUNTED_AFTER_MS = 120_000
/** A silent feed was last heard so long before the back-fill ends: yesterday at about this time. */
const SILENT_FOR_MS = 26 * HOUR_MS

/** What an asset's gateway sends at an instant; nothing where there is nothing to send. */
export function readingEvent(seed: number, asset: FleetAsset, atMs: number, situation: Situation): TelemetryReadingV1 | undefined {
  const readings = readingsAt(seed, asset, atMs, situation)
  if (readings.length === 0) return undefined
  return told({
    seed,
    asset,
    speaker: 'gateway',
    name: 'telemetry.reading.v1',
    toldMs: atMs + SENT_AFTER_MS,
    about: [atMs],
    data: { assetId: asset.assetId, observedAt: instant(atMs), readings: [...readings] },
  })
}

/** What a RIS counted on an asset in the hour from an instant on, given when the asset could be used. */
export function examsEvent(
  seed: number,
  asset: FleetAsset,
  fromMs: number,
  usable: Parameters<typeof examCount>[3],
): TelemetryExamsCountedV1 {
  const { exams, lastExamMs } = examCount(seed, asset, fromMs, usable)
  const toMs = fromMs + HOUR_MS
  return told({
    seed,
    asset,
    speaker: 'ris',
    name: 'telemetry.exams-counted.v1',
    toldMs: toMs + COUNTED_AFTER_MS,
    about: [fromMs],
    data: {
      assetId: asset.assetId,
      from: instant(fromMs),
      to: instant(toMs),
      exams,
      ...(lastExamMs !== undefined && { lastExamAt: instant(lastExamMs) }),
    },
  })
}

/** Things that are told one after another and counted, so that a restart goes on where it stopped. */
export interface Sequence<Item> {
  readonly total: number
  at(index: number): Item | undefined
}

/** The readings of the back-fill in time order: hourly for a fortnight, every ten minutes for the last day. */
export function readingSequence(example: Example): Sequence<TelemetryReadingV1> {
  const { seed, filledToMs } = example
  const assets = example.assets.filter(({ connected }) => connected)
  const instants = readingInstants(filledToMs)
  const isInUse = openAt(example)
  return {
    total: instants.length * assets.length,
    at(index) {
      const asset = assets[index % assets.length] as FleetAsset
      const atMs = instants[Math.floor(index / assets.length)] as number
      if (atMs < example.fromMs(asset) || (isSilent(asset) && atMs > filledToMs - SILENT_FOR_MS)) return undefined
      const trouble = troubleAt(example.episodesOf(asset), atMs, WARNING_MS)
      return readingEvent(seed, asset, atMs, { inUse: isInUse(asset, atMs), ...trouble })
    },
  }
}

function readingInstants(filledToMs: number): readonly number[] {
  const instants: number[] = []
  const lastDayMs = filledToMs - DAY_MS
  for (let ms = Math.ceil((filledToMs - TELEMETRY_DAYS * DAY_MS) / HOUR_MS) * HOUR_MS; ms < lastDayMs; ms += HOUR_MS) instants.push(ms)
  for (let ms = Math.ceil(lastDayMs / TEN_MINUTES_MS) * TEN_MINUTES_MS; ms + SENT_AFTER_MS <= filledToMs; ms += TEN_MINUTES_MS)
    instants.push(ms)
  return instants
}

/** The exam counts of the back-fill in time order: every hour that had been counted when it ends. */
export function examSequence(example: Example): Sequence<TelemetryExamsCountedV1> {
  const { seed, filledToMs } = example
  const assets = example.assets.filter(({ classId }) => countsExams(classId))
  const firstMs = Math.ceil((filledToMs - TELEMETRY_DAYS * DAY_MS) / HOUR_MS) * HOUR_MS
  const hours = Math.floor((filledToMs - COUNTED_AFTER_MS - firstMs) / HOUR_MS)
  return {
    total: hours * assets.length,
    at(index) {
      const asset = assets[index % assets.length] as FleetAsset
      const fromMs = firstMs + Math.floor(index / assets.length) * HOUR_MS
      if (fromMs < example.fromMs(asset)) return undefined
      const out = example.episodesOf(asset).flatMap((one) => (one.kind === 'limited' ? [] : [{ fromMs: one.fromMs, toMs: one.backMs }]))
      return examsEvent(seed, asset, fromMs, without(exampleOpenHours(asset, fromMs, fromMs + HOUR_MS), out))
    },
  }
}

/** Whether an asset is in its hours of use; looked up once for each pattern of hours. */
function openAt({ assets, filledToMs }: Example): (asset: FleetAsset, atMs: number) => boolean {
  const open = new Map<string, readonly { readonly fromMs: number; readonly toMs: number }[]>()
  for (const asset of assets)
    if (!open.has(asset.hours)) open.set(asset.hours, exampleOpenHours(asset, filledToMs - (TELEMETRY_DAYS + 1) * DAY_MS, filledToMs))
  return ({ hours }, atMs) => open.get(hours)?.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs) ?? false
}
