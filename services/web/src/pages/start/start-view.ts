import { isSupplierRole, type BoardRow, type Role, type Session, type WorkOrderSummary } from '@imaging/schemas'
import { leftMs } from '../../components/clock-view.ts'
import { statusTag, isOpen } from '../work-orders/work-orders-view.ts'
import { lateReports, type LateReportView } from '../report/held-view.ts'
import { outageRows } from '../status/status-view.ts'
import type { SafeHtml } from '../../html/safe-html.ts'
import { countWords } from '../../words/number-words.ts'

/** What a person starts from: what waits for them, and where to go. */
export interface StartView {
  readonly heading: string
  readonly lead: string
  /** Reports from labels of one's own trust that nobody has looked at in time. */
  readonly late: readonly LateReportView[]
  readonly waiting:
    | readonly { readonly href: string; readonly text: string; readonly status: SafeHtml; readonly nextStep: string }[]
    | undefined
  readonly waitingHeading: string
  readonly nothing: string
  readonly links: readonly { readonly href: string; readonly text: string; readonly description: string }[]
}

/** Work orders shown on the start page; the list has the rest. */
const WAITING_MAX = 8

const jobLinks: StartView['links'] = [{ href: '/jobs', text: 'My jobs', description: 'The one due first at the top' }]

const links: Readonly<Partial<Record<Role, StartView['links']>>> = {
  'radiology-manager': [
    { href: '/status', text: 'Live status', description: 'What is down, why and until when' },
    { href: '/report', text: 'Report a fault', description: 'Three taps' },
    { href: '/reports/downtime', text: 'Time lost to downtime', description: 'By definition and cause' },
  ],
  'estates-planner': [
    { href: '/scanners?age=over-life', text: 'Scanners over their normal life', description: 'By age, support and contract' },
    { href: '/imports', text: 'Imports', description: 'Bring the register up to date' },
    { href: '/reports/downtime', text: 'Time lost to downtime', description: 'By definition and cause' },
  ],
  finance: [
    { href: '/reports/downtime', text: 'Time lost to downtime', description: 'By definition and cause' },
    { href: '/scanners', text: 'Scanners', description: 'By age, support and contract' },
  ],
  'supplier-desk': jobLinks,
  'supplier-engineer': jobLinks,
}

const checkLinks: StartView['links'] = [
  { href: '/work-orders?status=AWAITING_CHECKS', text: 'Scanners waiting for checks', description: 'Fixed, and not yet back in use' },
  { href: '/status', text: 'Live status', description: 'What is down, why and until when' },
]

/** Work orders that wait for this role, the one due first at the top. */
const isWaitingFor = ({ role, organisation }: Session['identity'], { status, trust, supplierId }: WorkOrderSummary): boolean => {
  if (isSupplierRole(role)) return supplierId === organisation
  if (trust !== organisation) return false
  return role === 'radiology-lead' || role === 'medical-physicist' ? status === 'AWAITING_CHECKS' : role === 'radiology-manager'
}

const leadWords = ({ membership: { organisation } }: Session, board: readonly BoardRow[] | undefined): string => {
  if (organisation.kind === 'supplier') return `You act for ${organisation.name}.`
  if (board === undefined) return 'The live status cannot be read now.'
  const own = board.filter(({ trust }) => trust === organisation.code)
  const ill = outageRows(own).length
  return own.length === 0
    ? `There are no scanners of ${organisation.name} yet.`
    : `${countWords(own.length, 'scanner')} at ${organisation.name}, ${ill === 0 ? 'all working' : `${ill} not fully working`}.`
}

/** The start page of somebody; parts that cannot be read are left out and say so. */
export const startView = (
  session: Session,
  board: readonly BoardRow[] | undefined,
  orders: readonly WorkOrderSummary[] | undefined,
  nowMs: number,
): StartView => ({
  heading: session.identity.name,
  lead: leadWords(session, board),
  late: lateReports(board?.filter(({ trust }) => trust === session.identity.organisation) ?? [], nowMs),
  waitingHeading: isSupplierRole(session.identity.role) ? 'Your open jobs' : 'Waiting for you',
  waiting: orders
    ?.filter((order) => isOpen(order) && isWaitingFor(session.identity, order))
    .toSorted((a, b) => leftMs(a.clocks, nowMs) - leftMs(b.clocks, nowMs))
    .slice(0, WAITING_MAX)
    .map(({ workOrderId, assetName, siteName, status, nextStep }) => ({
      href: `/work-orders/${workOrderId}`,
      text: `${workOrderId}: ${assetName}, ${siteName}`,
      status: statusTag(status),
      nextStep,
    })),
  nothing: 'Nothing is waiting for you.',
  links: links[session.identity.role] ?? checkLinks,
})
