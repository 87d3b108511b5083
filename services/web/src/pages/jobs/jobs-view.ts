import type { WorkOrderSummary } from '@imaging/schemas'
import { clockView, type ClockView } from '../../components/clock-view.ts'
import type { SafeHtml } from '../../html/safe-html.ts'
import { listPage, type PaginationView } from '../../lists/pagination.ts'
import { countWords } from '../../words/number-words.ts'
import { priorityWords } from '../../words/work-order-words.ts'
import { momentWords } from '../../words/time-words.ts'
import { filteredOrders, statusTag } from '../work-orders/work-orders-view.ts'

/** One job as a card: where, how urgent, which clock runs, what is next. */
export interface JobView {
  readonly id: string
  readonly href: string
  readonly scanner: string
  readonly siteName: string
  readonly priority: string
  readonly status: SafeHtml
  readonly summary: string
  readonly opened: string
  readonly nextStep: string
  readonly clocks: readonly ClockView[]
}

export interface JobsView {
  readonly heading: string
  readonly counted: string
  readonly jobs: readonly JobView[]
  readonly showing: string | undefined
  readonly pagination: PaginationView | undefined
  readonly empty: string
}

/** A supplier's jobs, the one that is due first at the top; with status CLOSED, its history. */
export const jobsView = (orders: readonly WorkOrderSummary[], status: string | undefined, page: number, nowMs: number): JobsView => {
  const found = filteredOrders(orders, { trust: undefined, supplier: undefined, due: undefined, status }, nowMs)
  const list = listPage(found, page, '/jobs', { status })
  const isHistory = status === 'CLOSED'
  return {
    heading: isHistory ? 'Closed jobs' : 'My jobs',
    counted: countWords(found.length, 'job'),
    jobs: list.rows.map((order) => ({
      id: order.workOrderId,
      href: `/work-orders/${order.workOrderId}`,
      scanner: order.assetName,
      siteName: order.siteName,
      priority: priorityWords[order.priority],
      status: statusTag(order.status),
      summary: order.summary,
      opened: `Opened ${momentWords(Date.parse(order.openedAt), nowMs)}`,
      nextStep: order.nextStep,
      clocks: order.clocks.map((clock) => clockView(clock, nowMs)).filter(({ look }) => isHistory || look !== 'stopped'),
    })),
    showing: list.showing,
    pagination: list.pagination,
    empty: isHistory ? 'There are no closed jobs.' : 'There are no open jobs for you.',
  }
}
