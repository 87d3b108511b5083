import type { AssetState, Board, BoardRow, WorkOrderSummary } from '@imaging/schemas'
import type { SafeHtml } from '../../html/safe-html.ts'
import { address } from '../../lists/address.ts'
import type { FilterSelect } from '../../lists/filters.ts'
import { listPage, type PaginationView } from '../../lists/pagination.ts'
import { isFullyWorking, stateWords } from '../../words/state-words.ts'
import { timeWords } from '../../words/time-words.ts'
import { boardFilters, filteredRows, NOT_CONFIRMED, type BoardFilter } from './board-filter.ts'
import { lateReports, type LateReportView } from '../report/held-view.ts'
import { outageView, type OutageView } from './outage-view.ts'
import { scannerTable } from './scanner-table.ts'
import { isUnconfirmed } from './status-cell.ts'

/** One number at the top of the board, leading to the scanners it counts. */
export interface CountView {
  readonly count: number
  readonly words: string
  readonly fill: string
  readonly href: string
}

/** The live board, ready to print. */
export interface StatusView {
  readonly checkedAt: string
  readonly feed: string
  readonly filters: readonly FilterSelect[]
  readonly counts: readonly CountView[]
  /** Reports from labels that nobody has looked at in time. */
  readonly late: readonly LateReportView[]
  readonly outages: readonly OutageView[]
  /** What stands in place of outages when there are none. */
  readonly allWell: string
  readonly areWorkOrdersKnown: boolean
  readonly scanners: SafeHtml
  readonly showing: string | undefined
  readonly pagination: PaginationView | undefined
  readonly csvHref: string
  readonly wallHref: string
  readonly updateHref: string
}

/** What the board is made of; `orders` is undefined while work orders cannot be read. */
export interface StatusSources {
  readonly board: Board
  readonly orders: readonly WorkOrderSummary[] | undefined
  /** The trusts whose work orders the one who looks may see. */
  readonly ordersOf: readonly string[]
  readonly filter: BoardFilter
  readonly page: number
  readonly nowMs: number
}

/** States in the order of the counts and of the outages: the worst first. */
const severity: readonly AssetState[] = ['DOWN_UNPLANNED', 'DOWN_EXTERNAL', 'IN_QA', 'DEGRADED', 'DOWN_PLANNED', 'UNKNOWN', 'UP', 'RETIRED']

/** Counts shown even when they are none, so that the board looks the same every morning. */
const alwaysCounted: ReadonlySet<AssetState> = new Set(['DOWN_UNPLANNED', 'DEGRADED', 'DOWN_PLANNED', 'UP'])

const countViews = (rows: readonly BoardRow[], filter: BoardFilter): readonly CountView[] => {
  const confirmed = rows.filter((row) => !isUnconfirmed(row))
  const states = severity.flatMap((state): readonly CountView[] => {
    const count = confirmed.filter((row) => row.state === state).length
    if (count === 0 && !alwaysCounted.has(state)) return []
    const { word, fill } = stateWords[state]
    return [{ count, words: word.toLowerCase(), fill, href: address('/status', { ...filter, status: state }) }]
  })
  const silent = rows.length - confirmed.length
  return silent === 0
    ? states
    : [
        ...states,
        { count: silent, words: 'not confirmed', fill: 'unknown', href: address('/status', { ...filter, status: NOT_CONFIRMED }) },
      ]
}

const sinceMs = ({ since }: BoardRow): number => (since === undefined ? 0 : Date.parse(since))

/** Scanners that are not fully working, the worst first and within a state the longest first. */
export const outageRows = (rows: readonly BoardRow[]): readonly BoardRow[] =>
  rows
    .filter(({ state }) => !isFullyWorking(state))
    .toSorted((a, b) => severity.indexOf(a.state) - severity.indexOf(b.state) || sinceMs(a) - sinceMs(b))

/** The open work order of a scanner: the one of its downtime, else its newest. */
export const orderOf = ({ assetId, downtimeId }: BoardRow, orders: readonly WorkOrderSummary[]): WorkOrderSummary | undefined => {
  const own = orders.filter((order) => order.assetId === assetId)
  return own.find((order) => downtimeId !== undefined && order.downtimeId === downtimeId) ?? own.at(-1)
}

/** The live board as a person sees it. Alternatives are looked for among all scanners, whatever the filter. */
export const statusView = ({ board, orders, ordersOf, filter, page, nowMs }: StatusSources): StatusView => {
  const rows = filteredRows(board.rows, filter)
  const list = listPage(rows, page, '/status', { ...filter })
  const context = { rows: board.rows, isOrdersKnown: orders !== undefined, ordersOf, nowMs }
  return {
    checkedAt: timeWords(Date.parse(board.knownAt)),
    feed: address('/events', { ...filter, status: undefined, after: board.feedPosition }),
    filters: boardFilters(board.rows, filter),
    counts: countViews(filteredRows(board.rows, { ...filter, status: undefined }), filter),
    late: lateReports(rows, nowMs),
    outages: outageRows(rows).map((row) => outageView(row, orderOf(row, orders ?? []), context)),
    allWell: rows.length === 0 ? 'There are no scanners that match.' : 'All scanners shown are working.',
    areWorkOrdersKnown: orders !== undefined,
    scanners: scannerTable(list.rows, nowMs),
    showing: list.showing,
    pagination: list.pagination,
    csvHref: address('/status.csv', { ...filter }),
    wallHref: address('/status/wall', { ...filter }),
    updateHref: address('/status', { ...filter, page: page > 1 ? page : undefined }),
  }
}
