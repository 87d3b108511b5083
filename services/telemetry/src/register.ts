import { calendarOf, type Calendar } from '@imaging/calendar'
import type { AssetSnapshot } from '@imaging/schemas'
import type { SnapshotCache } from '@imaging/service'

export const REGISTER_TOPICS = ['imaging.assets'] as const

export interface KnownAsset {
  readonly asset: AssetSnapshot
  readonly operatingHours: Calendar
}

/** What this service knows of the register: which assets there are, whose they are, and when they are in use. */
export interface Register {
  refresh(): Promise<void>
  find(assetId: string): KnownAsset | undefined
  all(): readonly KnownAsset[]
}

export function createRegister(cache: SnapshotCache): Register {
  let version = -1
  let byId = new Map<string, KnownAsset>()
  const current = (): ReadonlyMap<string, KnownAsset> => {
    if (version !== cache.version()) {
      version = cache.version()
      const calendars = new Map<string, Calendar>()
      byId = new Map(
        cache.all<AssetSnapshot>('imaging.assets').map((asset) => [asset.assetId, { asset, operatingHours: calendar(asset, calendars) }]),
      )
    }
    return byId
  }
  return { refresh: () => cache.refresh(), find: (assetId) => current().get(assetId), all: () => [...current().values()] }
}

/** Most assets share their hours with others; each set is worked out once. */
function calendar({ operatingHours }: AssetSnapshot, made: Map<string, Calendar>): Calendar {
  const key = JSON.stringify(operatingHours)
  const known = made.get(key) ?? calendarOf(operatingHours)
  made.set(key, known)
  return known
}
