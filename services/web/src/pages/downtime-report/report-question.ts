import type { DowntimeReport } from '@imaging/schemas'
import { address } from '../../lists/address.ts'
import { filterSelect, queryText, type FilterSelect } from '../../lists/filters.ts'
import { isoDay } from '../../words/time-words.ts'
import { londonInstant, londonTime } from '../../words/london-time.ts'
import type { Definition, Opened, ReportQuestion } from './downtime-reader.ts'

/** A period people ask for, by its name. */
export interface Preset {
  readonly text: string
  readonly href: string
  readonly current: boolean
}

/** A question and what is wrong with it as asked. */
export interface AskedQuestion {
  readonly question: ReportQuestion
  readonly errors: readonly { readonly href: string; readonly text: string }[]
  /** What was written for the end of the known time, as the form shows it again. */
  readonly knownAt: { readonly date: string; readonly time: string }
}

const groupTexts: Readonly<Record<DowntimeReport['groupBy'], string>> = { trust: 'Trust', site: 'Site', class: 'Type', asset: 'Scanner' }

const financialYear = (nowMs: number): number => {
  const [year = 0, month = 1] = isoDay(nowMs).split('-').map(Number)
  return month >= 4 ? year : year - 1
}

/** The last financial year's April to October: the period Imperial published its hours for. */
const defaultPeriod = (nowMs: number): { readonly from: string; readonly to: string } => {
  const year = financialYear(nowMs) - 1
  return { from: `${year}-04-01`, to: `${year}-11-01` }
}

const isDay = (text: string): boolean => londonInstant(text, '00:00') !== undefined

/** Longer periods than the platform keeps are a slip of the year. */
const YEARS_MAX = 12

const periodErrors = (from: string, to: string, nowMs: number): AskedQuestion['errors'] => {
  if (!isDay(from)) return [{ href: '#from', text: `From: you wrote ${from}. Enter a real date, such as 2025-04-01` }]
  if (!isDay(to)) return [{ href: '#to', text: `To: you wrote ${to}. Enter a real date, such as 2025-11-01` }]
  if (from >= to) return [{ href: '#to', text: 'The end must come after the start' }]
  if (from > isoDay(nowMs)) return [{ href: '#from', text: 'The period must start today or earlier' }]
  return Number(to.slice(0, 4)) - Number(from.slice(0, 4)) > YEARS_MAX
    ? [{ href: '#from', text: `Choose a period of up to ${YEARS_MAX} years` }]
    : []
}

interface KnownAt {
  readonly shown: AskedQuestion['knownAt']
  readonly atMs: number | undefined
  readonly errors: AskedQuestion['errors']
}

const wrongKnownAt = (shown: AskedQuestion['knownAt'], text: string): KnownAt => ({
  shown,
  atMs: undefined,
  errors: [{ href: '#knownDate', text: `As known at: ${text}` }],
})

/** The instant of a link or of the form, which a person may have changed after following a link; a date alone is its first moment. */
const askedKnownAt = (query: Readonly<Record<string, unknown>>, from: string, nowMs: number): KnownAt => {
  const linkedMs = Date.parse(queryText(query['knownAt']) ?? '')
  const isFromLink = !('knownDate' in query) && !Number.isNaN(linkedMs)
  const shown = isFromLink
    ? { date: isoDay(linkedMs), time: londonTime(linkedMs) }
    : { date: queryText(query['knownDate']) ?? '', time: queryText(query['knownTime']) ?? '' }
  if (shown.date === '')
    return shown.time === '' ? { shown, atMs: undefined, errors: [] } : wrongKnownAt(shown, 'enter the date too, or clear the time')
  const atMs = isFromLink ? linkedMs : londonInstant(shown.date, shown.time === '' ? '00:00' : shown.time)
  if (atMs === undefined) return wrongKnownAt(shown, 'enter a real date and time')
  if (atMs > nowMs) return wrongKnownAt(shown, 'enter a time that has passed, or clear it to see what is known now')
  if (atMs <= (londonInstant(from, '00:00') ?? 0)) return wrongKnownAt(shown, 'enter a time after the start of the period')
  return { shown, atMs, errors: [] }
}

