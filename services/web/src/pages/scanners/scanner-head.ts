import type { BoardRow, RegisterAsset } from '@imaging/schemas'
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
  readonly isInUse: boolean
  readonly status: SafeHtml | undefined
  readonly forWords: string | undefined
  readonly reportHref: string
  readonly labelHref: string
  readonly tabs: readonly { readonly href: string; readonly text: string; readonly current: boolean }[]
}

export type ScannerTab = 'overview' | 'history' | 'readings'

const tabTexts: Readonly<Record<ScannerTab, string>> = { overview: 'Overview', history: 'History', readings: 'Readings' }

/** The head of one of a scanner's pages; without a status while the board cannot be read. */
export const scannerHead = (
  { asset, siteName, className }: RegisterAsset,
  row: BoardRow | undefined,
  tab: ScannerTab,
  nowMs: number,
): ScannerHead => ({
  assetId: asset.assetId,
  name: asset.name,
  siteName,
  className,
  isInUse: asset.status === 'IN_USE',
  status: row === undefined ? undefined : statusCell(row, nowMs),
  forWords: row?.since === undefined || isFullyWorking(row.state) ? undefined : durationWords(nowMs - Date.parse(row.since)),
  reportHref: `/report?scanner=${asset.assetId}`,
  labelHref: `/scanners/${asset.assetId}/label`,
  tabs: (Object.keys(tabTexts) as ScannerTab[]).map((each) => ({
    href: each === 'overview' ? `/scanners/${asset.assetId}` : `/scanners/${asset.assetId}/${each}`,
    text: tabTexts[each],
    current: each === tab,
  })),
})
