import { calendarOf, instantOf, type Calendar } from '@imaging/calendar'
import type { AssetSnapshot, ClassSnapshot, ContractSnapshot, SiteSnapshot } from '@imaging/schemas'
import type { SnapshotCache } from '@imaging/service'
import type { ContractTerms } from '@imaging/availability/domain'

export const REGISTER_TOPICS = ['imaging.assets', 'imaging.sites', 'imaging.contracts', 'imaging.classes'] as const

/** An asset with the hours its figures are counted in. */
export interface RegisteredAsset {
  readonly asset: AssetSnapshot
  /** Midnight in London of the day it was installed: before it nothing could be available or lost. */
  readonly installedMs: number
  readonly site: SiteSnapshot | undefined
  readonly assetClass: ClassSnapshot | undefined
  readonly contract: ContractSnapshot | undefined
  readonly operatingHours: Calendar
  /** The template of planned sessions; the operating hours where none is kept. */
  readonly sessions: Calendar
  readonly terms: readonly ContractTerms[]
}

/** What this service knows of the register. */
export interface Register {
  refresh(): Promise<void>
  find(assetId: string): RegisteredAsset | undefined
  all(): readonly RegisteredAsset[]
}

/** The register as last published, with calendars made once for each version of it. */
export function createRegister(cache: SnapshotCache): Register {
  let version = -1
  let byId = new Map<string, RegisteredAsset>()
  const current = (): ReadonlyMap<string, RegisteredAsset> => {
    if (version !== cache.version()) {
      version = cache.version()
      const calendars = sharedCalendars()
      byId = new Map(cache.all<AssetSnapshot>('imaging.assets').map((asset) => [asset.assetId, registered(asset, cache, calendars)]))
    }
    return byId
  }
  return {
    refresh: () => cache.refresh(),
    find: (assetId) => current().get(assetId),
    all: () => [...current().values()],
  }
}

/** Makes each set of hours once: a calendar remembers what it worked out, and most assets share theirs. */
export function sharedCalendars(): (hours: AssetSnapshot['operatingHours']) => Calendar {
  const made = new Map<string, Calendar>()
  return (hours) => {
    const key = JSON.stringify(hours)
    const known = made.get(key)
    if (known !== undefined) return known
    const calendar = calendarOf(hours)
    made.set(key, calendar)
    return calendar
  }
}

function registered(asset: AssetSnapshot, cache: SnapshotCache, calendar: ReturnType<typeof sharedCalendars>): RegisteredAsset {
  return {
    ...withHours(
      asset,
      asset.contractId === undefined ? undefined : cache.get<ContractSnapshot>('imaging.contracts', asset.contractId),
      calendar,
    ),
    site: cache.get<SiteSnapshot>('imaging.sites', asset.siteCode),
    assetClass: cache.get<ClassSnapshot>('imaging.classes', asset.classId),
  }
}

/** An asset with its calendars and terms made ready, wherever they came from. */
export function withHours(
  asset: AssetSnapshot,
  contract: ContractSnapshot | undefined,
  calendar: ReturnType<typeof sharedCalendars>,
): RegisteredAsset {
  const operatingHours = calendar(asset.operatingHours)
  return {
    asset,
    installedMs: instantOf(asset.installed),
    site: undefined,
    assetClass: undefined,
    contract,
    operatingHours,
    sessions: asset.sessionHours === undefined ? operatingHours : calendar(asset.sessionHours),
    terms: contract === undefined ? [] : termsOf(contract, calendar),
  }
}

/** A contract's dated terms as the domain counts by them. Dates begin at midnight in London. */
export function termsOf({ contractId, terms }: ContractSnapshot, calendar: ReturnType<typeof sharedCalendars>): readonly ContractTerms[] {
  return terms.map((one) => ({
    contractId,
    fromMs: instantOf(one.from),
    ...(one.to === undefined ? {} : { toMs: instantOf(one.to) }),
    cover: calendar(one.coverHours),
    coverIncludesPlannedWork: one.countsAgreedPlannedWork,
    degradedWeight: one.degradedWeight,
    clockStarts: one.clockStarts,
    clockStops: one.clockEnds,
    lostHours: one.clockRuns === 'elapsed' ? 'elapsed' : 'cover',
    pauseReasons: ['no-access', 'awaiting-customer-checks'],
    excludedCauses: one.excludedCauses,
  }))
}
