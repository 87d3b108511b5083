import {
  dailyShareLost,
  explainTechnical,
  segmentsWithin,
  contractualAvailability,
  type AssetHistory,
  type Segment,
} from '@imaging/availability/domain'
import { localDayBounds, localDateOf } from '@imaging/calendar'
import type { BoardRow, StateInterval } from '@imaging/schemas'
import { contractualSum, figureOf } from './figure-sum.ts'
import type { AssetNow } from './ledger-repository.ts'
import type { RegisteredAsset } from './register.ts'
import { reporterShown } from './told-event.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const BARS_DAYS = 90

export interface BoardQuestion {
  readonly registered: RegisteredAsset
  readonly history: AssetHistory
  readonly now: AssetNow | undefined
  readonly nowMs: number
  /** Whether it is shown to the trust that operates it. */
  readonly isOwn: boolean
}

/** One line of the live board: where the asset stands, its last day and quarter, and its uptime by contract. */
export function boardRow({ registered, history, now, nowMs, isOwn }: BoardQuestion): BoardRow {
  const { asset, site, assetClass, contract } = registered
  const segment = history.segments.findLast(({ fromMs }) => fromMs <= nowMs)
  const change = segment?.source.change
  const quarter = quarterOf(registered, history, nowMs)
  return {
    assetId: asset.assetId,
    name: asset.name,
    classId: asset.classId,
    className: assetClass?.name ?? asset.classId,
    siteCode: asset.siteCode,
    siteName: site?.name ?? asset.siteCode,
    trust: asset.operator,
    trustName: site?.trustName ?? asset.operator,
    ...optional({ supplierId: contract?.supplierId ?? asset.supplierId, supplierName: contract?.supplierName }),
    state: (now?.state ?? 'UNKNOWN') as BoardRow['state'],
    ...optional({ since: instant(now?.sinceMs), healthSince: instant(now?.healthSinceMs), downtimeId: now?.downtimeId }),
    health: (now?.health ?? 'NOT_CONNECTED') as BoardRow['health'],
    ...optional({
      cause: change?.cause as BoardRow['cause'],
      note: change?.note,
      agreedEnd: instant(change?.agreedEndMs),
      reportedBy: change === undefined ? undefined : reporterShown(change.reportedBy, isOwn),
    }),
    capabilities: asset.capabilities.map(({ code }) => code),
    ...optional({ canStill: change?.canStill === undefined ? undefined : [...change.canStill] }),
    last24h: lastDay(history, nowMs),
    last90Days: quarter.shares,
    hoursLost90Days: quarter.lostHours,
    uptime: quarter.uptime,
    ...optional({ uptimeTarget: contract?.terms.at(-1)?.uptimeTarget, slotsPerHour: assetClass?.slotsPerHour }),
    lostSessionHoursToday: lostToday(registered, history, nowMs),
  }
}

interface Quarter {
  readonly shares: number[]
  readonly lostHours: number
  readonly uptime: BoardRow['uptime']
}

/** The last 90 days change little within an hour: they are worked out once for each history and hour. */
const quarters = new WeakMap<AssetHistory, { readonly hour: number; readonly quarter: Quarter }>()

function quarterOf({ operatingHours, terms }: RegisteredAsset, history: AssetHistory, nowMs: number): Quarter {
  const hour = Math.floor(nowMs / HOUR_MS)
  const known = quarters.get(history)
  if (known?.hour === hour) return known.quarter
  const toMs = hour * HOUR_MS
  const fromMs = localDayBounds(localDateOf(toMs - (BARS_DAYS - 1) * DAY_MS)).fromMs
  const days = dailyShareLost({ history, hours: operatingHours, fromMs, toMs })
  const quarter = {
    shares: days.map(({ lostShare }) => (typeof lostShare === 'number' ? lostShare : 0)),
    lostHours: days.reduce((sum, { lostMs }) => sum + lostMs, 0) / HOUR_MS,
    uptime: figureOf(contractualSum(contractualAvailability({ history, terms, fromMs, toMs }))),
  }
  quarters.set(history, { hour, quarter })
  return quarter
}

const lastDay = (history: AssetHistory, nowMs: number): StateInterval[] =>
  joined(segmentsWithin({ history, fromMs: nowMs - DAY_MS, toMs: nowMs })).map(stateInterval)

/** Session hours of today that the asset was, or still is expected to be, out of use: what there is to rebook. */
function lostToday({ sessions }: RegisteredAsset, history: AssetHistory, nowMs: number): number {
  const { fromMs, toMs } = localDayBounds(localDateOf(nowMs))
  const lostMs = explainTechnical({ history, hours: sessions, fromMs, toMs })
    .filter(({ bucket }) => bucket === 'restoring' || bucket === 'plannedWork' || bucket === 'building' || bucket === 'otherChecks')
    .reduce((sum, interval) => sum + (interval.toMs - interval.fromMs), 0)
  return lostMs / HOUR_MS
}

/** Neighbours that look the same are one stretch. */
export function joined(segments: readonly Segment[]): readonly Segment[] {
  const result: Segment[] = []
  for (const segment of segments) {
    const last = result.at(-1)
    if (
      last !== undefined &&
      last.state === segment.state &&
      last.unconfirmed === segment.unconfirmed &&
      last.source.change === segment.source.change
    )
      result[result.length - 1] = { ...last, toMs: segment.toMs }
    else result.push(segment)
  }
  return result
}

/** A stretch of time as the API tells it. One without an end lasts still. */
export function stateInterval({ fromMs, toMs, state, unconfirmed, source }: Segment): StateInterval {
  const { change, rule } = source
  return {
    from: new Date(Number.isFinite(fromMs) ? fromMs : 0).toISOString(),
    ...optional({ to: Number.isFinite(toMs) ? instant(toMs) : undefined }),
    state,
    confirmed: !unconfirmed,
    ...optional({
      cause: change?.cause as StateInterval['cause'],
      fault: change?.fault,
      canStill: change?.canStill === undefined ? undefined : [...change.canStill],
      agreedEnd: instant(change?.agreedEndMs),
      eventId: change?.eventId,
    }),
    rule,
  }
}

const instant = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : new Date(ms).toISOString())

/** The fields that are there. */
const optional = <Fields extends object>(fields: Fields): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: Exclude<Fields[Key], undefined>
  }
