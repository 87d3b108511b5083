import type { DowntimeReport, DowntimeReportLine, Evidence } from '@imaging/schemas'
import { responsiveTable, type Column } from '../../components/responsive-table.ts'
import { boundsWords } from '../../components/figure-with-bounds.ts'
import { stateTag } from '../../components/tag.ts'
import { html, type SafeHtml } from '../../html/safe-html.ts'
import { address } from '../../lists/address.ts'
import { csv } from '../../lists/csv.ts'
import type { FilterSelect } from '../../lists/filters.ts'
import { listPage, type PaginationView } from '../../lists/pagination.ts'
import { trusts } from '../../words/trust-words.ts'
import { codeWords } from '../../words/capability-words.ts'
import { countWords, shareWords } from '../../words/number-words.ts'
import { londonInstant } from '../../words/london-time.ts'
import { causeWords } from '../../words/state-words.ts'
import { dateRangeWords, hoursWords, instantWords } from '../../words/time-words.ts'
import type { Definition, ReportQuestion } from './downtime-reader.ts'
import { groupSelect, groupWords, presets, questionValues, trustSelect, type AskedQuestion, type Preset } from './report-question.ts'

const HOUR_MS = 3_600_000

/** The downtime report, ready to print. */
export interface DowntimeView {
  readonly presets: readonly Preset[]
  readonly filters: readonly FilterSelect[]
  readonly from: string
  readonly to: string
  readonly knownAt: AskedQuestion['knownAt']
  /** What the lines are narrowed to beside the selects; kept when the form is sent. */
  readonly kept: readonly { readonly name: string; readonly value: string }[]
  readonly errors: AskedQuestion['errors']
  readonly period: string
  readonly knownWords: string
  readonly totals: SafeHtml
  readonly lines: SafeHtml
  readonly showing: string | undefined
  readonly pagination: PaginationView | undefined
  readonly causes: SafeHtml
  readonly csvHref: string
}

/** The hours behind one figure. */
export interface EvidenceView {
  readonly heading: string
  readonly assetId: string
  readonly historyHref: string
  readonly period: string
  readonly total: string
  readonly table: SafeHtml
  readonly showing: string | undefined
  readonly pagination: PaginationView | undefined
  readonly backHref: string
}

const definitionWords: Readonly<Record<Definition, string>> = {
  technical: 'Technical downtime',
  contractual: 'Contract downtime',
  clinical: 'Clinical time lost',
}

const hours = (value: number): string => hoursWords(value * HOUR_MS)

/** Which part of the question a line of each grouping narrows when it is opened. */
const narrows = { trust: 'trust', site: 'site', class: 'type' } as const

/** Where hours of a line lead: a group opens to its scanners, a scanner to the time itself. */
const openedHref = (question: ReportQuestion, definition: Definition, key: string): string =>
  question.groupBy === 'asset'
    ? address('/reports/downtime/hours', { ...questionValues(question), definition, scanner: key })
    : address('/reports/downtime', { ...questionValues(question), by: 'asset', [narrows[question.groupBy]]: key })

const opened = (question: ReportQuestion, definition: Definition, key: string, value: number): SafeHtml =>
  value > 0 ? html`<a href="${openedHref(question, definition, key)}">${hours(value)}</a>` : html`${hours(value)}`

const availabilityCell = (line: DowntimeReportLine, definition: Definition): SafeHtml => {
  const figure = line[definition]
  return html`<span class="app-nowrap">${shareWords(figure.value)}</span><br /><span class="app-quiet">${boundsWords(figure)}</span>`
}

const lineColumns = (question: ReportQuestion): readonly Column<DowntimeReportLine>[] => {
  const lost = (definition: Definition, value: (line: DowntimeReportLine) => number): Column<DowntimeReportLine> => ({
    heading: definitionWords[definition],
    isNumeric: true,
    cell: (line) => opened(question, definition, line.key, value(line)),
  })
  return [
    {
      heading: groupWords(question),
      cell: ({ label, assets }) =>
        html`${label}${question.groupBy !== 'asset' && html`<br /><span class="app-quiet">${countWords(assets, 'scanner')}</span>`}`,
    },
    lost('technical', ({ technicalDownHours }) => technicalDownHours),
    { heading: 'Technical availability', cell: (line) => availabilityCell(line, 'technical') },
    lost('contractual', ({ contractualDownHours }) => contractualDownHours),
    lost('clinical', ({ clinicalLostHours }) => clinicalLostHours),
    { heading: 'Planned work', cell: ({ plannedHours }) => hours(plannedHours), isNumeric: true },
    { heading: 'Building and power', cell: ({ externalHours }) => hours(externalHours), isNumeric: true },
    { heading: 'Not confirmed', cell: ({ unconfirmedHours }) => hours(unconfirmedHours), isNumeric: true },
  ]
}

const meanings: Readonly<Record<Definition, string>> = {
  technical: 'Operating hours down without a plan, and checks after it',
  contractual: 'Hours that count under the contract of each scanner',
  clinical: 'Planned session hours that could not be used, whatever the reason',
}

const totalsTable = (total: DowntimeReportLine): SafeHtml => {
  const lost = { technical: total.technicalDownHours, contractual: total.contractualDownHours, clinical: total.clinicalLostHours }
  return responsiveTable({
    caption: 'Hours lost, by definition',
    columns: [
      {
        heading: 'Definition',
        cell: (definition: Definition) => html`${definitionWords[definition]}<br /><span class="app-quiet">${meanings[definition]}</span>`,
      },
      { heading: 'Hours lost', cell: (definition) => hours(lost[definition]), isNumeric: true },
      { heading: 'Availability', cell: (definition) => availabilityCell(total, definition) },
    ],
    rows: ['technical', 'contractual', 'clinical'] as const,
    empty: '',
  })
}

