import { may, type ActingIdentity, type BoardRow, type RegisterAsset } from '@imaging/schemas'
import type { SafeHtml } from '../../html/safe-html.ts'
import { isFullyWorking } from '../../words/state-words.ts'
import { durationWords } from '../../words/time-words.ts'
import { statusCell } from '../status/status-cell.ts'

/** The top of a scanner's pages: its name, its status and the tabs. */
export interface ScannerHead {
  readonly assetId: string
  readonly name: string
  readonly siteName: string
  readonly className: string
  /** Whether the one who looks may report a fault of it. */
  readonly mayReport: boolean
  readonly showsSignals: boolean
  /** Whether the trust of the one who looks runs it. */
  readonly isOurs: boolean
  readonly status: SafeHtml | undefined
  readonly forWords: string | undefined
  readonly reportHref: string
  /** Whether the label of it is for the one who looks to print. */
  readonly mayPrintLabel: boolean
  readonly labelHref: string
  readonly tabs: readonly { readonly href: string; readonly text: string; readonly current: boolean }[]
}

export type ScannerTab = 'overview' | 'history' | 'readings'

const tabTexts: Readonly<Record<ScannerTab, string>> = { overview: 'Overview', history: 'History', readings: 'Readings' }

export interface HeadSources extends RegisterAsset {
  readonly row: BoardRow | undefined
  readonly tab: ScannerTab
  readonly identity: ActingIdentity
  readonly nowMs: number
}

/** Which of a scanner's pages somebody may open; what the devices say is for the trust that runs it alone. */
const mayOpen = (tab: ScannerTab, identity: ActingIdentity, operator: string): boolean => {
  if (tab === 'history') return may(identity, 'downtime.read')
  return tab === 'overview' || (may(identity, 'readings.read') && identity.sees.own.includes(operator))
}

/** The head of one of a scanner's pages; without a status while the board cannot be read. */
export const scannerHead = ({ asset, siteName, className, row, tab, identity, nowMs }: HeadSources): ScannerHead => ({
  assetId: asset.assetId,
  name: asset.name,
  siteName,
  className,
  mayReport: asset.status === 'IN_USE' && asset.operator === identity.organisation && may(identity, 'downtime.report'),
  isOurs: identity.sees.own.includes(asset.operator),
  showsSignals: mayOpen('readings', identity, asset.operator),
  status: row === undefined ? undefined : statusCell(row, nowMs),
  forWords: row?.since === undefined || isFullyWorking(row.state) ? undefined : durationWords(nowMs - Date.parse(row.since)),
  reportHref: `/report?scanner=${asset.assetId}`,
  mayPrintLabel: asset.status === 'IN_USE' && identity.sees.own.includes(asset.operator),
  labelHref: `/scanners/${asset.assetId}/label`,
  tabs: (Object.keys(tabTexts) as ScannerTab[])
    .filter((each) => mayOpen(each, identity, asset.operator))
    .map((each) => ({
      href: each === 'overview' ? `/scanners/${asset.assetId}` : `/scanners/${asset.assetId}/${each}`,
      text: tabTexts[each],
      current: each === tab,
    })),
})