/** The question in a query. A period that cannot be is answered with the default one and a message. */
export const askedQuestion = (query: Readonly<Record<string, unknown>>, nowMs: number): AskedQuestion => {
  const standard = defaultPeriod(nowMs)
  const [from, to] = [queryText(query['from']) ?? standard.from, queryText(query['to']) ?? standard.to]
  const wrongPeriod = periodErrors(from, to, nowMs)
  const period = wrongPeriod.length > 0 ? standard : { from, to }
  const knownAt = askedKnownAt(query, period.from, nowMs)
  const groupBy = queryText(query['by'])
  return {
    question: {
      ...period,
      groupBy: groupBy !== undefined && Object.hasOwn(groupTexts, groupBy) ? (groupBy as DowntimeReport['groupBy']) : 'class',
      trust: queryText(query['trust']),
      site: queryText(query['site']),
      type: queryText(query['type']),
      knownAt: knownAt.atMs === undefined ? undefined : new Date(knownAt.atMs).toISOString(),
    },
    errors: [...wrongPeriod, ...knownAt.errors],
    knownAt: knownAt.shown,
  }
}

/** A question as the values of an address, so that each figure has a link that shows it again. */
export const questionValues = ({
  from,
  to,
  groupBy,
  trust,
  site,
  type,
  knownAt,
}: ReportQuestion): Readonly<Record<string, string | undefined>> => ({
  from,
  to,
  by: groupBy,
  trust,
  site,
  type,
  knownAt,
})

/** The periods offered by name: the April to October people compare, and whole financial years. */
export const presets = (question: ReportQuestion, nowMs: number): readonly Preset[] => {
  const year = financialYear(nowMs)
  const periods = [
    { text: `April to October ${year - 1}`, from: `${year - 1}-04-01`, to: `${year - 1}-11-01` },
    { text: `April to October ${year}`, from: `${year}-04-01`, to: `${year}-11-01` },
    { text: `Financial year ${year - 1} to ${year}`, from: `${year - 1}-04-01`, to: `${year}-04-01` },
    { text: `Financial year ${year} to ${year + 1}`, from: `${year}-04-01`, to: `${year + 1}-04-01` },
  ]
  return periods.map(({ text, from, to }) => ({
    text,
    href: address('/reports/downtime', { ...questionValues(question), from, to }),
    current: question.from === from && question.to === to,
  }))
}

/** The select of what the lines are grouped by. */
export const groupSelect = (question: ReportQuestion): FilterSelect => ({
  name: 'by',
  label: 'One line for each',
  items: (Object.keys(groupTexts) as DowntimeReport['groupBy'][]).map((value) => ({
    value,
    text: groupTexts[value],
    selected: value === question.groupBy,
  })),
})

/** The heading of the lines' first column. */
export const groupWords = (question: ReportQuestion): string => groupTexts[question.groupBy]

/** The select of trusts. */
export const trustSelect = (question: ReportQuestion, trusts: readonly { readonly id: string; readonly name: string }[]): FilterSelect =>
  filterSelect(
    'trust',
    'Trust',
    'All trusts',
    trusts.map(({ id, name }) => ({ value: id, text: name })),
    question.trust,
  )

/** The definitions, in the order they are shown. */
export const definitions: readonly Definition[] = ['technical', 'contractual', 'clinical', 'planned', 'building', 'unconfirmed']

/** Which number a query opens; technical hours where it names no definition. */
export const askedOpened = (query: Readonly<Record<string, unknown>>): Opened => {
  const definition = queryText(query['definition'])
  return {
    definition: definitions.find((each) => each === definition) ?? 'technical',
    scanner: queryText(query['scanner']),
    cause: queryText(query['cause']),
  }
}

/** Where the time behind a number is shown. */
export const openedHref = (question: ReportQuestion, opened: Partial<Opened> & Pick<Opened, 'definition'>): string =>
  address('/reports/downtime/hours', { ...questionValues(question), ...opened })
