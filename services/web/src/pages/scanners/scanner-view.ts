import type { BoardRow, ConditionNow, ExamActivity, Figures, RegisterAsset, WorkOrderSummary } from '@imaging/schemas'
import { availabilityStrip24h, stripWords } from '../../charts/availability-strip.ts'
import { bars90Days, barsWords } from '../../charts/bars-90-days.ts'
import { responsiveTable } from '../../components/responsive-table.ts'
import { figureWithBounds } from '../../components/figure-with-bounds.ts'
import { tag } from '../../components/tag.ts'
import { html, type Printable, type SafeHtml } from '../../html/safe-html.ts'
import { codeWords } from '../../words/capability-words.ts'
import { trustName } from '../../words/trust-words.ts'
import { moneyWords } from '../../words/money-words.ts'
import { countWords, listWords, shareWords } from '../../words/number-words.ts'
import { momentWords } from '../../words/time-words.ts'
import { orderOf } from '../status/status-view.ts'
import { outageView, type OutageView } from '../status/outage-view.ts'
import { isFullyWorking } from '../../words/state-words.ts'
import { buildingWords, roomWords } from './place-words.ts'
import { ageCell, dayWords, yearsWords } from './scanners-view.ts'

/** One line of the facts about a scanner, as the NHS summary list takes it. */
export interface FactLine {
  readonly key: { readonly text: string }
  readonly value: { readonly html: Printable }
}

/** A scanner's overview; parts that could not be read are undefined and say so on the page. */
export interface ScannerView {
  readonly now: OutageView | undefined
  readonly strip: { readonly day: SafeHtml; readonly dayWords: string; readonly days: SafeHtml; readonly daysWords: string } | undefined
  readonly figures: SafeHtml | undefined
  readonly conditions:
    | readonly { readonly tag: SafeHtml; readonly message: string; readonly since: string; readonly action: string | undefined }[]
    | undefined
  readonly exams: string | undefined
  readonly orders:
    | readonly { readonly id: string; readonly href: string; readonly summary: string; readonly nextStep: string }[]
    | undefined
  readonly facts: readonly FactLine[]
}

/** A period with its figures, for the table. */
export interface PeriodFigures {
  readonly label: string
  readonly figures: Figures
}

export interface ScannerSources {
  readonly asset: RegisterAsset
  readonly board: readonly BoardRow[] | undefined
  readonly orders: readonly WorkOrderSummary[] | undefined
  /** The trusts whose work orders the one who looks may see. */
  readonly ordersOf: readonly string[]
  readonly figures: readonly PeriodFigures[] | undefined
  readonly conditions: readonly ConditionNow[] | undefined
  readonly exams: ExamActivity | undefined
  readonly nowMs: number
}

const fact = (key: string, value: Printable): FactLine => ({ key: { text: key }, value: { html: html`${value}` } })

const contractWords = ({ contract }: RegisterAsset): Printable => {
  if (contract === undefined) return 'No contract recorded'
  const terms = contract.terms.at(-1)
  const target = terms === undefined ? '' : `, uptime ${shareWords(terms.uptimeTarget)}`
  return html`${contract.supplierName}${target}<br /><span class="app-quiet"
      >${contract.contractId}, ${contract.to === undefined ? 'no end date' : `ends ${dayWords(contract.to)}`}</span
    >`
}

const ages = (each: RegisterAsset): Printable => {
  const { manufacturedAgeYears, refreshedAgeYears } = each
  return html`${ageCell(each)}<br /><span class="app-quiet"
      >Normal life ${yearsWords(each.lifeYears)}.
      ${manufacturedAgeYears !== undefined && `Made ${yearsWords(manufacturedAgeYears)} ago. `}${refreshedAgeYears !== undefined && `Refreshed ${yearsWords(refreshedAgeYears)} ago.`}</span
    >`
}

