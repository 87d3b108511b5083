import type { DowntimeReport, DowntimeReportLine } from '@imaging/schemas'
import { boundsWords } from '../../components/figure-with-bounds.ts'
import { responsiveTable, type Column } from '../../components/responsive-table.ts'
import { html, type SafeHtml } from '../../html/safe-html.ts'
import { address } from '../../lists/address.ts'
import { csv } from '../../lists/csv.ts'
import type { FilterSelect } from '../../lists/filters.ts'
import { listPage, type PaginationView } from '../../lists/pagination.ts'
import { trusts } from '../../words/trust-words.ts'
import { lostToWords } from '../../words/lost-time-words.ts'
import { countWords, shareWords } from '../../words/number-words.ts'
import { hoursWords } from '../../words/time-words.ts'
import { definitionMeanings, definitionWords } from './definition-words.ts'
import type { Definition, ReportQuestion } from './downtime-reader.ts'
import { knownView, type KnownView } from './known-view.ts'
import {
  definitions,
  groupSelect,
  groupWords,
  openedHref,
  presets,
  questionValues,
  trustSelect,
  type AskedQuestion,
  type Preset,
} from './report-question.ts'

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
  readonly known: KnownView
  readonly totals: SafeHtml
  readonly lines: SafeHtml
  readonly showing: string | undefined
  readonly pagination: PaginationView | undefined
  readonly causes: SafeHtml
  readonly csvHref: string
}

const hours = (value: number): string => hoursWords(value * HOUR_MS)

/** Which part of the question a line of each grouping narrows when it is opened. */
const narrows = { trust: 'trust', site: 'site', class: 'type' } as const

/** A number of the report, leading to the time behind it; nought leads nowhere. */
const opened = (value: number, href: string): SafeHtml =>
  value > 0 ? html`<a class="app-nowrap" href="${href}">${hours(value)}</a>` : html`${hours(value)}`

/** The number of one line and definition. */
const openedLine = (question: ReportQuestion, definition: Definition, key: string, value: number): SafeHtml =>
  question.groupBy === 'asset'
    ? opened(value, openedHref(question, { definition, scanner: key }))
    : opened(value, openedHref({ ...question, [narrows[question.groupBy]]: key }, { definition }))

/** What a line is about: a group leads to its scanners, a scanner to its own page. */
const lineName = (question: ReportQuestion, { key, label, assets }: DowntimeReportLine): SafeHtml => {
  if (question.groupBy === 'asset') return html`<a href="/scanners/${key}">${label}</a>`
  const href = address('/reports/downtime', { ...questionValues(question), by: 'asset', [narrows[question.groupBy]]: key })
  return html`${label}<br /><a class="app-small" href="${href}">${countWords(assets, 'scanner')}</a>`
}

const availabilityCell = (line: DowntimeReportLine, definition: 'technical' | 'contractual' | 'clinical'): SafeHtml => {
  const figure = line[definition]
  return html`<span class="app-nowrap">${shareWords(figure.value)}</span><br /><span class="app-quiet">${boundsWords(figure)}</span>`
}

const hoursOf: Readonly<Record<Definition, (line: DowntimeReportLine) => number>> = {
  technical: ({ technicalDownHours }) => technicalDownHours,
  contractual: ({ contractualDownHours }) => contractualDownHours,
  clinical: ({ clinicalLostHours }) => clinicalLostHours,
  planned: ({ plannedHours }) => plannedHours,
  building: ({ externalHours }) => externalHours,
  unconfirmed: ({ unconfirmedHours }) => unconfirmedHours,
}

const lineColumns = (question: ReportQuestion): readonly Column<DowntimeReportLine>[] => [
  { heading: groupWords(question), cell: (line) => lineName(question, line) },
  ...definitions.flatMap((definition): readonly Column<DowntimeReportLine>[] => [
    {
      heading: definitionWords[definition],
      isNumeric: true,
      cell: (line) => openedLine(question, definition, line.key, hoursOf[definition](line)),
    },
    ...(definition === 'technical'
      ? [{ heading: 'Technical availability', cell: (line: DowntimeReportLine) => availabilityCell(line, definition) }]
      : []),
  ]),
]

const hasAvailability = (definition: Definition): definition is 'technical' | 'contractual' | 'clinical' =>
  definition === 'technical' || definition === 'contractual' || definition === 'clinical'

/** How hours that make no availability of their own stand to the technical one. */
const standsWords = {
  planned: 'Not in technical availability',
  building: 'Not in technical availability',
  unconfirmed: 'Only in the bounds',
} as const

const totalsTable = (question: ReportQuestion, total: DowntimeReportLine): SafeHtml =>
  responsiveTable({
    caption: 'All hours, by definition',
    columns: [
      {
        heading: 'Definition',
        cell: (definition: Definition) =>
          html`${definitionWords[definition]}<br /><span class="app-quiet">${definitionMeanings[definition]}</span>`,
      },
      {
        heading: 'Hours',
        cell: (definition) => opened(hoursOf[definition](total), openedHref(question, { definition })),
        isNumeric: true,
      },
      {
        heading: 'Availability',
        cell: (definition) => (hasAvailability(definition) ? availabilityCell(total, definition) : standsWords[definition]),
      },
    ],
    rows: definitions,
    empty: '',
  })

const causesTable = (question: ReportQuestion, { byCause }: DowntimeReport): SafeHtml => {
  const total = byCause.reduce((sum, each) => sum + each.hours, 0)
  return responsiveTable({
    caption: 'Technical downtime, by cause',
    columns: [
      { heading: 'Cause', cell: ({ cause }: { cause: string; hours: number }) => lostToWords(cause) },
      {
        heading: 'Hours',
        cell: ({ cause, hours: value }) => opened(value, openedHref(question, { definition: 'technical', cause })),
        isNumeric: true,
      },
      { heading: 'Share', cell: ({ hours: value }) => shareWords(total === 0 ? undefined : value / total), isNumeric: true },
    ],
    rows: byCause.toSorted((a, b) => b.hours - a.hours),
    empty: 'No technical downtime in this period.',
  })
}

/** Hours lost by definition and by cause, each opening to the time and the events behind it. */
export const downtimeView = (
  report: DowntimeReport,
  { question, errors, knownAt }: AskedQuestion,
  knownSince: string | undefined,
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
    known: knownView(report, question, knownSince),
    totals: totalsTable(question, report.total),
    lines: responsiveTable({
      caption: `Hours, by ${groupWords(question).toLowerCase()}`,
      columns: lineColumns(question),
      rows: list.rows,
      empty: 'There are no scanners that match.',
    }),
    showing: list.showing,
    pagination: list.pagination,
    causes: causesTable(question, report),
    csvHref: address('/reports/downtime.csv', questionValues(question)),
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
