import type { WorkOrderStatus, WorkOrderSummary } from '@imaging/schemas'
import { clockView, leftMs } from '../../components/clock-view.ts'
import { responsiveTable, type Column } from '../../components/responsive-table.ts'
import { tag } from '../../components/tag.ts'
import { html, type SafeHtml } from '../../html/safe-html.ts'
import { address } from '../../lists/address.ts'
import { csv } from '../../lists/csv.ts'
import { filterSelect, optionsOf, queryText, type FilterSelect } from '../../lists/filters.ts'
import { listPage, type PaginationView } from '../../lists/pagination.ts'
import { trustName } from '../../words/trust-words.ts'
import { countWords } from '../../words/number-words.ts'
import { priorityWords, workOrderStatusWords } from '../../words/work-order-words.ts'
import { momentWords } from '../../words/time-words.ts'
import type { WorkOrdersQuestion } from './work-order-desk.ts'

/** Which work orders a list shows; without a status, those that are open. */
export interface WorkOrdersFilter {
  readonly trust: string | undefined
  readonly supplier: string | undefined
  readonly status: string | undefined
  readonly due: string | undefined
}

export interface WorkOrdersView {
  readonly filters: readonly FilterSelect[]
  readonly counted: string
  readonly table: SafeHtml
  readonly showing: string | undefined
  readonly pagination: PaginationView | undefined
  readonly csvHref: string
}

/** The filter in a query. */
export const workOrdersFilter = (query: Readonly<Record<string, unknown>>): WorkOrdersFilter => ({
  trust: queryText(query['trust']),
  supplier: queryText(query['supplier']),
  status: queryText(query['status']),
  due: queryText(query['due']),
})

/** What the list must be read for: only what its status asks, as closed work orders are many. */
export const workOrdersQuestion = ({ status }: WorkOrdersFilter): WorkOrdersQuestion => {
  const known = status !== undefined && Object.hasOwn(workOrderStatusWords, status) ? (status as WorkOrderStatus) : undefined
  return { status: known, open: status === undefined ? true : undefined }
}

/** Whether a work order still has something to be done. */
export const isOpen = ({ status }: Pick<WorkOrderSummary, 'status'>): boolean => status !== 'CLOSED' && status !== 'CANCELLED'

const isLate = ({ clocks }: WorkOrderSummary, nowMs: number): boolean => clocks.some((clock) => clockView(clock, nowMs).look === 'late')

const hasStatus = (order: WorkOrderSummary, status: string | undefined): boolean =>
  status === undefined ? isOpen(order) : status === 'all' || order.status === status

/** The work orders a filter asks for, the one due first at the top; closed ones follow, newest first. */
export const filteredOrders = (orders: readonly WorkOrderSummary[], filter: WorkOrdersFilter, nowMs: number): readonly WorkOrderSummary[] =>
  orders
    .filter(
      (order) =>
        (filter.trust ?? order.trust) === order.trust &&
        (filter.supplier ?? order.supplierId) === order.supplierId &&
        hasStatus(order, filter.status) &&
        (filter.due !== 'late' || isLate(order, nowMs)),
    )
    .toSorted(
      (a, b) =>
        Number(isOpen(b)) - Number(isOpen(a)) ||
        leftMs(a.clocks, nowMs) - leftMs(b.clocks, nowMs) ||
        Date.parse(b.openedAt) - Date.parse(a.openedAt),
    )

const statusOptions = [
  ...(Object.entries(workOrderStatusWords) as [WorkOrderStatus, { word: string }][]).map(([value, { word }]) => ({ value, text: word })),
  { value: 'all', text: 'Open and closed' },
]

const filters = (orders: readonly WorkOrderSummary[], filter: WorkOrdersFilter): readonly FilterSelect[] => [
  filterSelect('status', 'Status', 'All open', statusOptions, filter.status),
  filterSelect(
    'trust',
    'Trust',
    'All trusts',
    optionsOf(orders, ({ trust }) => ({ value: trust, text: trustName(trust) })),
    filter.trust,
  ),
  filterSelect(
    'supplier',
    'Supplier',
    'All suppliers',
    optionsOf(orders, ({ supplierId, supplierName }) => ({ value: supplierId, text: supplierName })),
    filter.supplier,
  ),
  filterSelect('due', 'Due', 'Any time', [{ value: 'late', text: 'Late' }], filter.due),
]

/** The status of a work order as a tag. */
export const statusTag = (status: WorkOrderStatus): SafeHtml => tag(workOrderStatusWords[status].word, workOrderStatusWords[status].tag)

const dueCell = ({ clocks }: WorkOrderSummary, nowMs: number): SafeHtml =>
  html`${clocks
    .map((clock) => clockView(clock, nowMs))
    .filter(({ look }) => look !== 'stopped')
    .map(
      ({ name, words, look }) =>
        html`<span class="app-break">${name}: ${look === 'late' ? html`<strong>${words}</strong>` : words}</span><br />`,
    )}`

const columns = (nowMs: number): readonly Column<WorkOrderSummary>[] => [
  {
    heading: 'Work order',
    cell: ({ workOrderId, priority }) =>
      html`<a href="/work-orders/${workOrderId}">${workOrderId}</a><br /><span class="app-quiet">${priorityWords[priority]}</span>`,
  },
  {
    heading: 'Scanner',
    cell: ({ assetId, assetName, siteName }) =>
      html`<a href="/scanners/${assetId}">${assetName}</a><br /><span class="app-quiet">${siteName}</span>`,
  },
  { heading: 'Status', cell: ({ status }) => statusTag(status) },
  {
    heading: 'Fault',
    cell: ({ summary, openedAt }) => html`${summary}<br /><span class="app-quiet">${momentWords(Date.parse(openedAt), nowMs)}</span>`,
  },
  { heading: 'Next step', cell: ({ nextStep, supplierName }) => html`${nextStep}<br /><span class="app-quiet">${supplierName}</span>` },
  { heading: 'Clocks', cell: (order) => dueCell(order, nowMs) },
]

/** The list of work orders. */
export const workOrdersView = (
  orders: readonly WorkOrderSummary[],
  filter: WorkOrdersFilter,
  page: number,
  nowMs: number,
): WorkOrdersView => {
  const found = filteredOrders(orders, filter, nowMs)
  const list = listPage(found, page, '/work-orders', { ...filter })
  return {
    filters: filters(orders, filter),
    counted: countWords(found.length, 'work order'),
    table: responsiveTable({
      caption: 'Work orders',
      isCaptionHidden: true,
      columns: columns(nowMs),
      rows: list.rows,
      empty: filter.status === undefined ? 'There are no open work orders.' : 'There are no work orders that match.',
    }),
    showing: list.showing,
    pagination: list.pagination,
    csvHref: address('/work-orders.csv', { ...filter }),
  }
}

const headings = [
  'Work order',
  'Scanner',
  'Scanner ID',
  'Site',
  'Trust',
  'Supplier',
  'Priority',
  'Status',
  'Fault',
  'Opened (UTC)',
  'Closed (UTC)',
  'Next step',
  'Any clock late',
]

/** The list as CSV. */
export const workOrdersCsv = (orders: readonly WorkOrderSummary[]): string =>
  csv(
    headings,
    orders.map((order) => [
      order.workOrderId,
      order.assetName,
      order.assetId,
      order.siteName,
      trustName(order.trust),
      order.supplierName,
      order.priority,
      workOrderStatusWords[order.status].word,
      order.summary,
      order.openedAt,
      order.closedAt,
      order.nextStep,
      order.clocks.some(({ breached }) => breached) ? 'yes' : 'no',
    ]),
  )