const facts = (each: RegisterAsset): readonly FactLine[] => {
  const { asset } = each
  return [
    fact('Age since installation', ages(each)),
    fact('Make and model', `${asset.manufacturer} ${asset.model}`),
    fact('Serial number', asset.serial),
    fact('Can do', listWords(asset.capabilities.map(({ code }) => codeWords(code))) || 'Not recorded'),
    fact('Contract', contractWords(each)),
    fact('Warranty ends', dayWords(asset.warrantyEnds)),
    fact('Support ends', dayWords(asset.supportEnds)),
    fact('Software', asset.softwareVersion ?? 'Not recorded'),
    fact('Room', roomWords(each)),
    fact('Building', buildingWords(each)),
    fact('Depends on', listWords(asset.linkedAssets.map(({ name, dependency }) => `${name} (${dependency})`)) || 'Nothing recorded'),
    fact('Owner', listWords([asset.owner, ...(asset.coOwners ?? [])].map(trustName))),
    fact('Run by', trustName(asset.operator)),
    fact('Paid for by', asset.funder),
    fact('Net book value', asset.netBookValuePence === undefined ? 'Not recorded' : moneyWords(asset.netBookValuePence)),
    ...(asset.leaseEnds === undefined ? [] : [fact('Lease ends', dayWords(asset.leaseEnds))]),
    ...(asset.donated ? [fact('Donated', 'Yes')] : []),
  ]
}

const figuresTable = (periods: readonly PeriodFigures[]): SafeHtml =>
  responsiveTable({
    caption: 'Availability',
    columns: [
      { heading: 'Period', cell: ({ label }) => label },
      { heading: 'By the contract', cell: ({ figures }) => figureWithBounds(figures.contractual) },
      { heading: 'Technical', cell: ({ figures }) => figureWithBounds(figures.technical) },
      { heading: 'Clinical', cell: ({ figures }) => figureWithBounds(figures.clinical) },
      { heading: 'Failures', cell: ({ figures }) => figures.failures, isNumeric: true },
    ],
    rows: periods,
    empty: 'There are no figures yet.',
  })

const severityTag = { watch: tag('Watch', 'blue'), warning: tag('Warning', 'yellow'), alarm: tag('Alarm', 'red') } as const

const examsWords = ({ lastExamAt, examsToday, exams7Days }: ExamActivity, nowMs: number): string => {
  const last = lastExamAt === undefined ? 'No exam recorded' : `Last exam at ${momentWords(Date.parse(lastExamAt), nowMs)}`
  return `${last}. ${countWords(examsToday, 'exam')} today, ${exams7Days.toLocaleString('en-GB')} in 7 days.`
}

/** A scanner's overview: what is wrong now, how available it was, what its signals say, and the facts of the register. */
export const scannerView = ({ asset, board, orders, ordersOf, figures, conditions, exams, nowMs }: ScannerSources): ScannerView => {
  const { assetId, name } = asset.asset
  const row = board?.find((each) => each.assetId === assetId)
  const own = orders?.filter((order) => order.assetId === assetId)
  return {
    now:
      row === undefined || isFullyWorking(row.state)
        ? undefined
        : outageView(row, orderOf(row, own ?? []), { rows: board ?? [], isOrdersKnown: own !== undefined, ordersOf, nowMs }),
    strip:
      row === undefined
        ? undefined
        : {
            day: availabilityStrip24h(name, row.last24h, nowMs),
            dayWords: stripWords(row.last24h, nowMs),
            days: bars90Days(name, row.last90Days, row.hoursLost90Days),
            daysWords: barsWords(row.last90Days, row.hoursLost90Days),
          },
    figures: figures && figuresTable(figures),
    conditions: conditions
      ?.filter(({ clearedAt }) => clearedAt === undefined)
      .map(({ severity, message, raisedAt, action }) => ({
        tag: severityTag[severity],
        message,
        since: `since ${momentWords(Date.parse(raisedAt), nowMs)}`,
        action,
      })),
    exams: exams && examsWords(exams, nowMs),
    orders: own?.map(({ workOrderId, summary, nextStep }) => ({ id: workOrderId, href: `/work-orders/${workOrderId}`, summary, nextStep })),
    facts: facts(asset),
  }
}
