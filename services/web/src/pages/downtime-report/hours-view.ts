import type { LedgerEvent } from '@imaging/schemas'
import { responsiveTable, type Column } from '../../components/responsive-table.ts'
import { stateTag } from '../../components/tag.ts'
import { html, type SafeHtml } from '../../html/safe-html.ts'
import { address } from '../../lists/address.ts'
import { csv } from '../../lists/csv.ts'
import { pageOfList, type PaginationView } from '../../lists/pagination.ts'
import { ledgerEventWords, tellerWords } from '../../words/ledger-event-words.ts'
import { lostToWords, stateRuleWords } from '../../words/lost-time-words.ts'
import { capitalised, countWords, shareWords } from '../../words/number-words.ts'
import { stateWords } from '../../words/state-words.ts'
import { hoursWords, instantWords, isoDay, timeWords } from '../../words/time-words.ts'
import { definitionWords } from './definition-words.ts'
import type { CountedStretch, Opened, OpenedHours, ReportQuestion } from './downtime-reader.ts'
import { knownView, type KnownView } from './known-view.ts'
import { definitions, openedHref, questionValues } from './report-question.ts'

const HOUR_MS = 3_600_000

/** One file of stretches: about 6 MB, and more rows than anybody reads. */
export const CSV_STRETCHES_MAX = 20_000

/** The time behind one number of the report. */
export interface HoursView {
  readonly heading: string
  readonly about: string
  /** The other definitions of the same scanners. */
  readonly definitions: readonly { readonly text: string; readonly href: string; readonly current: boolean }[]
  readonly known: KnownView
  readonly total: string
  readonly meaning: string
  readonly causes: SafeHtml | undefined
  readonly allCausesHref: string | undefined
  readonly table: SafeHtml
  readonly showing: string | undefined
  readonly pagination: PaginationView | undefined
  /** Left out where there is nothing, or too much for one file. */
  readonly csvHref: string | undefined
  readonly isTooLong: boolean
  readonly backHref: string
}

const hours = (value: number): string => hoursWords(value * HOUR_MS)

const whenWords = ({ from, to }: CountedStretch): string => {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  return `${isoDay(fromMs) === isoDay(toMs) ? timeWords(fromMs) : instantWords(fromMs)} to ${instantWords(toMs)}`
}

/** Hours that count in part say of how many; a limited scanner may count half. */
const hoursCell = (stretch: CountedStretch): SafeHtml =>
  stretch.hours === stretch.openHours
    ? html`${hours(stretch.hours)}`
    : html`${hours(stretch.hours)}<br /><span class="app-quiet">of ${hours(stretch.openHours)}</span>`

const whyCell = ({ cause, rule, stateRule }: CountedStretch): SafeHtml => {
  const state = stateRuleWords(stateRule)
  return html`${lostToWords(cause)}<br /><span class="app-quiet">${capitalised(rule)}${state !== undefined && `. ${state}`}</span>`
}

const eventLine = (event: LedgerEvent): SafeHtml =>
  html`${ledgerEventWords(event)}${event.at !== undefined && ` at ${instantWords(Date.parse(event.at))}`}<br />
    <span class="app-quiet app-break">${tellerWords(event)}, recorded at ${instantWords(Date.parse(event.recorded))}</span>`

const eventsCell = ({ assetId, eventIds }: CountedStretch, events: ReadonlyMap<string, LedgerEvent>): SafeHtml => {
  const told = eventIds.flatMap((id) => events.get(id) ?? [])
  return told.length === 0
    ? html`Nothing was reported`
    : html`${told.map((event) => html`${eventLine(event)}<br />`)}<a class="app-small" href="/scanners/${assetId}/history"
          >History of this scanner</a
        >`
}

const columns = (question: ReportQuestion, opened: Opened, told: readonly LedgerEvent[]): readonly Column<CountedStretch>[] => {
  const events = new Map(told.map((event) => [event.eventId, event]))
  const scanner: Column<CountedStretch> = {
    heading: 'Scanner',
    cell: ({ assetId, assetName }) => html`<a href="${openedHref(question, { ...opened, scanner: assetId })}">${assetName}</a>`,
  }
  return [
    ...(opened.scanner === undefined ? [scanner] : []),
    { heading: 'When', cell: whenWords },
    { heading: 'Hours counted', cell: hoursCell, isNumeric: true },
    { heading: 'Status', cell: ({ state }) => stateTag(state) },
    { heading: 'Why it counts', cell: whyCell },
    { heading: 'What was reported', cell: (stretch) => eventsCell(stretch, events) },
  ]
}

