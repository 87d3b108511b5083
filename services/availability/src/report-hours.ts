import type { AssetHistory, CountedStretch, HoursDefinition } from '@imaging/availability/domain'
import { countedIn, type Window } from './asset-figures.ts'
import { assetLabel } from './fleet.ts'
import type { RegisteredAsset } from './register.ts'

export interface HoursAsked {
  readonly assets: readonly RegisteredAsset[]
  readonly histories: ReadonlyMap<string, AssetHistory>
  readonly window: Window
  readonly definition: HoursDefinition
  /** Only what counts under this cause; everything, where left out. */
  readonly cause: string | undefined
}

/** A stretch of one scanner's time that went into the hours of a report. */
export interface AssetStretch extends CountedStretch {
  readonly assetId: string
  readonly assetName: string
}

export interface ReportHours {
  /** Of the stretches, which all have the cause asked for. */
  readonly countedMs: number
  readonly assets: number
  /** Every cause, whichever was asked for, the greatest first. */
  readonly byCause: readonly { readonly cause: string; readonly countedMs: number }[]
  /** Those that count most first. */
  readonly stretches: readonly AssetStretch[]
}

/** The time behind one number of the downtime report: what it adds up to, by cause, and stretch by stretch. */
export function reportHours({ assets, histories, window, definition, cause }: HoursAsked): ReportHours {
  const all = assets.flatMap((registered) => {
    const history = histories.get(registered.asset.assetId)
    return history === undefined ? [] : stretchesOf(registered, history, window, definition)
  })
  const stretches = cause === undefined ? all : all.filter((stretch) => stretch.cause === cause)
  return {
    countedMs: sumMs(stretches),
    assets: new Set(stretches.map(({ assetId }) => assetId)).size,
    byCause: [...Map.groupBy(all, (stretch) => stretch.cause)]
      .map(([name, members]) => ({ cause: name, countedMs: sumMs(members) }))
      .toSorted((left, right) => right.countedMs - left.countedMs || (left.cause < right.cause ? -1 : 1)),
    stretches: stretches.toSorted(
      (left, right) => right.countedMs - left.countedMs || left.fromMs - right.fromMs || (left.assetId < right.assetId ? -1 : 1),
    ),
  }
}

function stretchesOf(registered: RegisteredAsset, history: AssetHistory, window: Window, definition: HoursDefinition): AssetStretch[] {
  const { assetId } = registered.asset
  const assetName = assetLabel(registered)
  return countedIn(registered, history, window, definition).map((stretch) => ({ ...stretch, assetId, assetName }))
}

const sumMs = (stretches: readonly CountedStretch[]): number => stretches.reduce((sum, { countedMs }) => sum + countedMs, 0)

/**
 * The events of the ledger behind a stretch: the report that made the state, and the step, lost session or missing signal that
 * decided the rest.
 */
export function eventIdsOf({ eventId, decidedByEventId, silent, fromMs }: CountedStretch, { health }: AssetHistory): string[] {
  const silence = silent ? health.findLast(({ atMs }) => atMs <= fromMs)?.eventId : undefined
  return [...new Set([eventId, decidedByEventId, silence])].filter((id) => id !== undefined)
}
