import type { DowntimeReport } from '@imaging/schemas'
import { address } from '../../lists/address.ts'
import { filterSelect, queryText, type FilterSelect } from '../../lists/filters.ts'
import { isoDay } from '../../words/time-words.ts'
import { londonInstant } from '../../words/london-time.ts'
import type { Definition, ReportQuestion } from './downtime-reader.ts'

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

const periodErrors = (from: string, to: string): AskedQuestion['errors'] => {
  if (!isDay(from)) return [{ href: '#from', text: `From: you wrote ${from}. Enter a real date, such as 2025-04-01` }]
  if (!isDay(to)) return [{ href: '#to', text: `To: you wrote ${to}. Enter a real date, such as 2025-11-01` }]
  if (from >= to) return [{ href: '#to', text: 'The end must come after the start' }]
  return Number(to.slice(0, 4)) - Number(from.slice(0, 4)) > YEARS_MAX
    ? [{ href: '#from', text: `Choose a period of up to ${YEARS_MAX} years` }]
    : []
}

/** The question in a query. A period that cannot be is answered with the default one and a message. */
export const askedQuestion = (query: Readonly<Record<string, unknown>>, nowMs: number): AskedQuestion => {
  const standard = defaultPeriod(nowMs)
  const [from, to] = [queryText(query['from']) ?? standard.from, queryText(query['to']) ?? standard.to]
  const knownAt = { date: queryText(query['knownDate']) ?? '', time: queryText(query['knownTime']) ?? '' }
  const knownAtMs = knownAt.date === '' ? undefined : londonInstant(knownAt.date, knownAt.time === '' ? '00:00' : knownAt.time)
  const errors = [
    ...periodErrors(from, to),
    ...(knownAt.date !== '' && knownAtMs === undefined ? [{ href: '#knownDate', text: 'As known at: enter a real date and time' }] : []),
  ]
  const groupBy = queryText(query['by'])
  return {
    question: {
      ...(periodErrors(from, to).length > 0 ? standard : { from, to }),
      groupBy: groupBy !== undefined && Object.hasOwn(groupTexts, groupBy) ? (groupBy as DowntimeReport['groupBy']) : 'class',
      trust: queryText(query['trust']),
      site: queryText(query['site']),
      type: queryText(query['type']),
      knownAt: knownAtMs === undefined ? undefined : new Date(knownAtMs).toISOString(),
    },
    errors,
    knownAt,
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
    href: address('/reports/downtime', { ...questionValues(question), knownAt: undefined, from, to }),
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

const definitions: readonly Definition[] = ['technical', 'contractual', 'clinical']

/** The definition in a query; technical where it names none. */
export const askedDefinition = (text: string | undefined): Definition =>
  definitions.find((definition) => definition === text) ?? 'technical'
