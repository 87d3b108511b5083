import type { ChannelNow, ChannelSeries } from '@imaging/schemas'
import { lineChart, type Breach } from '../../charts/line-chart.ts'
import { responsiveTable } from '../../components/responsive-table.ts'
import type { SafeHtml } from '../../html/safe-html.ts'
import { address } from '../../lists/address.ts'
import { filterSelect, type FilterSelect } from '../../lists/filters.ts'
import { countWords, listWords } from '../../words/number-words.ts'
import { dateWords, durationWords, instantWords, momentWords } from '../../words/time-words.ts'

/** A scanner's readings: a channel over time with its limits, in words, as a picture and as tables. */
export interface ReadingsView {
  readonly filters: readonly FilterSelect[]
  readonly filtersAction: string
  readonly now: SafeHtml
  readonly heading: string
  readonly summary: string
  readonly chart: SafeHtml
  readonly breaches: SafeHtml
  readonly values: SafeHtml
}

export interface ReadingsSources {
  readonly assetId: string
  readonly channels: readonly ChannelNow[]
  readonly series: ChannelSeries
  readonly days: number
  readonly nowMs: number
}

/** The periods a person can choose, in days. */
export const readingDays = [1, 7, 30, 90] as const

/** The newest values in the table under the chart; the whole series is in the CSV. */
const VALUES_MAX = 50

const shortDay = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', day: 'numeric', month: 'short' })
const shortTime = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: 'numeric', hour12: true })

const isBeyond = (point: ChannelSeries['points'][number], { low, high }: ChannelSeries): Breach['side'] | undefined => {
  if (high !== undefined && point.max > high) return 'high'
  return low !== undefined && point.min < low ? 'low' : undefined
}

/** The spans in which readings were beyond a limit; neighbouring readings beyond the same limit are one span. */
export const breachesOf = (series: ChannelSeries): readonly Breach[] => {
  const breaches: Breach[] = []
  let previous: Breach['side'] | undefined
  for (const point of series.points) {
    const side = isBeyond(point, series)
    const atMs = Date.parse(point.at)
    const worst = side === 'low' ? point.min : point.max
    const open = breaches.at(-1)
    if (side !== undefined && side === previous && open !== undefined) {
      breaches[breaches.length - 1] = {
        ...open,
        toMs: atMs,
        worst: side === 'high' ? Math.max(open.worst, worst) : Math.min(open.worst, worst),
      }
    } else if (side !== undefined) breaches.push({ fromMs: atMs, toMs: atMs, side, worst })
    previous = side
  }
  return breaches
}

const value = (number: number, unit: string): string =>
  `${(Math.round(number * 100) / 100).toLocaleString('en-GB')}${unit === '%' ? '' : ' '}${unit}`

const limitWords = ({ low, high, unit }: Pick<ChannelSeries, 'low' | 'high' | 'unit'>): string => {
  const limits = [
    low === undefined ? undefined : `below ${value(low, unit)}`,
    high === undefined ? undefined : `above ${value(high, unit)}`,
  ].filter((limit) => limit !== undefined)
  return limits.length === 0 ? 'No limit is set.' : `The limit is passed ${listWords(limits)}.`
}

/** What the chart shows, said first: how often the limit was passed and when. */
export const readingsSummary = (series: ChannelSeries, breaches: readonly Breach[]): string => {
  if (series.points.length === 0) return 'There are no readings in this time.'
  if (breaches.length === 0) return `Within limits all the time. ${limitWords(series)}`
  const days = [...new Set(breaches.map(({ fromMs }) => dateWords(fromMs)))]
  const named = days.length > 4 ? `on ${days.length} days, last on ${days.at(-1)}` : `on ${listWords(days)}`
  return `Beyond the limit ${countWords(breaches.length, 'time')}, ${named}. ${limitWords(series)}`
}

const nowTable = (channels: readonly ChannelNow[], days: number, nowMs: number): SafeHtml =>
  responsiveTable<ChannelNow>({
    caption: 'Readings now',
    columns: [
      { heading: 'Reading', cell: ({ label }) => label },
      { heading: 'Last value', cell: ({ last, unit }) => (last === undefined ? 'None yet' : value(last.value, unit)), isNumeric: true },
      { heading: 'At', cell: ({ last }) => (last === undefined ? '' : momentWords(Date.parse(last.at), nowMs)) },
      { heading: 'Limits', cell: limitWords },
    ],
    rows: channels,
    empty: `No signal is fitted to this scanner, or it has sent nothing in ${days} days.`,
  })

const breachTable = (breaches: readonly Breach[], unit: string): SafeHtml =>
  responsiveTable({
    caption: 'Beyond the limit',
    captionSize: 's',
    columns: [
      { heading: 'From', cell: ({ fromMs }) => instantWords(fromMs) },
      { heading: 'For', cell: ({ fromMs, toMs }) => (toMs > fromMs ? durationWords(toMs - fromMs) : 'one reading') },
      { heading: 'Furthest value', cell: ({ worst }) => value(worst, unit), isNumeric: true },
    ],
    rows: breaches.slice(-VALUES_MAX).toReversed(),
    empty: 'The limit was not passed.',
  })

const valueTable = ({ points, unit }: ChannelSeries): SafeHtml =>
  responsiveTable({
    caption: 'Newest values',
    captionSize: 's',
    columns: [
      { heading: 'At', cell: ({ at }) => instantWords(Date.parse(at)) },
      { heading: 'Mean', cell: ({ mean }) => value(mean, unit), isNumeric: true },
      { heading: 'Lowest', cell: ({ min }) => value(min, unit), isNumeric: true },
      { heading: 'Highest', cell: ({ max }) => value(max, unit), isNumeric: true },
    ],
    rows: points.slice(-VALUES_MAX).toReversed(),
    empty: 'There are no readings in this time.',
  })

/** A scanner's readings of one channel over the chosen days. */
export const readingsView = ({ assetId, channels, series, days, nowMs }: ReadingsSources): ReadingsView => {
  const breaches = breachesOf(series)
  const summary = readingsSummary(series, breaches)
  const heading = `${series.label}, last ${days === 1 ? '24 hours' : `${days} days`}`
  const channelOptions = channels.map(({ channel, label }) => ({ value: channel, text: label }))
  const dayOptions = readingDays.map((each) => ({ value: String(each), text: each === 1 ? 'Last 24 hours' : `Last ${each} days` }))
  const [firstChannel, ...otherChannels] = filterSelect('channel', 'Reading', '', channelOptions, series.channel).items
  return {
    filters: [
      { name: 'channel', label: 'Reading', items: firstChannel === undefined ? [] : otherChannels },
      { name: 'days', label: 'Period', items: filterSelect('days', 'Period', '', dayOptions, String(days)).items.slice(1) },
    ],
    filtersAction: address(`/scanners/${assetId}/readings`, {}),
    now: nowTable(channels, days, nowMs),
    heading,
    summary,
    chart: lineChart({
      title: heading,
      description: summary,
      series,
      breaches,
      timeLabel: (atMs) => (days === 1 ? shortTime : shortDay).format(atMs),
    }),
    breaches: breachTable(breaches, series.unit),
    values: valueTable(series),
  }
}
