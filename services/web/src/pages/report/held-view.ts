import { may, type ActingIdentity, type Attachment, type BoardRow, type HeldReport } from '@imaging/schemas'
import { tag } from '../../components/tag.ts'
import type { SafeHtml } from '../../html/safe-html.ts'
import { countWords } from '../../words/number-words.ts'
import { stateWords } from '../../words/state-words.ts'
import { durationWords, momentWords } from '../../words/time-words.ts'
import { photoViews, type PhotoView } from './photo-view.ts'

/** Radiology looks at a report from a label within this time; a later one stands at the top of the board. */
const LOOKED_AT_WITHIN_MS = 15 * 60_000

/** A report that nobody has looked at in time. */
export interface LateReportView {
  readonly href: string
  readonly words: string
}

/** A report from a label that waits to be confirmed. */
export interface HeldReportView {
  readonly id: string
  readonly assetId: string
  readonly scanner: string
  readonly scannerHref: string
  readonly status: SafeHtml
  readonly note: string
  readonly reported: string
  readonly started: string
  readonly isLate: boolean
  readonly photos: readonly PhotoView[]
  /** Whether the one who looks may confirm or dismiss it. */
  readonly mayDecide: boolean
  readonly tried: { readonly reason: string; readonly error: string } | undefined
}

/** What somebody tried to dismiss a report with, and why that was not taken. */
export interface TriedDismissal {
  readonly id: string
  readonly reason: string
  readonly error: string
}

const isLate = ({ reportedAt }: HeldReport, nowMs: number): boolean => nowMs - Date.parse(reportedAt) >= LOOKED_AT_WITHIN_MS

const waiting = (rows: readonly BoardRow[]): readonly { readonly row: BoardRow; readonly held: HeldReport }[] =>
  rows
    .flatMap((row) => (row.heldReports ?? []).map((held) => ({ row, held })))
    .toSorted((a, b) => Date.parse(a.held.reportedAt) - Date.parse(b.held.reportedAt))

/** Reports from labels that nobody has looked at for 15 minutes, the longest first. */
export const lateReports = (rows: readonly BoardRow[], nowMs: number): readonly LateReportView[] =>
  waiting(rows)
    .filter(({ held }) => isLate(held, nowMs))
    .map(({ row, held }) => ({
      href: `/held-reports#${row.assetId}`,
      words: `${row.name}, ${row.siteName}: reported from its label ${durationWords(nowMs - Date.parse(held.reportedAt))} ago, not confirmed`,
    }))

/** Whether someone decides on the reports of a trust's scanners. */
const mayDecide = (identity: ActingIdentity, { trust }: BoardRow): boolean =>
  identity.organisation === trust && may(identity, 'downtime.report')

/** The reports that wait, oldest first; those that one may decide on before those of other trusts. */
export const heldView = (
  rows: readonly BoardRow[],
  photos: readonly Attachment[],
  { identity, tried, nowMs }: { readonly identity: ActingIdentity; readonly tried?: TriedDismissal | undefined; readonly nowMs: number },
): { readonly counted: string; readonly reports: readonly HeldReportView[] } => {
  const reports = waiting(rows).map(({ row, held }): HeldReportView => {
    const { word, tag: colour } = stateWords[held.state]
    return {
      id: held.heldReportId,
      assetId: row.assetId,
      scanner: `${row.name}, ${row.siteName}`,
      scannerHref: `/scanners/${row.assetId}`,
      status: tag(`Said to be: ${word}`, colour),
      note: held.note ?? 'No details',
      reported: momentWords(Date.parse(held.reportedAt), nowMs),
      started: held.at === held.reportedAt ? 'When it was reported' : momentWords(Date.parse(held.at), nowMs),
      isLate: isLate(held, nowMs),
      photos: photoViews(photos.filter(({ eventId }) => eventId === held.heldReportId)),
      mayDecide: mayDecide(identity, row),
      tried: tried?.id === held.heldReportId ? tried : undefined,
    }
  })
  return {
    counted: reports.length === 0 ? 'No reports from labels are waiting.' : `${countWords(reports.length, 'report')} to look at.`,
    reports: reports.toSorted((a, b) => Number(b.mayDecide) - Number(a.mayDecide)),
  }
}
