import type { AssetHistory } from '@imaging/availability/domain'
import type { DowntimeReport, DowntimeReportLine } from '@imaging/schemas'
import { assetSums, countedIn, type AssetSums, type Window } from './asset-figures.ts'
import { added, figureOf } from './figure-sum.ts'
import { assetLabel } from './fleet.ts'
import type { KnownWindow } from './period.ts'
import type { RegisteredAsset } from './register.ts'

const HOUR_MS = 3_600_000

export type GroupBy = DowntimeReport['groupBy']

export interface ReportQuestion {
  readonly assets: readonly RegisteredAsset[]
  readonly histories: ReadonlyMap<string, AssetHistory>
  readonly window: KnownWindow
  readonly groupBy: GroupBy
  /** The scanners, in words. */
  readonly about: string
}

/** Hours lost and the three figures over a period, a line for each group and one for all; causes by technical hours. */
export function downtimeReport({ assets, histories, window, groupBy, about }: ReportQuestion): DowntimeReport {
  const counted = assets.flatMap((registered) => {
    const history = histories.get(registered.asset.assetId)
    return history === undefined ? [] : [{ registered, history, sums: assetSums(registered, history, window) }]
  })
  const groups = Map.groupBy(counted, ({ registered }) => groupOf(registered, groupBy).key)
  return {
    from: new Date(window.fromMs).toISOString(),
    to: new Date(window.toMs).toISOString(),
    knownAt: new Date(window.knownAtMs).toISOString(),
    groupBy,
    lines: [...groups.values()]
      .map((members) =>
        line(
          groupOf((members[0] as (typeof members)[number]).registered, groupBy),
          members.map(({ sums }) => sums),
        ),
      )
      .toSorted((left, right) => right.technicalDownHours - left.technicalDownHours || left.label.localeCompare(right.label, 'en-GB')),
    total: line(
      { key: 'all', label: about },
      counted.map(({ sums }) => sums),
    ),
    byCause: byCause(counted, window),
  }
}

function groupOf(registered: RegisteredAsset, groupBy: GroupBy): { key: string; label: string } {
  const { asset, site, assetClass } = registered
  switch (groupBy) {
    case 'trust':
      return { key: asset.operator, label: site?.trustName ?? asset.operator }
    case 'site':
      return { key: asset.siteCode, label: site?.name ?? asset.siteCode }
    case 'class':
      return { key: asset.classId, label: assetClass?.pluralName ?? asset.classId }
    case 'asset':
      return { key: asset.assetId, label: assetLabel(registered) }
  }
}

function line({ key, label }: { key: string; label: string }, sums: readonly AssetSums[]): DowntimeReportLine {
  const technical = figureOf(added(sums.map((one) => one.technical)))
  const contractual = figureOf(added(sums.map((one) => one.contractual)))
  const clinical = figureOf(added(sums.map((one) => one.clinical)))
  return {
    key,
    label,
    assets: sums.length,
    technicalDownHours: technical.lostHours,
    contractualDownHours: contractual.lostHours,
    clinicalLostHours: clinical.lostHours,
    plannedHours: sums.reduce((all, { plannedMs }) => all + plannedMs, 0) / HOUR_MS,
    externalHours: sums.reduce((all, { externalMs }) => all + externalMs, 0) / HOUR_MS,
    unconfirmedHours: sums.reduce((all, one) => all + one.technical.unconfirmedMs, 0) / HOUR_MS,
    technical,
    contractual,
    clinical,
  }
}

/** Only the technical hours are divided by cause here; those of the other definitions are counted when somebody opens them. */
function byCause(counted: readonly { registered: RegisteredAsset; history: AssetHistory }[], window: Window): DowntimeReport['byCause'] {
  const sums = new Map<string, number>()
  for (const { registered, history } of counted)
    for (const { cause, countedMs } of countedIn(registered, history, window, 'technical'))
      sums.set(cause, (sums.get(cause) ?? 0) + countedMs)
  return [...sums].map(([cause, ms]) => ({ cause, hours: ms / HOUR_MS })).toSorted((left, right) => right.hours - left.hours)
}
