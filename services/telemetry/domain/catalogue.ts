import type { Channel } from './channel.ts'
import type { ClassSheet } from './class-sheet.ts'
import { channelsOf, trendsOf, type ConditionRule } from './condition-rule.ts'
import { SLOPE_POINTS_MIN } from './slope.ts'

/** A class sheet made ready to be looked things up in. */
export interface ClassCatalogue {
  readonly sheet: ClassSheet
  readonly channels: ReadonlyMap<string, Channel>
  /** The conditions that watch a channel. */
  readonly watchedBy: ReadonlyMap<string, readonly ConditionRule[]>
}

/** Class sheets by class id. */
export type Catalogue = ReadonlyMap<string, ClassCatalogue>

/** Contracts name a condition by asset (30), kind and instant (13) in at most 80 characters. */
const KIND_LENGTH_MAX = 35

/**
 * Makes a catalogue of class sheets.
 *
 * @throws {RangeError} When a sheet contradicts itself; the message names the class, the place and the remedy.
 */
export function catalogueOf(sheets: readonly ClassSheet[]): Catalogue {
  const catalogue = new Map<string, ClassCatalogue>()
  for (const sheet of sheets) {
    if (catalogue.has(sheet.classId)) throw new RangeError(`Class ${sheet.classId} has two sheets: keep one.`)
    catalogue.set(sheet.classId, classCatalogue(sheet))
  }
  return catalogue
}

function classCatalogue(sheet: ClassSheet): ClassCatalogue {
  const refuse = (place: string, remedy: string): never => {
    throw new RangeError(`Class ${sheet.classId}, ${place}: ${remedy}`)
  }
  const channels = new Map<string, Channel>()
  for (const channel of sheet.channels) {
    const place = `channel ${channel.channel}`
    if (channels.has(channel.channel)) refuse(place, 'listed twice; keep one.')
    if (!(channel.possible.from < channel.possible.to)) refuse(place, 'the possible range is empty; its start must lie below its end.')
    if (!(channel.everyMs > 0)) refuse(place, 'the time between readings must be above zero.')
    if (channel.alsoIn?.[channel.unit] !== undefined) refuse(place, `${channel.unit} is its own unit and needs no conversion.`)
    channels.set(channel.channel, channel)
  }
  const kinds = new Set<string>()
  const watchedBy = new Map<string, ConditionRule[]>()
  for (const rule of sheet.conditions) {
    const fault = faultOf(rule, channels)
    if (fault !== undefined) refuse(`condition ${rule.kind}`, fault)
    if (kinds.has(rule.kind)) refuse(`condition ${rule.kind}`, 'listed twice; keep one.')
    kinds.add(rule.kind)
    for (const channel of channelsOf(rule)) watchedBy.set(channel, [...(watchedBy.get(channel) ?? []), rule])
  }
  return { sheet, channels, watchedBy }
}

function faultOf(rule: ConditionRule, channels: ReadonlyMap<string, Channel>): string | undefined {
  if (rule.kind.length > KIND_LENGTH_MAX) return `its name is longer than ${KIND_LENGTH_MAX} characters; shorten it.`
  const unknown = channelsOf(rule).find((channel) => !channels.has(channel))
  if (unknown !== undefined) return `it watches ${unknown}, which is not a channel of this class; add the channel or correct the name.`
  if (channelsOf(rule).length === 0) return 'it watches nothing; name a channel.'
  const trends = trendsOf(rule)
  if (new Set(trends.map(([channel]) => channel)).size < trends.length) return 'it looks at two trends of one channel; keep one window.'
  const short = trends.find(([channel, overMs]) => overMs < (SLOPE_POINTS_MIN - 1) * (channels.get(channel)?.everyMs ?? 0))
  if (short !== undefined) return `the window of ${short[0]} is too short for a trend; make it at least ${SLOPE_POINTS_MIN} readings long.`
  const { side, levels } = rule.latch
  if (levels.length === 0) return 'it has no level; give it at least one.'
  const isInside = side === 'above' ? levels.every((l) => l.clearAt < l.raiseAt) : levels.every((l) => l.clearAt > l.raiseAt)
  if (!isInside) return 'a level clears where it is raised and would flap; set clearAt back from raiseAt.'
  const isOrdered = levels.every((l, i) => i === 0 || (side === 'above' ? l.raiseAt > before(levels, i) : l.raiseAt < before(levels, i)))
  if (!isOrdered) return 'its levels are not in order; list them from the mildest to the gravest.'
  return undefined
}

const before = (levels: ConditionRule['latch']['levels'], i: number): number => levels[i - 1]?.raiseAt ?? Number.NaN

/** The limits pages draw beside a channel: where its mildest threshold condition begins, below and above. */
export function channelLimits(catalogue: Catalogue, classId: string, channel: string): { readonly low?: number; readonly high?: number } {
  const rules = catalogue.get(classId)?.watchedBy.get(channel) ?? []
  const mildest = (side: 'above' | 'below'): readonly number[] =>
    rules
      .filter((rule) => rule.watched.by === 'threshold' && rule.latch.side === side)
      .flatMap((rule) => rule.latch.levels[0]?.raiseAt ?? [])
  const lows = mildest('below')
  const highs = mildest('above')
  return { ...(lows.length > 0 && { low: Math.max(...lows) }), ...(highs.length > 0 && { high: Math.min(...highs) }) }
}