const causesTable = (question: ReportQuestion, opened: Opened, { byCause }: OpenedHours): SafeHtml | undefined => {
  if (opened.cause !== undefined || byCause.length < 2) return undefined
  const total = byCause.reduce((sum, each) => sum + each.hours, 0)
  return responsiveTable({
    caption: 'By cause',
    columns: [
      { heading: 'Cause', cell: ({ cause }: OpenedHours['byCause'][number]) => lostToWords(cause) },
      {
        heading: 'Hours',
        cell: ({ cause, hours: value }) => html`<a href="${openedHref(question, { ...opened, cause })}">${hours(value)}</a>`,
        isNumeric: true,
      },
      { heading: 'Share', cell: ({ hours: value }) => shareWords(value / total), isNumeric: true },
    ],
    rows: byCause,
    empty: '',
  })
}

const totalWords = ({ hours: value, total, assets }: OpenedHours, { scanner }: Opened): string => {
  const stretches = `${hours(value)} in ${countWords(total, 'stretch', 'stretches')} of time`
  return scanner === undefined ? `${stretches} on ${countWords(assets, 'scanner')}` : stretches
}

/** The stretches of time behind one number, those that count most first, each with the rule that counted it and its events. */
export const hoursView = (
  found: OpenedHours,
  question: ReportQuestion,
  opened: Opened,
  knownSince: string | undefined,
  page: number,
): HoursView => {
  const here = { ...questionValues(question), ...opened }
  const place = pageOfList(found.total, page, '/reports/downtime/hours', here)
  const isTooLong = found.total > CSV_STRETCHES_MAX
  return {
    heading:
      opened.cause === undefined
        ? definitionWords[opened.definition]
        : `${definitionWords[opened.definition]}: ${lostToWords(opened.cause)}`,
    about: found.about,
    definitions: definitions.map((definition) => ({
      text: definitionWords[definition],
      href: openedHref(question, { definition, scanner: opened.scanner }),
      current: definition === opened.definition,
    })),
    known: knownView(found, question, knownSince, openedHref({ ...question, knownAt: undefined }, opened)),
    total: totalWords(found, opened),
    meaning: capitalised(found.meaning),
    causes: causesTable(question, opened, found),
    allCausesHref: opened.cause === undefined ? undefined : openedHref(question, { ...opened, cause: undefined }),
    table: responsiveTable({
      caption: 'Time that was counted, longest first',
      columns: columns(question, opened, found.events),
      rows: found.stretches,
      empty: 'No time was counted here in this period.',
    }),
    showing: place.showing,
    pagination: place.pagination,
    csvHref: found.total === 0 || isTooLong ? undefined : address('/reports/downtime/hours.csv', here),
    isTooLong,
    backHref: address('/reports/downtime', questionValues(question)),
  }
}

const headings = [
  'Scanner',
  'Name',
  'From (UTC)',
  'To (UTC)',
  'Hours counted',
  'Hours in the hours that count',
  'Status',
  'Counted under',
  'Why it counts',
  'Why in this status',
  'Events',
  'First event recorded (UTC)',
  'Told by',
  'Known at (UTC)',
]

/** Every stretch behind a number as CSV, unrounded. */
export const hoursCsv = ({ stretches, events, knownAt }: Pick<OpenedHours, 'stretches' | 'events' | 'knownAt'>): string => {
  const told = new Map(events.map((event) => [event.eventId, event]))
  return csv(
    headings,
    stretches.map((stretch) => {
      const event = told.get(stretch.eventIds[0] ?? '')
      return [
        stretch.assetId,
        stretch.assetName,
        stretch.from,
        stretch.to,
        stretch.hours,
        stretch.openHours,
        stateWords[stretch.state].word,
        lostToWords(stretch.cause),
        stretch.rule,
        stateRuleWords(stretch.stateRule),
        stretch.eventIds.join(' '),
        event?.recorded,
        event === undefined ? undefined : tellerWords(event),
        knownAt,
      ]
    }),
  )
}