const causeName = (cause: string): string => (causeWords as Readonly<Record<string, string>>)[cause] ?? codeWords(cause)

const causesTable = ({ byCause }: DowntimeReport): SafeHtml => {
  const total = byCause.reduce((sum, each) => sum + each.hours, 0)
  return responsiveTable({
    caption: 'Technical downtime, by cause',
    columns: [
      { heading: 'Cause', cell: ({ cause }: { cause: string; hours: number }) => causeName(cause) },
      { heading: 'Hours', cell: ({ hours: value }) => hours(value), isNumeric: true },
      { heading: 'Share', cell: ({ hours: value }) => shareWords(total === 0 ? undefined : value / total), isNumeric: true },
    ],
    rows: byCause.toSorted((a, b) => b.hours - a.hours),
    empty: 'No time was lost in this period.',
  })
}

/** "As known at 8:15am on 20 November 2026": every figure says what was known when it was worked out. */
const knownWords = ({ knownAt }: DowntimeReport): string => `As known at ${instantWords(Date.parse(knownAt))}`

/** Hours lost by definition and by cause, each opening to its events. */
export const downtimeView = (
  report: DowntimeReport,
  { question, errors, knownAt }: AskedQuestion,
  page: number,
  nowMs: number,
): DowntimeView => {
  const list = listPage(report.lines, page, '/reports/downtime', questionValues(question))
  return {
    presets: presets(question, nowMs),
    filters: [groupSelect(question), trustSelect(question, trusts)],
    from: question.from,
    to: question.to,
    knownAt,
    kept: [
      { name: 'type', value: question.type ?? '' },
      { name: 'site', value: question.site ?? '' },
    ].filter(({ value }) => value !== ''),
    errors,
    period: dateRangeWords(Date.parse(report.from), Date.parse(report.to)),
    knownWords: knownWords(report),
    totals: totalsTable(report.total),
    lines: responsiveTable({
      caption: `Hours lost, by ${groupWords(question).toLowerCase()}`,
      columns: lineColumns(question),
      rows: list.rows,
      empty: 'There are no scanners that match.',
    }),
    showing: list.showing,
    pagination: list.pagination,
    causes: causesTable(report),
    csvHref: address('/reports/downtime.csv', questionValues(question)),
  }
}

const evidenceColumns: readonly Column<Evidence>[] = [
  { heading: 'From', cell: ({ from }) => instantWords(Date.parse(from)) },
  { heading: 'To', cell: ({ to }) => instantWords(Date.parse(to)) },
  { heading: 'Hours', cell: ({ hours: value }) => hours(value), isNumeric: true },
  { heading: 'Status', cell: ({ state }) => stateTag(state) },
  { heading: 'Cause', cell: ({ cause }) => (cause === undefined ? 'Not given' : causeWords[cause]) },
  { heading: 'Rule', cell: ({ rule }) => html`<span class="app-small">${rule}</span>` },
]

/** The stretches of time that made one scanner's hours, longest first, with the rule that counted each. */
export const evidenceView = (
  evidence: readonly Evidence[],
  assetId: string,
  question: ReportQuestion,
  definition: Definition,
  page: number,
): EvidenceView => {
  const longestFirst = evidence.toSorted((a, b) => b.hours - a.hours)
  const list = listPage(longestFirst, page, '/reports/downtime/hours', { ...questionValues(question), definition, scanner: assetId })
  const [fromMs, toMs] = [londonInstant(question.from, '00:00') ?? 0, londonInstant(question.to, '00:00') ?? 0]
  return {
    heading: definitionWords[definition],
    assetId,
    historyHref: `/scanners/${assetId}/history`,
    period: dateRangeWords(fromMs, toMs),
    total: `${hours(evidence.reduce((sum, each) => sum + each.hours, 0))} in ${countWords(evidence.length, 'stretch', 'stretches')} of time`,
    table: responsiveTable({
      caption: 'Time that was counted',
      isCaptionHidden: true,
      columns: evidenceColumns,
      rows: list.rows,
      empty: 'No time was counted.',
    }),
    showing: list.showing,
    pagination: list.pagination,
    backHref: address('/reports/downtime', questionValues(question)),
  }
}

const headings = [
  'Key',
  'Line',
  'Scanners',
  'Technical down hours',
  'Contract down hours',
  'Clinical lost hours',
  'Planned hours',
  'Building and power hours',
  'Not confirmed hours',
  'Technical availability',
  'Lower bound',
  'Upper bound',
  'Share of time confirmed',
  'From (UTC)',
  'To (UTC)',
  'Known at (UTC)',
]

/** The report's lines and total as CSV, unrounded. */
export const downtimeCsv = ({ lines, total, from, to, knownAt }: DowntimeReport): string =>
  csv(
    headings,
    [...lines, { ...total, key: 'total', label: 'Total' }].map((line) => [
      line.key,
      line.label,
      line.assets,
      line.technicalDownHours,
      line.contractualDownHours,
      line.clinicalLostHours,
      line.plannedHours,
      line.externalHours,
      line.unconfirmedHours,
      line.technical.value,
      line.technical.lower,
      line.technical.upper,
      line.technical.confirmedShare,
      from,
      to,
      knownAt,
    ]),
  )
