import type { BoardRow, WorkOrderSummary } from '@imaging/schemas'
import { leftMs } from '../../components/clock-view.ts'
import { statusTag, isOpen } from '../work-orders/work-orders-view.ts'
import { lateReports, type LateReportView } from '../report/held-view.ts'
import { outageRows } from '../status/status-view.ts'
import type { SafeHtml } from '../../html/safe-html.ts'
import type { Persona } from '../../shell/persona.ts'
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

const links: Readonly<Partial<Record<Persona['role'], StartView['links']>>> = {
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
  'supplier-engineer': [{ href: '/jobs', text: 'My jobs', description: 'The one due first at the top' }],
}

const checkLinks: StartView['links'] = [
  { href: '/work-orders?status=AWAITING_CHECKS', text: 'Scanners waiting for checks', description: 'Fixed, and not yet back in use' },
  { href: '/status', text: 'Live status', description: 'What is down, why and until when' },
]

/** Work orders that wait for this role, the one due first at the top. */
const isWaitingFor = ({ role, organisation }: Persona, { status, trust, supplierId }: WorkOrderSummary): boolean => {
  if (role === 'supplier-engineer') return supplierId === organisation.id
  if (trust !== organisation.id) return false
  return role === 'radiology-lead' || role === 'medical-physicist' ? status === 'AWAITING_CHECKS' : role === 'radiology-manager'
}

const leadWords = (persona: Persona, board: readonly BoardRow[] | undefined): string => {
  if (persona.organisation.kind === 'supplier') return `You act for ${persona.organisation.name}.`
  if (board === undefined) return 'The live status cannot be read now.'
  const own = board.filter(({ trust }) => trust === persona.organisation.id)
  const ill = outageRows(own).length
  return own.length === 0
    ? `There are no scanners of ${persona.organisation.name} yet.`
    : `${countWords(own.length, 'scanner')} at ${persona.organisation.name}, ${ill === 0 ? 'all working' : `${ill} not fully working`}.`
}

/** The start page of a persona; parts that cannot be read are left out and say so. */
export const startView = (
  persona: Persona,
  board: readonly BoardRow[] | undefined,
  orders: readonly WorkOrderSummary[] | undefined,
  nowMs: number,
): StartView => ({
  heading: persona.name,
  lead: leadWords(persona, board),
  late: lateReports(board?.filter(({ trust }) => trust === persona.organisation.id) ?? [], nowMs),
  waitingHeading: persona.role === 'supplier-engineer' ? 'Your open jobs' : 'Waiting for you',
  waiting: orders
    ?.filter((order) => isOpen(order) && isWaitingFor(persona, order))
    .toSorted((a, b) => leftMs(a.clocks, nowMs) - leftMs(b.clocks, nowMs))
    .slice(0, WAITING_MAX)
    .map(({ workOrderId, assetName, siteName, status, nextStep }) => ({
      href: `/work-orders/${workOrderId}`,
      text: `${workOrderId}: ${assetName}, ${siteName}`,
      status: statusTag(status),
      nextStep,
    })),
  nothing: 'Nothing is waiting for you.',
  links: links[persona.role] ?? checkLinks,
})
